import type { z } from 'zod';
import { assert, must } from '../kit/assert.ts';
import { messageOf } from '../kit/errors.ts';
import { depthOf } from '../kit/depth.ts';
import { sha256 } from '../kit/digest.ts';
import { decodeUtf8 } from '../kit/decode-utf8.ts';
import { Envelope, EventId, parseSource, Source } from './envelope.ts';
import type { SourceParts } from './envelope.ts';
import { changedFields, maskedAttribute, maskUnknown } from './card-mask.ts';
import { EVENT_TYPES, isEventType, personalFields } from './events.ts';
import { exactEvent } from './exact-event.ts';
import type { EventData, EventType } from './events.ts';
import type { Identity } from './identity.ts';
import { LIMITS } from './limits.ts';
import { plainWords } from './plain-words.ts';
import { unknownFields } from './unknown-fields.ts';

/** An event as the contract knows it. */
export interface ReadEvent {
  readonly envelope: Omit<Envelope, 'data'>;
  readonly source: SourceParts;
  /** Known to this hub: `type` and `data` belong together. Otherwise the data stands in `extra`. */
  readonly content: EventContent | null;
  /**
   * The event as JSON text in the contract's own order of fields, without what the contract does not know. Card numbers are
   * masked in it: see card-mask.ts.
   */
  readonly body: string;
  /** What the contract does not know, as JSON text, or null. */
  readonly extra: string | null;
  /** What tells who somebody is, as JSON text, or null. It stands neither in `body` nor in `content`. */
  readonly personal: string | null;
  /** Of the payload; where something personal or a card number was in it, of what is kept of it: see `hashed`. */
  readonly payloadSha256: Buffer;
}

export type EventContent = {
  [Type in EventType]: { readonly type: Type; readonly data: EventData<Type> };
}[EventType];

export interface Unreadable extends EventNames {
  readonly kind: 'unreadable';
  readonly code: 'too-large' | 'not-utf8' | 'not-json' | 'too-deep' | 'envelope' | 'source' | 'data';
  readonly message: string;
  /** The field that is wrong, such as `data.lines.3.quantity`. */
  readonly path?: string;
}

/** By what the sender knows its event, as far as it could be read. */
interface EventNames {
  readonly id?: string;
  readonly source?: string;
}

export type ReadResult = { readonly kind: 'read'; readonly event: ReadEvent } | Unreadable;

export interface ReadRules {
  /** Who sent it: the source must name the same one. `hub` may make every type. */
  readonly from: Identity | 'hub';
  /** The store that the source must name, or null where any is right. */
  readonly store: string | null;
}

/**
 * Reads the bytes of one event. Never throws: what cannot be read is told with the field that is wrong.
 * Source: CloudEvents 1.0 JSON format, and the schemas beside this file.
 */
export function readEvent(bytes: Uint8Array, rules: ReadRules): ReadResult {
  const payload = withoutByteOrderMark(bytes);
  const parsed = parseJson(payload);
  if (parsed.kind === 'unreadable') return parsed;
  const { value } = parsed;
  const result = readExact(value, payload, rules) ?? tooDeep(value) ?? readValue(value, payload, rules);
  return result.kind === 'read' ? result : { ...result, ...namesOf(value) };
}

/** Most events are just what the contract says. Null for one that must be looked at more closely. */
function readExact(value: unknown, payload: Uint8Array, rules: ReadRules): ReadResult | null {
  const event = exactEvent(value);
  if (event === null || hasPersonalFields(event.type)) return null;
  const source = parseSource(event.source);
  if (source === null) return null;
  const refused = refuseSender(event, source, rules);
  if (refused !== null) return refused;
  const { data, ...envelope } = event;
  const content = { type: envelope.type, data } as EventContent;
  const body = JSON.stringify(event);
  return {
    kind: 'read',
    event: { envelope, source, content, body, extra: null, personal: null, payloadSha256: sha256(payload) },
  };
}

function hasPersonalFields(type: string): boolean {
  return isEventType(type) && personalFields(type).length > 0;
}

function namesOf(value: unknown): EventNames {
  if (typeof value !== 'object' || value === null) return {};
  const id = EventId.safeParse(Reflect.get(value, 'id'));
  const source = Source.safeParse(Reflect.get(value, 'source'));
  return { ...(id.success && { id: id.data }), ...(source.success && { source: source.data }) };
}

const IN_WORDS = { error: plainWords };

function readValue(value: unknown, payload: Uint8Array, rules: ReadRules): ReadResult {
  const envelope = Envelope.safeParse(value, IN_WORDS);
  if (!envelope.success) return unreadable('envelope', envelope.error);
  const source = parseSource(envelope.data.source);
  if (source === null)
    return { kind: 'unreadable', code: 'source', message: 'is not a source', path: 'source' };
  const refused = refuseSender(envelope.data, source, rules);
  if (refused !== null) return refused;
  return readContent({ envelope: envelope.data, source, input: value, payload });
}

/**
 * Reads a body that the ledger holds: a replay takes the same way as the first time, but for the limits of the wire,
 * since numbers can be longer here than they were there (1e10). An event whose type was unknown when it came was
 * stored without its data, and stays unknown.
 */
export function readStoredEvent(body: Uint8Array): ReadEvent {
  const text = must(decodeUtf8(body), 'the text of a stored event');
  const value: unknown = JSON.parse(text);
  const result = readValue(value, body, { from: 'hub', store: null });
  if (result.kind === 'read') return { ...result.event, body: text };
  const { data, ...envelope } = Envelope.parse(value);
  const source = must(parseSource(envelope.source), 'the source of a stored event');
  assert(
    Object.keys(data).length === 0,
    `a stored event cannot be read: ${result.path ?? ''} ${result.message}`,
  );
  return {
    envelope,
    source,
    content: null,
    body: text,
    extra: null,
    personal: null,
    payloadSha256: sha256(body),
  };
}

interface Parts {
  readonly envelope: Envelope;
  readonly source: SourceParts;
  readonly input: unknown;
  readonly payload: Uint8Array;
}

function readContent(parts: Parts): ReadResult {
  const { data: inputData, ...envelope } = parts.envelope;
  if (!isEventType(envelope.type)) {
    const unknown = maskUnknown(unknownFields(parts.input, envelope));
    const body = JSON.stringify({ ...envelope, ...maskedAttribute(unknown.fields), data: {} });
    const extra = JSON.stringify(unknown.value);
    return readAs(parts, { content: null, body, extra, personal: null, isMasked: unknown.fields.length > 0 });
  }
  const data = EVENT_TYPES[envelope.type].data.safeParse(inputData, IN_WORDS);
  if (!data.success) return unreadable('data', data.error, 'data');
  const unknown = maskUnknown(unknownFields(parts.input, { ...envelope, data: data.data }));
  const masked = [...changedFields(inputData, data.data, ['data']), ...unknown.fields];
  const { open, personal } = withoutPersonal(envelope.type, data.data);
  const body = JSON.stringify({ ...envelope, ...maskedAttribute(masked), data: open });
  const content = { type: envelope.type, data: open } as EventContent;
  const extra = unknown.value === undefined ? null : JSON.stringify(unknown.value);
  return readAs(parts, { content, body, extra, personal, isMasked: masked.length > 0 });
}

type ReadParts = Pick<ReadEvent, 'content' | 'body' | 'extra' | 'personal'> & { readonly isMasked: boolean };

function readAs({ envelope, source, payload }: Parts, { isMasked, ...read }: ReadParts): ReadResult {
  const { data: _data, ...attributes } = envelope;
  const payloadSha256 = sha256(hashed(payload, { isMasked, ...read }));
  return { kind: 'read', event: { envelope: attributes, source, ...read, payloadSha256 } };
}

/** What must not be guessed back from its digest, a name or a card number, is not in what is hashed. */
function hashed(payload: Uint8Array, { body, extra, personal, isMasked }: ReadParts): Uint8Array | string {
  if (personal !== null) return body;
  return isMasked ? `${body}\n${extra ?? ''}` : payload;
}

/** The data without what tells who somebody is, and that, as JSON text. */
function withoutPersonal(type: EventType, data: object): { open: object; personal: string | null } {
  const names = personalFields(type);
  const fields = Object.entries(data);
  const personal = fields.filter(([name]) => names.includes(name));
  if (personal.length === 0) return { open: data, personal: null };
  const open = Object.fromEntries(fields.filter(([name]) => !names.includes(name)));
  return { open, personal: JSON.stringify(Object.fromEntries(personal)) };
}

function refuseSender(envelope: Envelope, source: SourceParts, rules: ReadRules): Unreadable | null {
  const wrong = (message: string): Unreadable => ({
    kind: 'unreadable',
    code: 'source',
    message,
    path: 'source',
  });
  if (rules.store !== null && source.store !== rules.store)
    return wrong(`names another store than ${rules.store}`);
  if (rules.from === 'hub') return null;
  const kind = rules.from.kind === 'till' ? 'tills' : 'devices';
  if (source.kind !== kind || source.name !== rules.from.name)
    return wrong(`names another sender than ${rules.from.name}`);
  if (envelope.sequence === undefined) {
    return { kind: 'unreadable', code: 'envelope', message: 'is missing', path: 'sequence' };
  }
  if (isEventType(envelope.type) && EVENT_TYPES[envelope.type].madeBy === 'hub') {
    return { kind: 'unreadable', code: 'source', message: 'is a type that only the hub makes', path: 'type' };
  }
  return null;
}

type Parsed = { readonly kind: 'parsed'; readonly value: unknown } | Unreadable;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** RFC 8259 8.1 lets a reader ignore the mark. The event is then the same as without it, its hash too. */
function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  const isMarked = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte);
  return isMarked ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}

function parseJson(payload: Uint8Array): Parsed {
  if (payload.length > LIMITS.eventBytes) {
    return { kind: 'unreadable', code: 'too-large', message: `is larger than ${LIMITS.eventBytes} bytes` };
  }
  try {
    const text = decodeUtf8(payload);
    if (text === null) return { kind: 'unreadable', code: 'not-utf8', message: 'is not UTF-8 text' };
    return { kind: 'parsed', value: JSON.parse(text) };
  } catch (error) {
    return { kind: 'unreadable', code: 'not-json', message: withoutSample(messageOf(error)) };
  }
}

function tooDeep(value: unknown): Unreadable | null {
  if (depthOf(value, LIMITS.eventDepth) <= LIMITS.eventDepth) return null;
  return {
    kind: 'unreadable',
    code: 'too-deep',
    message: `is nested deeper than ${LIMITS.eventDepth} levels`,
  };
}

/** V8 repeats a piece of the text in some messages, and the text may hold a card number. */
function withoutSample(message: string): string {
  return message
    .replace(/, (\.\.\.)?".*"(\.\.\.)? is not valid JSON$/s, '')
    .replace(/^".*" is not/s, 'is not');
}

function unreadable(code: 'envelope' | 'data', error: z.ZodError, prefix?: string): Unreadable {
  const issue = error.issues[0];
  const path = [...(prefix === undefined ? [] : [prefix]), ...(issue?.path ?? [])].join('.');
  return { kind: 'unreadable', code, message: issue?.message ?? 'is not as the contract says', path };
}

import { formatSequence } from '../../../hub/contract/envelope.ts';
import type { EventContent, ReadEvent } from '../../../hub/contract/read-event.ts';
import { readEvent } from '../../../hub/contract/read-event.ts';
import { LIMITS } from '../../../hub/contract/limits.ts';
import { sha256Hex } from '../../../hub/kit/digest.ts';
import type { Rulebook } from './rulebook.ts';

/** An event of the till under test, with what is known of it. */
export interface SeenEvent {
  readonly id: string;
  readonly sequence: number;
  readonly source: string;
  readonly installation: string;
  readonly sha256: string;
  readonly content: EventContent | null;
  /** How often it has come. */
  times: number;
}

/** Everything the till has sent, judged as it comes: what is true of each event and of all of them together. */
export class EventBook {
  readonly #till: string;
  readonly #rules: Rulebook;
  readonly #byId = new Map<string, SeenEvent>();
  readonly #idBySequence = new Map<number, string>();
  readonly #skipped = new Set<number>();
  #highestFirst = 0;
  #lowestAtFirst: number | undefined;
  #origin: { store: string; installation: string } | undefined;
  #largest = 0;

  constructor(till: string, rules: Rulebook) {
    this.#till = till;
    this.#rules = rules;
  }

  get events(): readonly SeenEvent[] {
    return Array.from(this.#byId.values());
  }

  /** Enters one payload. `isNew` is false for an event that came before; null means that it cannot be read. */
  enter(payload: Buffer): { event: SeenEvent; isNew: boolean } | null {
    this.#judgeSize(payload.length);
    const read = readEvent(payload, { from: { kind: 'till', name: this.#till }, store: null });
    if (read.kind === 'unreadable') {
      this.#rules.fail('envelope', `${read.path ?? 'the event'} ${read.message}`);
      return null;
    }
    this.#rules.pass('envelope');
    this.#judgeOrigin(read.event);
    const known = this.#byId.get(read.event.envelope.id);
    return known === undefined ? this.#enterFirst(payload, read.event) : this.#enterAgain(payload, known);
  }

  /** The highest number up to which everything came or was closed. */
  contiguous(): number {
    let sequence = (this.#lowestAtFirst ?? 1) - 1;
    while (this.#idBySequence.has(sequence + 1) || this.#skipped.has(sequence + 1)) sequence += 1;
    return sequence;
  }

  isSkipped(sequence: number): boolean {
    return this.#skipped.has(sequence);
  }

  /** Judges what can only be said at the end: whether a number is missing. */
  judgeGaps(): void {
    if (this.#lowestAtFirst === undefined) return;
    const contiguous = this.contiguous();
    const missing = formatSequence(contiguous + 1);
    this.#rules.judge('sequence.gapless', contiguous >= this.#highestFirst, `${missing} never came`);
    this.#rules.pass('size', `the largest event had ${this.#largest} bytes`);
  }

  #enterFirst(payload: Buffer, event: ReadEvent): { event: SeenEvent; isNew: true } {
    const sequence = Number(event.envelope.sequence);
    const { id, source } = event.envelope;
    const seen: SeenEvent = {
      id,
      sequence,
      source,
      installation: event.source.installation,
      sha256: sha256Hex(payload),
      content: event.content,
      times: 1,
    };
    this.#judgeNumber(seen);
    this.#byId.set(id, seen);
    this.#idBySequence.set(sequence, id);
    this.#noteSkipped(event.content);
    return { event: seen, isNew: true };
  }

  #enterAgain(payload: Buffer, known: SeenEvent): { event: SeenEvent; isNew: false } {
    known.times += 1;
    const isSame = sha256Hex(payload) === known.sha256;
    this.#rules.judge('unchanged', isSame, `${known.id} came again with other content`);
    return { event: known, isNew: false };
  }

  /** Older events than the first that was seen may come when the hub asks for them. */
  #judgeNumber({ id, sequence }: SeenEvent): void {
    const owner = this.#idBySequence.get(sequence);
    this.#rules.judge('id', owner === undefined, `${id} has the number of ${owner}`);
    this.#lowestAtFirst ??= sequence;
    if (sequence < this.#lowestAtFirst) return;
    const late = `${formatSequence(sequence)} came after ${formatSequence(this.#highestFirst)}`;
    this.#rules.judge('sequence.order', sequence > this.#highestFirst, late);
    this.#highestFirst = Math.max(this.#highestFirst, sequence);
  }

  #noteSkipped(content: EventContent | null): void {
    if (content?.type !== 'backroom.sequence.skipped.v1') return;
    const last = Math.min(Number(content.data.last), Number(content.data.first) + SKIPPED_AT_ONCE_MAX);
    for (let sequence = Number(content.data.first); sequence <= last; sequence += 1)
      this.#skipped.add(sequence);
  }

  #judgeOrigin({ source }: ReadEvent): void {
    const { store, installation } = source;
    this.#origin ??= { store, installation };
    const isSame = this.#origin.store === store && this.#origin.installation === installation;
    this.#rules.judge('source', isSame, `came from ${this.#origin.installation} and from ${installation}`);
  }

  #judgeSize(bytes: number): void {
    this.#largest = Math.max(this.#largest, bytes);
    if (bytes > LIMITS.eventBytes) this.#rules.fail('size', `an event had ${bytes} bytes`);
  }
}

/** Numbers that one closing event may close here; more is a till that is broken in another way. */
const SKIPPED_AT_ONCE_MAX = 10_000;

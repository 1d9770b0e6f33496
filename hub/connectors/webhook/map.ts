import { createHmac } from 'node:crypto';
import type { OutboundBatch, OutboundItem, RefusedItem, SendOutcome } from '../connector.ts';

/** Pure: a batch to the bytes and headers of a request, and an answer to its meaning. */
export interface RequestSetting {
  readonly destination: string;
  readonly secret: string;
  readonly nowMs: number;
}

export interface WebhookRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface WebhookAnswer {
  readonly status: number;
  /** Lower case, without parameters; empty when none was given. */
  readonly contentType: string;
  readonly retryAfter: string | null;
  /** The body as text, or null when it was longer than may be read. */
  readonly text: string | null;
}

/** CloudEvents 1.0, JSON batch format, signed over the exact bytes of the body. */
export function toRequest(batch: OutboundBatch, setting: RequestSetting): WebhookRequest {
  const body = `[${batch.items.map(withLedgerSeq).join(',')}]`;
  const timestampS = Math.floor(setting.nowMs / 1_000);
  return {
    body,
    headers: {
      'content-type': 'application/cloudevents-batch+json; charset=utf-8',
      'idempotency-key': batch.key,
      'backroom-destination': setting.destination,
      'backroom-signature': `t=${timestampS},v1=${signatureOf(body, timestampS, setting.secret)}`,
      'user-agent': 'Backroom',
    },
  };
}

function signatureOf(body: string, timestampS: number, secret: string): string {
  return createHmac('sha256', secret).update(`${timestampS}.${body}`).digest('hex');
}

/** The event stays byte for byte what the ledger has; the extension attribute goes in front of its members. */
function withLedgerSeq(item: OutboundItem): string {
  return `{"ledgerseq":${item.seq},${item.body.slice(item.body.indexOf('{') + 1)}`;
}

/** These statuses speak of the address or of the sender's rights, never of an event: nothing is refused by them. */
const SETUP_STATUSES = new Map([
  [401, 'does not accept our secret'],
  [402, 'asks for payment'],
  [403, 'does not let us in'],
  [404, 'has nothing at this address'],
  [405, 'does not take deliveries at this address'],
  [407, 'is behind a proxy that wants a password'],
  [410, 'no longer exists at this address'],
]);
const RETRY_STATUSES = new Set([408, 421, 423, 425, 429]);

export function outcomeOf(batch: OutboundBatch, answer: WebhookAnswer, nowMs: number): SendOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return taken(batch, answer);
  const setupProblem = SETUP_STATUSES.get(status);
  if (setupProblem !== undefined) return notInOrder(`It ${setupProblem} (${status}).`);
  if (status >= 300 && status < 400) {
    return notInOrder(`It sends us to another address (${status}): configure the final one.`);
  }
  if (status >= 500 || RETRY_STATUSES.has(status)) {
    const afterMs = retryAfterMs(answer.retryAfter, nowMs);
    const reason = status === 429 ? 'It asks us to slow down (429).' : `It is out of order (${status}).`;
    return afterMs === null ? notInOrder(reason) : { ...notInOrder(reason), afterMs };
  }
  return { kind: 'refused', reason: `It refuses with ${status}${saying(answer.text)}` };
}

function notInOrder(reason: string) {
  return { kind: 'retry', reason, answered: true } as const;
}

/** The answer that a login page of a guest network gives is a success too: a web page means that nobody took anything. */
function taken(batch: OutboundBatch, answer: WebhookAnswer): SendOutcome {
  if (answer.contentType === 'text/html') {
    return { kind: 'retry', reason: 'A web page answered instead of it: is there a login page in between?' };
  }
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(answer.contentType) || answer.text === '')
    return { kind: 'done' };
  const refused = answer.text === null ? null : refusedItems(batch, answer.text);
  if (refused === null) return notInOrder('It answers with JSON that cannot be read.');
  return refused.length === 0 ? { kind: 'done' } : { kind: 'done', refused };
}

/** `{"refused":[{"source":…,"id":…,"reason":…}]}`; null when the text is no such thing. Strangers are passed over. */
function refusedItems(batch: OutboundBatch, text: string): RefusedItem[] | null {
  const answer = parseJson(text);
  if (answer === undefined) return null;
  const list = memberOf(answer, 'refused') ?? [];
  if (!Array.isArray(list)) return null;
  const refused: RefusedItem[] = [];
  for (const entry of list) {
    const source = memberOf(entry, 'source');
    const id = memberOf(entry, 'id');
    if (typeof source !== 'string' || typeof id !== 'string') return null;
    const item = batch.items.find((each) => each.source === source && each.id === id);
    const reason = memberOf(entry, 'reason');
    if (item === undefined) continue;
    refused.push({
      seq: item.seq,
      reason: typeof reason === 'string' ? plain(reason) : 'It gave no reason.',
    });
  }
  return refused;
}

/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3); null when there is none. */
function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}

const SAYING_CHARS_MAX = 200;

function saying(text: string | null): string {
  const words = plain(text ?? '').slice(0, SAYING_CHARS_MAX);
  return words === '' ? '.' : `: ${words}`;
}

/** What others wrote is shown on one line and without control characters. */
function plain(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ').trim();
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { messageOf } from '../../kit/errors.ts';
import type { Connector, OutboundBatch, SendOutcome } from '../connector.ts';
import { type WebhookAnswer, outcomeOf, toRequest } from './map.ts';

export interface WebhookSettings {
  /** The destination's name, told to the receiver. */
  readonly name: string;
  readonly url: string;
  readonly secret: string;
  readonly timeoutMs?: number;
  /** The time that is signed; the wall clock unless given. */
  readonly nowMs?: () => number;
}

const TIMEOUT_MS = 30_000;
const ANSWER_BYTES_MAX = 262_144;

/** Posts batches to an address of the shop's choice; README.md is its documentation for receivers. */
export function createWebhookConnector(settings: WebhookSettings): Connector {
  return {
    kind: 'webhook',
    send: async (batch, signal) => send(batch, { ...settings, signal }),
  };
}

async function send(
  batch: OutboundBatch,
  setting: WebhookSettings & { signal: AbortSignal },
): Promise<SendOutcome> {
  const nowMs = setting.nowMs ?? Date.now;
  const timeoutMs = setting.timeoutMs ?? TIMEOUT_MS;
  const timeout = AbortSignal.timeout(timeoutMs);
  const { body, headers } = toRequest(batch, {
    destination: setting.name,
    secret: setting.secret,
    nowMs: nowMs(),
  });
  try {
    const response = await fetch(setting.url, {
      method: 'POST',
      body,
      headers,
      // A redirected POST may lose its body, and nobody signed the other address.
      redirect: 'manual',
      signal: AbortSignal.any([setting.signal, timeout]),
    });
    return outcomeOf(batch, await answerOf(response), nowMs());
  } catch (error) {
    if (timeout.aborted)
      return { kind: 'retry', reason: `It did not answer within ${timeoutMs / 1_000} seconds.` };
    return { kind: 'retry', reason: `It cannot be reached: ${causeOf(error)}.` };
  }
}

async function answerOf(response: Response): Promise<WebhookAnswer> {
  return {
    status: response.status,
    contentType: (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    retryAfter: response.headers.get('retry-after'),
    text: await readText(response),
  };
}

/** The body as text, or null as soon as it is longer than ANSWER_BYTES_MAX; the rest is not read. */
async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > ANSWER_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Built-in fetch says only `fetch failed`; what happened is in its cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof AggregateError) return causeOf(cause.errors[0]);
  return messageOf(cause);
}

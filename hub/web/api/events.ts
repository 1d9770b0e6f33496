import { Hono } from 'hono';
import type { Identity } from '../../contract/identity.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { EventReply } from '../../contract/reply.ts';
import { HubError, messageOf } from '../../kit/errors.ts';
import { messagesIn } from '../../kit/rate.ts';
import { unauthorized } from '../guard/guard.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { WebPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { errorAnswer } from './error-answer.ts';
import { EventGate } from './event-gate.ts';
import { readBody } from './read-body.ts';
import { splitBatch } from './split-batch.ts';
import { within } from '../within.ts';

/**
 * POST /events: the same events as over MQTT, with the same answers. 200 means that every event of the request is
 * on disk. Anything else means that the till has to send the whole request again: what was taken is then a duplicate.
 */
export function eventRoutes(ports: WebPorts): Hono<WebEnv> {
  const gate = new EventGate(ports.eventRate, ports.clock);
  const routes = new Hono<WebEnv>();
  routes.post('/events', async (context) => {
    const identity = context.get('identity');
    if (identity === undefined) return unauthorized(context);
    const entry = gate.enter(identity.name);
    if (entry.kind === 'busy') return sendAgain(context, BUSY_WITH[entry.with]);
    if (entry.kind === 'too-fast') return tooFast(context, entry.waitMs);
    let submitted: Promise<unknown> = Promise.resolve();
    try {
      const batch = await batchOf(context);
      if (batch instanceof Response) return batch;
      entry.take(batch.parts.reduce((sum, part) => sum + messagesIn(part.byteLength), 0));
      const replies = submitAll(ports, batch.parts, identity);
      submitted = replies;
      return await answer(context, { replies, isList: batch.isList, ports });
    } finally {
      // A request that was answered with "send again" still holds its body until the ledger is done with it.
      void submitted.catch(() => undefined).then(entry.leave);
    }
  });
  return routes;
}

const BUSY_WITH = {
  'this till': 'The hub is busy with other requests of this till.',
  others: 'The hub is busy with other requests.',
};

async function batchOf(context: WebContext): Promise<{ isList: boolean; parts: Uint8Array[] } | Response> {
  const body = await readBody(context.req.raw.body, LIMITS.requestBytes);
  if (body === null) return tooLarge(context, `A request has at most ${LIMITS.requestBytes} bytes.`);
  const batch = splitBatch(body);
  if (batch === null) {
    const detail = 'The body is neither a JSON object nor a JSON array of objects in UTF-8.';
    return errorAnswer(context, 400, { code: 'unreadable', detail });
  }
  if (batch.parts.length > LIMITS.eventsPerRequest) {
    return tooLarge(context, `A request has at most ${LIMITS.eventsPerRequest} events.`);
  }
  return batch;
}

/** Hands over every event before it waits for the first, so that they share a commit. */
async function submitAll(ports: WebPorts, parts: Uint8Array[], from: Identity): Promise<EventReply[]> {
  const results = await Promise.allSettled(parts.map(async (part) => ports.submit(part, from)));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

interface Answering {
  readonly replies: Promise<EventReply[]>;
  readonly isList: boolean;
  readonly ports: WebPorts;
}

async function answer(context: WebContext, { replies, isList, ports }: Answering): Promise<Response> {
  try {
    const result = await within(replies, WEB_LIMITS.submitWaitMs, ports.clock);
    if (result.kind === 'pending') return sendAgain(context, 'The disk takes no writes at the moment.');
    return context.json(isList ? result.value : result.value[0]);
  } catch (thrown) {
    if (!(thrown instanceof HubError)) throw thrown;
    ports.log.error({ code: thrown.code }, messageOf(thrown));
    return sendAgain(context, thrown.message);
  }
}

function sendAgain(context: WebContext, reason: string): Response {
  context.header('Retry-After', String(WEB_LIMITS.retryAfterSeconds));
  const hint = 'Keep the events and send the same request again.';
  return errorAnswer(context, 503, { code: 'not-now', detail: reason, hint });
}

/** Nothing of the request was looked at, so nothing of it is in the ledger. */
function tooFast(context: WebContext, waitMs: number): Response {
  context.header('Retry-After', String(Math.max(1, Math.ceil(waitMs / 1_000))));
  const detail = 'This till sends faster than its limit.';
  const hint = 'Keep the events and send the same request again.';
  return errorAnswer(context, 429, { code: 'too-fast', detail, hint });
}

function tooLarge(context: WebContext, detail: string): Response {
  return errorAnswer(context, 413, { code: 'too-large', detail, hint: 'Send the events in smaller parts.' });
}

import type { EventData, EventType } from '../../contract/events.ts';
import type { EventReply } from '../../contract/reply.ts';
import { parseData } from '../../contract/parse-data.ts';
import { eventIdOf } from '../event-id.ts';
import { WEB_LIMITS } from '../limits.ts';
import { makeChange } from '../make-change.ts';
import type { ApiPorts, HubEvent } from '../ports.ts';
import { actorOf, type WebContext } from '../web-env.ts';
import { changeAnswer } from './change-answer.ts';
import { errorAnswer, invalid, tooLarge } from './error-answer.ts';
import { keyOf } from './idempotency-key.ts';
import { readBody } from './read-body.ts';
import { parseJson } from './split-batch.ts';

/** What the hub knows about a write apart from its body. */
export interface WriteFacts {
  /** Who asks, for bodies that do not say: of a write that is sent again, who asked first. */
  readonly by: string;
  /** For ids that the hub gives: they follow from the key, so that the same write gives the same id. */
  readonly key: string;
}

export interface Write<Type extends EventType> {
  readonly type: Type;
  /** The data of the event out of the body, before they are checked. Follows from the arguments and the address. */
  readonly data: (body: object, facts: WriteFacts) => object;
  /** Why the ledger as it is now makes no sense of it, or null. Not asked about what was done before. */
  readonly refuse?: (data: EventData<Type>) => Response | null;
  /** What the answer is, where it is not the ledger’s reply. */
  readonly answer?: (data: EventData<Type>, reply: EventReply) => Response | null;
  readonly bytesMax?: number;
}

type WritePorts = Pick<ApiPorts, 'clock' | 'submitHub' | 'hubEvent'>;

/**
 * One write of the API: an event of the hub, named by the request's Idempotency-Key, checked by the contract. Answers
 * with the ledger's reply when it is on disk. The same key with the same data again is a duplicate at the same place of
 * the ledger; with other data it is a problem.
 */
export async function writeRoute<Type extends EventType>(
  context: WebContext,
  ports: WritePorts,
  write: Write<Type>,
): Promise<Response> {
  const key = keyOf(context);
  if (key instanceof Response) return key;
  const body = await objectIn(context, write.bytesMax ?? WEB_LIMITS.smallBodyBytes);
  if (body instanceof Response) return body;
  const id = eventIdOf('api', key);
  const by = firstActor(ports.hubEvent(id)) ?? actorOf(context);
  const parsed = parseData(write.type, write.data(body, { by, key }));
  if (!parsed.success) return invalid(context, NOT_AS_THE_CONTRACT, parsed.error.issues);
  const { data } = parsed;
  const refusal = write.refuse?.(data) ?? null;
  // Looked up after the question: what this very write has changed is then never taken for a reason against it.
  if (refusal !== null && ports.hubEvent(id) === null) return refusal;
  const outcome = await makeChange(ports, (hub) => hub.submitHub(write.type, data, { id }));
  const answer = outcome.kind === 'done' ? write.answer?.(data, outcome.reply) : null;
  return answer ?? changeAnswer(context, outcome);
}

const NOT_AS_THE_CONTRACT = 'The body is not as the contract has it.';

function firstActor(event: HubEvent | null): string | undefined {
  const data = event?.data;
  const by: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'by') : undefined;
  return typeof by === 'string' ? by : undefined;
}

/** The JSON object of the body; an empty body is an empty object. */
async function objectIn(context: WebContext, bytesMax: number): Promise<object | Response> {
  const bytes = await readBody(context.req.raw.body, bytesMax);
  if (bytes === null) return tooLarge(context, bytesMax);
  if (bytes.length === 0) return {};
  const value = parseJson(bytes);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  return errorAnswer(context, 400, { code: 'invalid', detail: 'The body is no JSON object in UTF-8.' });
}

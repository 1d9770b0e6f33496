import { Hono } from 'hono';
import { ExceptionClosed } from '../../contract/exception-closed.ts';
import { plainWords } from '../../contract/plain-words.ts';
import { closeException } from '../close-exception.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { WebPorts } from '../ports.ts';
import { actorOf, type WebContext, type WebEnv } from '../web-env.ts';
import { changeAnswer, invalid, tooLarge } from './change-answer.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { readBody } from './read-body.ts';
import { parseJson } from './split-batch.ts';

/** Broken rules that wait for a person, and the word that one of them is dealt with. */
export function exceptionRoutes(ports: WebPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/exceptions', (context) => {
    const before = wholeNumber(context.req.query('before'));
    const limit = limitOf(context, WEB_LIMITS.activityRows);
    const exceptions = ports.reader.exceptions(before === undefined ? { limit } : { before, limit });
    return context.json({
      exceptions,
      next: exceptions.length < limit ? null : (exceptions.at(-1)?.exception ?? null),
    });
  });
  routes.post('/exceptions/:exception/close', async (context) =>
    close(context, ports, wholeNumber(context.req.param('exception')) ?? 0),
  );
  return routes;
}

async function close(context: WebContext, ports: WebPorts, exception: number): Promise<Response> {
  const body = await readBody(context.req.raw.body, WEB_LIMITS.smallBodyBytes);
  if (body === null) return tooLarge(context, WEB_LIMITS.smallBodyBytes);
  if (exception === 0) return unknown(context);
  const fields = fieldsOf(body);
  if (fields === null)
    return errorAnswer(context, 400, { code: 'invalid', message: 'The body is empty or a JSON object.' });
  const closing = ExceptionClosed.safeParse(
    { by: actorOf(context), ...fields, exception },
    { error: plainWords },
  );
  if (!closing.success)
    return invalid(context, 'The closing is not as the contract has it.', closing.error.issues);
  const outcome = await closeException(ports, closing.data);
  if (outcome.kind === 'unknown') return unknown(context);
  if (outcome.kind !== 'closed-before') return changeAnswer(context, outcome);
  return errorAnswer(context, 409, { code: 'closed-before', message: 'This exception is closed already.' });
}

function fieldsOf(body: Uint8Array): object | null {
  if (body.length === 0) return {};
  const value = parseJson(body);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

function unknown(context: WebContext): Response {
  return notFound(context, 'No exception has this number.');
}

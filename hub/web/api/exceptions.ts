import { Hono } from 'hono';
import { raisedBy } from '../close-exception.ts';
import { eventIdOf } from '../event-id.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { writeRoute } from './write-route.ts';

/** Broken rules that wait for a person, and the word that one of them is dealt with. */
export function exceptionRoutes(ports: ApiPorts): Hono<WebEnv> {
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

async function close(context: WebContext, ports: ApiPorts, exception: number): Promise<Response> {
  if (exception === 0 || !Number.isSafeInteger(exception)) return unknown(context);
  const known = ports.reader.exception(exception);
  return writeRoute(context, ports, {
    type: 'backroom.exception.closed.v1',
    data: (body, { by, key }) => {
      const first = ports.hubEvent(eventIdOf('api', key));
      return { by, ...body, exception, ...raisedBy(known, first?.data) };
    },
    refuse: () => {
      if (known === null) return unknown(context);
      return known.state === 'open' ? null : closedBefore(context);
    },
  });
}

function closedBefore(context: WebContext): Response {
  return errorAnswer(context, 409, { code: 'closed-before', detail: 'This exception is closed already.' });
}

function unknown(context: WebContext): Response {
  return notFound(context, 'No exception has this number.');
}

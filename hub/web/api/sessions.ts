import { Hono } from 'hono';
import { BusinessDate } from '../../contract/fields.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { writeRoute } from './write-route.ts';

/** Register sessions with their X and Z reports, the business days that they make, and whether those agree. */
export function sessionRoutes(ports: ApiPorts): Hono<WebEnv> {
  const { reader } = ports;
  const routes = new Hono<WebEnv>();
  routes.get('/sessions', (context) => {
    const before = wholeNumber(context.req.query('before'));
    const limit = limitOf(context, WEB_LIMITS.activityRows);
    return context.json(reader.sessions({ ...(before === undefined ? {} : { before }), limit }));
  });
  routes.get('/sessions/:session', (context) => {
    const session = wholeNumber(context.req.param('session'));
    const answer = session === undefined ? null : reader.session(session);
    return answer === null ? notFound(context, 'There is no session of this number.') : context.json(answer);
  });
  routes.get('/days', (context) => {
    const before = context.req.query('before');
    const limit = limitOf(context, WEB_LIMITS.activityRows);
    return context.json(reader.days({ ...(before === undefined ? {} : { before }), limit }));
  });
  routes.get('/days/:date', async (context) => {
    const date = BusinessDate.safeParse(context.req.param('date'));
    if (!date.success) return noDate(context);
    return context.json(reader.day(date.data, await ports.askDestinations(date.data)));
  });
  routes.get('/days/:date/reconciliation', async (context) => {
    const date = BusinessDate.safeParse(context.req.param('date'));
    if (!date.success) return noDate(context);
    return context.json(reader.reconciliation(date.data, await ports.askDestinations(date.data)));
  });
  routes.post('/days/:date/close', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.day.closed.v1',
      data: (body, { by }) => ({ by, ...body, businessDate: context.req.param('date') }),
    }),
  );
  return routes;
}

function noDate(context: WebContext): Response {
  const detail = 'A business date is written such as 2026-11-23.';
  return errorAnswer(context, 400, { code: 'invalid', detail });
}

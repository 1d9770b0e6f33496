import { Hono } from 'hono';
import { BusinessDate } from '../../contract/fields.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { writeRoute } from './write-route.ts';

const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';

/** The accounting journal, and what other systems call its accounts. */
export function journalRoutes(ports: ApiPorts): Hono<WebEnv> {
  const { reader } = ports;
  const routes = new Hono<WebEnv>();
  routes.get('/journal', (context) => {
    const days = daysOf(context);
    if (days instanceof Response) return days;
    const after = wholeNumber(context.req.query('after'));
    return context.json(reader.journal({ ...days, after, limit: limitOf(context, WEB_LIMITS.activityRows) }));
  });
  routes.get('/journal/balances', (context) => {
    const days = daysOf(context);
    return days instanceof Response ? days : context.json(reader.accountBalances(days));
  });
  routes.get('/journal/:entry', (context) => {
    const number = wholeNumber(context.req.param('entry'));
    const entry = number === undefined ? null : reader.journalEntry(number);
    return entry === null
      ? notFound(context, 'There is no entry of this number in the journal.')
      : context.json(entry);
  });
  routes.get('/mappings/:system', (context) =>
    context.json({ mappings: reader.mappings(context.req.param('system')) }),
  );
  routes.get('/mappings/:system/held', (context) => {
    const limit = limitOf(context, WEB_LIMITS.activityRows);
    return context.json(reader.heldPostings(context.req.param('system'), limit));
  });
  routes.put('/mappings/:system', async (context) => {
    const system = context.req.param('system');
    return writeRoute(context, ports, {
      type: 'backroom.mapping.set.v1',
      data: (body, { by }) => ({ by, ...body, system }),
    });
  });
  return routes;
}

/** `?from=` and `?to=`, both included; without them everything. */
function daysOf(context: WebContext): { from: string; to: string } | Response {
  const from = BusinessDate.safeParse(context.req.query('from') ?? FIRST_DAY);
  const to = BusinessDate.safeParse(context.req.query('to') ?? LAST_DAY);
  if (from.success && to.success) return { from: from.data, to: to.data };
  const detail = 'from and to are days such as 2026-11-23.';
  return errorAnswer(context, 400, { code: 'invalid', detail });
}

import { Hono } from 'hono';
import { BusinessDate } from '../../contract/fields.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { writeRoute } from './write-route.ts';

/** What processors owe and paid out, and what they kept. */
export function paymentRoutes(ports: ApiPorts): Hono<WebEnv> {
  const { reader } = ports;
  const routes = new Hono<WebEnv>();
  routes.get('/payments/open', (context) => {
    const limit = limitOf(context, WEB_LIMITS.activityRows);
    return context.json(reader.openPayments({ after: context.req.query('after'), limit }));
  });
  routes.post('/payments/:seq/:tender/identify', async (context) => identify(context, ports));
  routes.get('/payouts', (context) => {
    const before = wholeNumber(context.req.query('before'));
    return context.json(reader.payouts({ before, limit: limitOf(context, WEB_LIMITS.activityRows) }));
  });
  routes.post('/payouts', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.payout.recorded.v1',
      data: (body, { key }) => ({ payoutId: key, ...body }),
      bytesMax: WEB_LIMITS.payoutBytes,
    }),
  );
  routes.get('/payouts/:seq', (context) => {
    const seq = wholeNumber(context.req.param('seq'));
    const payout = seq === undefined ? null : reader.payout(seq);
    return payout === null
      ? notFound(context, 'No payout was recorded by the entry of this number.')
      : context.json(payout);
  });
  routes.get('/fees', (context) => fees(context, ports));
  return routes;
}

/** The address names the payment as the list of open ones does. */
async function identify(context: WebContext, ports: ApiPorts): Promise<Response> {
  const seq = wholeNumber(context.req.param('seq'));
  const tender = wholeNumber(context.req.param('tender'));
  const original = seq === undefined || tender === undefined ? null : ports.reader.receiptOf({ seq, tender });
  if (original === null)
    return notFound(context, 'No payment of a processor is there: see /api/v1/payments/open.');
  return writeRoute(context, ports, {
    type: 'backroom.payment.identified.v1',
    data: (body) => ({ ...body, original, tender }),
  });
}

function fees(context: WebContext, { reader }: ApiPorts): Response {
  const from = BusinessDate.safeParse(context.req.query('from'));
  const to = BusinessDate.safeParse(context.req.query('to'));
  if (!from.success || !to.success) return noDay(context, 'Each of from and to');
  const days = (Date.parse(to.data) - Date.parse(from.data)) / DAY_MS;
  if (days > WEB_LIMITS.feeDays) {
    const detail = `At most ${WEB_LIMITS.feeDays} days at once.`;
    return errorAnswer(context, 400, { code: 'invalid', detail });
  }
  return context.json(reader.fees({ from: from.data, to: to.data }));
}

const DAY_MS = 86_400_000;

function noDay(context: WebContext, what: string): Response {
  return errorAnswer(context, 400, { code: 'invalid', detail: `${what} is a day such as 2026-11-23.` });
}

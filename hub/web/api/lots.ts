import { Hono } from 'hono';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import { skuOf, type WebContext, type WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { writeRoute } from './write-route.ts';

/** Lots of goods: where they are, which of them to sell first, and which must not be sold any more. */
export function lotRoutes(ports: ApiPorts): Hono<WebEnv> {
  const { reader } = ports;
  const routes = new Hono<WebEnv>();
  routes.get('/lots', (context) => expiring(context, ports));
  routes.post('/lots/recall', async (context) => recall(context, ports));
  routes.get('/products/:sku/lots', (context) =>
    asOfToday(context, ports, (today) => {
      const lots = reader.lots(skuOf(context), { today, limit: limitOf(context, WEB_LIMITS.listRows) });
      return lots === null ? notFound(context, 'No product has this code.') : context.json(lots);
    }),
  );
  routes.get('/lots/:sku/:lot', (context) =>
    asOfToday(context, ports, (today) => {
      const limit = limitOf(context, WEB_LIMITS.movementRows);
      const lot = reader.lot(skuOf(context), context.req.param('lot'), { today, limit });
      return lot === null ? unknownLot(context) : context.json(lot);
    }),
  );
  routes.get('/lots/:sku/:lot/sales', (context) => {
    const before = wholeNumber(context.req.query('before'));
    const limit = limitOf(context, WEB_LIMITS.listRows);
    const page = { limit, ...(before === undefined ? {} : { before }) };
    const sales = reader.lotSales(skuOf(context), context.req.param('lot'), page);
    return sales === null ? unknownLot(context) : context.json(sales);
  });
  return routes;
}

const DAY_MS = 86_400_000;
const EXPIRING_DAYS = 30;
const EXPIRING_DAYS_MAX = 3_650;

function expiring(context: WebContext, ports: ApiPorts): Response {
  return asOfToday(context, ports, (today) => {
    const asked = wholeNumber(context.req.query('expiring-within')) ?? EXPIRING_DAYS;
    const days = Math.min(asked, EXPIRING_DAYS_MAX);
    const until = dayOf(Date.parse(today) + days * DAY_MS);
    const after = context.req.query('after') ?? null;
    const limit = limitOf(context, WEB_LIMITS.listRows);
    return context.json(ports.reader.expiringLots({ until, today, after, limit }));
  });
}

async function recall(context: WebContext, ports: ApiPorts): Promise<Response> {
  return writeRoute(context, ports, {
    type: 'backroom.lot.recalled.v1',
    data: (body) => body,
    refuse: ({ sku, barcode }) => {
      const known = [sku === undefined ? null : { sku }, barcode === undefined ? null : { barcode }];
      const isKnown = known.some((code) => code !== null && ports.reader.product(code) !== null);
      return isKnown ? null : notFound(context, 'No product has this code.');
    },
  });
}

/** The day that `?today=` says; without it, the day of now in the shop. */
function asOfToday(context: WebContext, ports: ApiPorts, answer: (today: string) => Response): Response {
  const told = context.req.query('today');
  if (told === undefined) return answer(dayOf(ports.clock.nowMs()));
  if (/^\d{4}-\d{2}-\d{2}$/.test(told) && !Number.isNaN(Date.parse(told))) return answer(told);
  return errorAnswer(context, 400, { code: 'invalid', detail: '`today` is a date such as 2026-11-23.' });
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function unknownLot(context: WebContext): Response {
  return notFound(context, 'The product has no lot of this code.');
}

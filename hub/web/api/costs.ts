import { Hono } from 'hono';
import { setImmediate } from 'node:timers/promises';
import type { ValuationAnswer } from '../../contract/cost-views.ts';
import { formatBigScaled } from '../../kit/scaled-decimal.ts';
import type { ValueSlice } from '../cost-port.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import { skuOf, type WebContext, type WebEnv } from '../web-env.ts';
import { notFound } from './error-answer.ts';
import { limitOf } from './query.ts';

/** What goods cost, and what all of them are worth. */
export function costRoutes(ports: ApiPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/products/:sku/cost', (context) => {
    const answer = ports.reader.productCost(skuOf(context), limitOf(context, WEB_LIMITS.movementRows));
    return answer === null ? notFound(context, 'No product has this code.') : context.json(answer);
  });
  routes.get('/stock/valuation', async (context) => valuation(context, ports));
  return routes;
}

async function valuation(context: WebContext, { reader }: ApiPorts): Promise<Response> {
  const limit = limitOf(context, WEB_LIMITS.listRows);
  const total = await sumUp(reader);
  const page = reader.valuation({ after: context.req.query('after') ?? '', limit });
  return context.json({ ...page, ...total } satisfies ValuationAnswer);
}

const MICRO_DIGITS = 6;

type Total = Pick<ValuationAnswer, 'total' | 'productsWithoutCost' | 'asOfSeq' | 'exact'>;

/** How many products are added up before others have their turn: a stock answer does not wait for an owner. */
const SLICE_ROWS = 100;

async function sumUp(reader: ApiPorts['reader']): Promise<Total> {
  const asOfSeq = reader.lastSeq();
  let valueMicro = 0n;
  let productsWithoutCost = 0;
  for (let after: string | null = ''; after !== null;) {
    const slice: ValueSlice = reader.valueSlice({ after, limit: SLICE_ROWS });
    valueMicro += slice.valueMicro;
    productsWithoutCost += slice.productsWithoutCost;
    after = slice.next;
    await setImmediate();
  }
  const exact = reader.lastSeq() === asOfSeq;
  return { total: formatBigScaled(valueMicro, MICRO_DIGITS), productsWithoutCost, asOfSeq, exact };
}

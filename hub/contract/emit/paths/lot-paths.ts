import {
  API,
  before,
  body,
  change,
  limit,
  parameter,
  question,
  response,
  schema,
  sku,
} from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const lot = parameter('path', 'lot', { type: 'string', description: 'Percent-encoded.' });
const today = parameter('query', 'today', {
  type: 'string',
  format: 'date',
  description: 'The business date to answer for; without it, the day of now in UTC.',
});
const within = parameter('query', 'expiring-within', {
  type: 'integer',
  minimum: 0,
  default: 30,
  description: 'Lots whose last day is at most so many days ahead, or over.',
});
const after = parameter('query', 'after', {
  type: 'string',
  description: 'The `next` of the page before.',
});

/** Lots of goods. */
export const LOT_PATHS: JsonObject = {
  [`${API}/products/{sku}/lots`]: {
    get: question('productLots', 'The lots of a product and where they are, the first to expire first.', {
      parameters: [sku, today, limit],
      schema: schema('ProductLots'),
    }),
  },
  [`${API}/lots`]: {
    get: question('expiringLots', 'Lots with something on hand that expire soon, or are over.', {
      parameters: [within, today, after, limit],
      schema: schema('ExpiringLots'),
    }),
  },
  [`${API}/lots/recall`]: {
    post: change(
      'recallLot',
      'A lot must not be sold any more, or may be again. The answer to the lot lists the sales that hold it.',
      { body: body('LotRecall'), more: { '404': response('NotFound') } },
    ),
  },
  [`${API}/lots/{sku}/{lot}`]: {
    get: question('lot', 'One lot: where it is, what moved of it, and the newest sales that hold it.', {
      parameters: [sku, lot, today, limit],
      schema: schema('LotAnswer'),
    }),
  },
  [`${API}/lots/{sku}/{lot}/sales`]: {
    get: question('lotSales', 'All sales that hold a lot, newest first.', {
      parameters: [sku, lot, before('The `next` of the page before.'), limit],
      schema: schema('LotSales'),
    }),
  },
};

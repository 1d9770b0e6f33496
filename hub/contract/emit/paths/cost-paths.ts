import { API, limit, parameter, question, schema, sku } from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const after = parameter('query', 'after', {
  type: 'string',
  description: 'The `next` of the page before.',
});

/** What goods cost. */
export const COST_PATHS: JsonObject = {
  [`${API}/products/{sku}/cost`]: {
    get: question('productCost', 'What a product costs by moving average, and how it came to that.', {
      parameters: [sku, limit],
      schema: schema('CostAnswer'),
    }),
  },
  [`${API}/stock/valuation`]: {
    get: question('valuation', 'What the goods of the whole shop are worth, and each product, by SKU.', {
      parameters: [after, limit],
      schema: schema('ValuationAnswer'),
    }),
  },
};

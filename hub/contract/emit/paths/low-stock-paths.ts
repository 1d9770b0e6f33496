import {
  API,
  body,
  change,
  GATE,
  json,
  limit,
  parameter,
  required,
  response,
  schema,
} from '../path-parts.ts';
import { sku, skuInQuery } from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const before = parameter('query', 'before', {
  type: 'string',
  description: 'The `next` of the page before.',
});

/** What is low, and at which level. */
export const LOW_STOCK_PATHS: JsonObject = {
  [`${API}/low-stock`]: {
    get: {
      operationId: 'list-low-stock',
      summary: 'Products that are low at a location, the latest first.',
      parameters: [before, limit],
      responses: { '200': json('The rows.', schema('LowStockList')), ...GATE },
    },
  },
  [`${API}/products/{sku}/levels`]: { put: setLevel('setStockLevel', sku) },
  [`${API}/levels`]: { put: setLevel('setStockLevelBySku', required(skuInQuery)) },
};

function setLevel(operationId: string, code: JsonObject): JsonObject {
  return change(
    operationId,
    'Sets the level at or below which a product is low at a location, and how much more there must be until it is not.',
    { parameters: [code], body: body('StockLevelFields'), more: { '404': response('NotFound') } },
  );
}

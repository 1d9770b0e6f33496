import {
  API,
  body,
  change,
  json,
  limit,
  list,
  parameter,
  question,
  required,
  response,
  schema,
  sku,
  skuInQuery,
} from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const barcode = parameter('query', 'barcode', { type: 'string' });

/** Products, and how much of them there is. */
export const PRODUCT_PATHS: JsonObject = {
  [`${API}/stock/{sku}`]: {
    get: question('stockBySku', 'The stock of a product.', {
      parameters: [sku],
      schema: schema('StockAnswer'),
    }),
  },
  [`${API}/stock`]: {
    get: question('stock', 'The stock of the product with a SKU or a barcode: give one of them.', {
      parameters: [skuInQuery, barcode],
      schema: schema('StockAnswer'),
      more: { '400': response('Invalid') },
    }),
  },
  [`${API}/products`]: {
    get: list('products', 'Finds products: an exact code first, then by part of name or code.', {
      parameters: [
        { ...skuInQuery, description: 'The product with just this SKU, alone or not at all.' },
        { ...barcode, description: 'The product with just this barcode, alone or not at all.' },
        parameter('query', 'withdrawn', {
          type: 'string',
          enum: ['in-stock'],
          description: 'Products that are not to be sold any more and still lie somewhere.',
        }),
        parameter('query', 'query', { type: 'string', description: 'Every word must match.' }),
        limit,
      ],
      item: 'ProductAnswer',
    }),
    put: setProduct('setProductBySku', required(skuInQuery)),
  },
  [`${API}/products/{sku}`]: {
    get: question('product', 'One product.', { parameters: [sku], schema: schema('ProductAnswer') }),
    put: setProduct('setProduct', sku),
  },
  [`${API}/products/{sku}/merge`]: { post: mergeProduct('mergeProduct', sku) },
  [`${API}/products/merge`]: { post: mergeProduct('mergeProductBySku', required(skuInQuery)) },
  [`${API}/products/import`]: {
    post: change('importProducts', 'Imports products from CSV; all of the file or nothing.', {
      body: { required: true, content: { 'text/csv': { schema: { type: 'string' } } } },
      answer: json('All lines are imported.', {
        type: 'object',
        required: ['products'],
        properties: { products: { type: 'integer', description: 'How many products were set.' } },
      }),
    }),
  },
};

function setProduct(operationId: string, code: JsonObject): JsonObject {
  return change(operationId, 'Sets the whole product, barcodes included.', {
    parameters: [code],
    body: body('ProductFields'),
  });
}

function mergeProduct(operationId: string, code: JsonObject): JsonObject {
  return change(operationId, 'Merges a product into another, with its stock, codes and history.', {
    parameters: [code],
    body: body('ProductMergeTarget'),
    more: { '404': response('NotFound') },
  });
}

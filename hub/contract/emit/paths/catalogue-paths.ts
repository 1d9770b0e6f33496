import {
  API,
  body,
  change,
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

const code = (name: string) => parameter('path', name, { type: 'string', description: 'Percent-encoded.' });
const day = (name: string) => parameter('query', name, { type: 'string', format: 'date' });
const UNKNOWN = { '404': response('NotFound') };

/** What tills sell from. */
export const CATALOGUE_PATHS: JsonObject = {
  [`${API}/catalogue`]: {
    get: question(
      'catalogue',
      'What tills sell from, page by page: with `since=0` all of it, with the version of the first page of the last ' +
        'walk what changed since. Apply the pages in their order; what changes meanwhile comes in a later page or in ' +
        'the next walk.',
      {
        parameters: [
          parameter('query', 'since', { type: 'integer', minimum: 0, default: 0 }),
          parameter('query', 'after', { type: 'string', description: '`next` of the page before.' }),
          limit,
          {
            name: 'If-None-Match',
            in: 'header',
            required: false,
            schema: { type: 'string', description: 'The ETag of an answer: 304 as long as nothing changed.' },
          },
        ],
        schema: schema('CataloguePage'),
        more: { '304': { description: 'Nothing changed.' }, '400': response('Invalid') },
      },
    ),
  },
  [`${API}/price-lists`]: {
    get: list('priceLists', 'The price lists.', { parameters: [], item: 'PriceListAnswer' }),
  },
  [`${API}/price-lists/{priceList}`]: {
    put: change(
      'setPriceList',
      'Sets a price list: its name, its currency, and whether its prices hold the tax.',
      {
        parameters: [code('priceList')],
        body: body('PriceListFields'),
      },
    ),
  },
  [`${API}/tax-rates`]: {
    get: list('taxRates', 'The taxes that hold now and later.', { parameters: [], item: 'TaxRateAnswer' }),
  },
  [`${API}/tax-rates/{category}`]: {
    put: change('setTaxRate', 'Sets the tax of a category, from an instant on.', {
      parameters: [code('category')],
      body: body('TaxRateFields'),
    }),
  },
  [`${API}/products/{sku}/prices`]: prices('', sku),
  [`${API}/products/prices`]: prices('BySku', required(skuInQuery)),
  [`${API}/products/{sku}/unmerge`]: { post: unmerge('unmergeProduct', sku) },
  [`${API}/products/unmerge`]: { post: unmerge('unmergeProductBySku', required(skuInQuery)) },
  [`${API}/barcodes/move`]: {
    post: change('moveBarcode', 'A barcode that two products claim belongs to this one.', {
      body: body('BarcodeMove'),
      more: UNKNOWN,
    }),
  },
  [`${API}/scan`]: {
    get: question(
      'scan',
      'What a scanned code is: a barcode, a GS1 element string, a Digital Link, a label of the shop with a price or weight ' +
        'inside. Says which product it is and how much of it, or what is wrong with the code.',
      {
        parameters: [
          required(
            parameter('query', 'code', {
              type: 'string',
              description: 'As the scanner sends it, percent-encoded; FNC1 as `%1D`.',
            }),
          ),
        ],
        schema: schema('ScanAnswer'),
        more: { '400': response('Invalid') },
      },
    ),
  },
  [`${API}/promotions`]: {
    get: list('promotions', 'What promotions of the tills gave away, by business date.', {
      parameters: [day('from'), day('to'), limit],
      item: 'PromotionTotalAnswer',
    }),
  },
};

function prices(suffix: string, which: JsonObject): JsonObject {
  return {
    get: question(
      `productPrices${suffix}`,
      'The prices of a product that hold now and later, in every price list.',
      {
        parameters: [which],
        schema: schema('ProductPrices'),
      },
    ),
    put: change(
      `setPrice${suffix}`,
      'Sets a price from an instant on, for good or until another one; null ends the price. Without a price list it is ' +
        'the shop’s own.',
      { parameters: [which], body: body('PriceFields'), more: UNKNOWN },
    ),
  };
}

function unmerge(operationId: string, which: JsonObject): JsonObject {
  return change(operationId, 'Undoes a merge: the product is its own again, with what the merge took over.', {
    parameters: [which],
    body: { required: false, content: { 'application/json': { schema: { type: 'object' } } } },
    more: { ...UNKNOWN, '409': response('NotMerged') },
  });
}

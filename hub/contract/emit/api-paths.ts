import { LIMITS } from '../limits.ts';
import {
  before,
  body,
  flags,
  GATE,
  HOME,
  json,
  list,
  parameter,
  probe,
  question,
  required,
  response,
  schema,
  WRITES,
} from './path-parts.ts';
import { eventTypes, type JsonObject } from './schemas.ts';

const API = '/api/v1';

const sku = parameter('path', 'sku', {
  type: 'string',
  description: 'Percent-encoded; compared without regard to case.',
});
const skuInQuery = parameter('query', 'sku', {
  type: 'string',
  description: 'The same in the query: `.` and `..` cannot stand in a path.',
});
const barcode = parameter('query', 'barcode', { type: 'string' });
const limit = parameter('query', 'limit', {
  type: 'integer',
  minimum: 1,
  description: 'How many rows at most.',
});
const destination = parameter('path', 'name', {
  type: 'string',
  description: 'The name of the destination.',
});

/** Every path of the HTTP API. */
export const API_PATHS: JsonObject = {
  [`${API}/events`]: {
    post: {
      operationId: 'sendEvents',
      summary: 'Sends one event or a list of events.',
      description:
        '200 means that every event of the request is on disk; the replies come in the order of the events. Anything ' +
        'else means: keep the events and send the same request again. What was taken already is then a duplicate. ' +
        `At most ${LIMITS.eventsPerRequest} events a request, each as it would be over MQTT.`,
      security: [{ secret: [] }],
      requestBody: { required: true, content: eventContent() },
      responses: {
        '200': json('The replies.', {
          oneOf: [schema('EventReply'), { type: 'array', items: schema('EventReply') }],
        }),
        '400': response('Invalid'),
        '401': response('Unauthorized'),
        '413': response('TooLarge'),
        '429': response('TooFast'),
        '503': response('NotNow'),
      },
    },
  },
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
    post: {
      operationId: 'importProducts',
      summary: 'Imports products from CSV; all of the file or nothing.',
      requestBody: { required: true, content: { 'text/csv': { schema: { type: 'string' } } } },
      responses: {
        '200': json('All lines are imported.', {
          type: 'object',
          required: ['products'],
          properties: { products: { type: 'integer', description: 'How many products were set.' } },
        }),
        ...WRITES,
      },
    },
  },
  [`${API}/activity`]: {
    get: list('activity', 'What happened, newest first.', {
      parameters: [before('The `next` of the page before.'), limit],
      item: 'ActivityAnswer',
      paged: true,
    }),
  },
  [`${API}/exceptions`]: {
    get: list('exceptions', 'What needs a person, newest first.', {
      parameters: [before('The `next` of the page before.'), limit],
      item: 'ExceptionAnswer',
      paged: true,
    }),
  },
  [`${API}/exceptions/{exception}/close`]: {
    post: {
      operationId: 'closeException',
      summary: 'Says that a person has dealt with an exception, with who it was and what was done.',
      parameters: [parameter('path', 'exception', { type: 'integer', minimum: 1 })],
      requestBody: { ...body('ExceptionClosing'), required: false },
      responses: {
        '200': json('The change is on disk.', schema('EventReply')),
        ...WRITES,
        '404': response('NotFound'),
        '409': response('ClosedBefore'),
      },
    },
  },
  [`${API}/destinations`]: {
    get: list('destinations', 'Each destination and its queue.', {
      parameters: [],
      item: 'DestinationAnswer',
    }),
  },
  [`${API}/parked`]: {
    get: list('parked', 'Items that a destination refused.', { parameters: [limit], item: 'ParkedAnswer' }),
  },
  [`${API}/rejected`]: {
    get: list('rejected', 'Payloads that could not be read.', {
      parameters: [limit],
      item: 'RejectedAnswer',
    }),
  },
  [`${API}/day-totals`]: {
    get: list('dayTotals', 'Sales and refunds by business day.', {
      parameters: [limit],
      item: 'DayTotalAnswer',
    }),
  },
  [`${API}/destinations/{name}/parked/{seq}/retry`]: {
    post: parked('retryParked', 'Puts a parked item, or `all` of them, back into the queue.', {
      oneOf: [{ type: 'integer' }, { const: 'all' }],
    }),
  },
  [`${API}/destinations/{name}/parked/{seq}/skip`]: {
    post: parked('skipParked', 'Gives a parked item up for this destination.', { type: 'integer' }),
  },
  '/healthz': { get: probe('alive', 'Whether the process lives.', { '200': flags('It lives.', 'alive') }) },
  '/readyz': {
    get: probe('ready', 'Whether the ledger takes writes.', {
      '200': flags('It does.', 'ready'),
      '503': flags('It does not; `problem` says why.', 'ready'),
    }),
  },
  '/metrics': {
    get: probe('metrics', 'The figures of the hub in Prometheus’ text format.', {
      '200': { description: 'The figures.', content: { 'text/plain': { schema: { type: 'string' } } } },
    }),
  },
};

function setProduct(operationId: string, code: JsonObject): JsonObject {
  return {
    operationId,
    summary: 'Sets the whole product, barcodes included.',
    parameters: [code],
    requestBody: body('ProductFields'),
    responses: { '200': json('The change is on disk.', schema('EventReply')), ...WRITES },
  };
}

function mergeProduct(operationId: string, code: JsonObject): JsonObject {
  return {
    operationId,
    summary: 'Merges a product into another, with its stock, codes and history.',
    parameters: [code],
    requestBody: body('ProductMergeTarget'),
    responses: {
      '200': json('The change is on disk.', schema('EventReply')),
      ...WRITES,
      '404': response('NotFound'),
    },
  };
}

function parked(operationId: string, summary: string, seq: JsonObject): JsonObject {
  const shape = {
    type: 'object',
    required: ['destination', 'seq', 'state'],
    properties: { destination: { type: 'string' }, seq, state: { enum: ['waiting', 'skipped'] } },
  };
  return {
    operationId,
    summary,
    parameters: [destination, parameter('path', 'seq', seq)],
    responses: {
      '200': json('Done.', shape),
      ...GATE,
      '400': response('Invalid'),
      '404': response('NotFound'),
    },
  };
}

function eventContent(): JsonObject {
  const refs = eventTypes('till').map((type) => schema(type));
  const mapping = Object.fromEntries(eventTypes('till').map((type) => [type, `${HOME}${type}`]));
  const event = { oneOf: refs, discriminator: { propertyName: 'type', mapping } };
  const events = { type: 'array', maxItems: LIMITS.eventsPerRequest, items: event };
  return {
    'application/json': { schema: { oneOf: [event, events] } },
    'application/cloudevents+json': { schema: event },
    'application/cloudevents-batch+json': { schema: events },
  };
}

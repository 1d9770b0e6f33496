import {
  API,
  before,
  body,
  change,
  json,
  limit,
  list,
  parameter,
  question,
  GATE,
  response,
  schema,
} from '../path-parts.ts';
import type { JsonObject, SchemaName } from '../schemas.ts';

const deliveryId = parameter('path', 'deliveryId', { type: 'string', description: 'Percent-encoded.' });
const transferId = parameter('path', 'transferId', { type: 'string', description: 'Percent-encoded.' });
const location = parameter('path', 'location', { type: 'string', description: 'Its code, percent-encoded.' });
const state = parameter('query', 'state', { type: 'string', enum: ['open', 'closed'], default: 'open' });
const page = [state, before('The `next` of the page before.'), limit];
const unknown = { '404': response('NotFound') };

function write(operationId: string, summary: string, name: SchemaName): JsonObject {
  return { post: change(operationId, summary, { body: body(name) }) };
}

const DELIVERY_PATHS: JsonObject = {
  [`${API}/deliveries`]: {
    get: list('deliveries', 'Deliveries of one state, newest first.', {
      parameters: page,
      item: 'DeliverySummary',
      paged: true,
    }),
    ...write(
      'expectDelivery',
      'Says what a supplier brings: the whole delivery as it is expected from now on. Without a `deliveryId` the key is its id.',
      'DeliveryFields',
    ),
  },
  [`${API}/deliveries/{deliveryId}`]: {
    get: question('delivery', 'One delivery with its products, and what came of it.', {
      parameters: [deliveryId],
      schema: schema('DeliveryAnswer'),
    }),
  },
  [`${API}/deliveries/{deliveryId}/receive`]: {
    post: change(
      'receiveDelivery',
      'Goods of the delivery came: all of it, or a part. Without a `location` they came where they are expected.',
      { parameters: [deliveryId], body: body('DeliveryReceipt'), more: unknown },
    ),
  },
  [`${API}/deliveries/{deliveryId}/close`]: {
    post: change('closeDelivery', 'Nothing more will come of it: what is missing is short.', {
      parameters: [deliveryId],
      body: { ...body('DeliveryClosing'), required: false },
      more: unknown,
    }),
  },
};

const TRANSFER_PATHS: JsonObject = {
  [`${API}/transfers`]: {
    get: list('transfers', 'Transfers of one state, newest first.', {
      parameters: page,
      item: 'TransferSummary',
      paged: true,
    }),
    ...write(
      'makeTransfer',
      'Goods leave one location for another. Without a `transferId` the key is its id.',
      'TransferFields',
    ),
  },
  [`${API}/transfers/{transferId}`]: {
    get: question('transfer', 'One transfer with its products, and what came of it.', {
      parameters: [transferId],
      schema: schema('TransferAnswer'),
    }),
  },
  [`${API}/transfers/{transferId}/dispatch`]: {
    post: change('dispatchTransfer', 'More goods of the transfer leave.', {
      parameters: [transferId],
      body: body('TransferDispatch'),
    }),
  },
  [`${API}/transfers/{transferId}/receive`]: {
    post: change(
      'receiveTransfer',
      'Goods of the transfer came: all of it, or a part; also where its dispatch is not here yet.',
      { parameters: [transferId], body: body('TransferReceipt') },
    ),
  },
  [`${API}/transfers/{transferId}/close`]: {
    post: change('closeTransfer', 'Nothing more will come: what is still in transit is lost.', {
      parameters: [transferId],
      body: { ...body('TransferClosing'), required: false },
      more: unknown,
    }),
  },
};

/** Goods that come and go apart from sales, and the places where they are. */
export const GOODS_PATHS: JsonObject = {
  ...DELIVERY_PATHS,
  ...TRANSFER_PATHS,
  [`${API}/stock/received`]: write(
    'receiveStock',
    'Goods came that nobody has to have expected.',
    'StockReceipt',
  ),
  [`${API}/stock/adjusted`]: write(
    'adjustStock',
    'Goods were found, lost, broken or used: a signed quantity with its reason.',
    'StockAdjustment',
  ),
  [`${API}/stock/moved`]: write('moveStock', 'Goods go from one location to another at once.', 'StockMove'),
  [`${API}/stock/reversed`]: write(
    'reverseStock',
    'Takes back what an event of goods did, by entries of its own and once. It names the source and the id of the event.',
    'StockReversal',
  ),
  [`${API}/locations`]: {
    get: {
      operationId: 'list-locations',
      summary: 'The places where the shop keeps its goods.',
      responses: {
        '200': json('The rows.', {
          type: 'object',
          required: ['locations'],
          properties: { locations: { type: 'array', items: schema('LocationAnswer') } },
        }),
        ...GATE,
      },
    },
  },
  [`${API}/locations/{location}`]: {
    put: change('setLocation', 'Says what a location is called and what it is for.', {
      parameters: [location],
      body: body('LocationFields'),
    }),
  },
};

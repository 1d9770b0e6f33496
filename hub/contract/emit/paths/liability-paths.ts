import {
  API,
  before,
  body,
  change,
  GATE,
  json,
  limit,
  parameter,
  question,
  response,
  schema,
} from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const KINDS = { type: 'string', enum: ['gift_card', 'store_credit', 'deposit'] };
const kind = parameter('path', 'kind', KINDS);
const account = parameter('path', 'account', {
  type: 'string',
  description:
    'Percent-encoded: the gift card, store credit or deposit; `customer:` and the customer’s id; or `anonymous`.',
});
const holdId = parameter('path', 'holdId', { type: 'string', description: 'Percent-encoded.' });
const saleId = parameter('path', 'id', { type: 'string', description: 'The id of the sale’s event.' });
const orderNumber = parameter('path', 'orderNumber', { type: 'string', description: 'Percent-encoded.' });
const source = parameter('query', 'source', {
  type: 'string',
  description: 'The source of the sale’s event; needed only where several tills gave the same id.',
});

const ACCOUNTS: JsonObject = {
  [`${API}/liabilities`]: {
    get: {
      operationId: 'liabilities',
      summary: 'Gift cards, store credit or deposits with their balances, newest first.',
      parameters: [
        parameter('query', 'kind', { ...KINDS, default: 'gift_card' }),
        before('The `next` of the page before.'),
        limit,
      ],
      responses: { '200': json('One page.', schema('LiabilityPage')), ...GATE, '400': response('Invalid') },
    },
  },
  [`${API}/liabilities/{kind}/{account}`]: {
    get: question('liability', 'One account: its balance, what is held of it, and its newest entries.', {
      parameters: [kind, account, limit],
      schema: schema('LiabilityAnswer'),
      more: { '400': response('Invalid') },
    }),
  },
  [`${API}/liabilities/{kind}/{account}/adjust`]: {
    post: change(
      'adjustLiability',
      'Changes a balance without a sale: a card of an older system, goodwill, a mistake, an expiry.',
      { parameters: [kind, account], body: body('LiabilityAdjusting') },
    ),
  },
};

const HOLDS: JsonObject = {
  [`${API}/holds`]: {
    post: change(
      'makeHold',
      'Keeps money before any is taken or given: all of it or nothing. Of two that race for the last of a card one gets ' +
        'it, and the other is answered with 409. Without a `holdId` the key is its id. A `refund` names the sale with its ' +
        '`source`.',
      { body: body('HoldFields'), more: { '409': response('HoldRefused') } },
    ),
  },
  [`${API}/holds/{holdId}`]: {
    get: question('hold', 'One hold: what it asked for, and what became of it.', {
      parameters: [holdId],
      schema: schema('HoldAnswer'),
    }),
  },
  [`${API}/holds/{holdId}/release`]: {
    post: change('releaseHold', 'What was held is free again.', {
      parameters: [holdId],
      body: { ...body('HoldReleasing'), required: false },
      more: { '404': response('NotFound') },
    }),
  },
};

const REFUNDS: JsonObject = {
  [`${API}/sales/{id}/refundable`]: {
    get: question('refundable', 'What can still be given back of a sale, in all and line by line.', {
      parameters: [saleId, source],
      schema: schema('RefundableAnswer'),
    }),
  },
  [`${API}/orders/{orderNumber}/refunds`]: {
    get: {
      operationId: 'orderRefunds',
      summary: 'Refunds in the shop of what another channel sold under that number, newest first.',
      parameters: [orderNumber, limit],
      responses: {
        '200': json('The refunds.', { type: 'array', items: schema('OrderRefund') }),
        ...GATE,
      },
    },
  },
};

/** What the shop owes to customers, what is held of it, and what is refundable. */
export const LIABILITY_PATHS: JsonObject = { ...ACCOUNTS, ...HOLDS, ...REFUNDS };

import {
  API,
  before,
  body,
  change,
  limit,
  parameter,
  question,
  required,
  response,
  schema,
} from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const day = { type: 'string', format: 'date' };
const from = required(parameter('query', 'from', { ...day, description: 'The first day.' }));
const to = required(parameter('query', 'to', { ...day, description: 'The last day.' }));
const after = parameter('query', 'after', { type: 'string', description: 'The `next` of the page before.' });
const tender = parameter('path', 'tender', { type: 'integer', minimum: 1 });
const seq = parameter('path', 'seq', { type: 'integer', minimum: 1 });

/** What processors owe and paid out, and what they kept. */
export const PAYMENT_PATHS: JsonObject = {
  [`${API}/payments/open`]: {
    get: question('openPayments', 'Payments that nobody has settled, by clearing account and day.', {
      parameters: [after, limit],
      schema: schema('PaymentPage'),
    }),
  },
  [`${API}/payments/{seq}/{tender}/identify`]: {
    post: change(
      'identifyPayment',
      'Which payment of a processor it was: what the till left out or got wrong. Payouts that name it settle it.',
      { parameters: [seq, tender], body: body('PaymentName'), more: { '404': response('NotFound') } },
    ),
  },
  [`${API}/payouts`]: {
    get: question('payouts', 'What processors paid out, newest first.', {
      parameters: [before('The `next` of the page before.'), limit],
      schema: schema('PayoutPage'),
    }),
    post: change(
      'recordPayout',
      'A processor paid out: each entry settles the payment of its reference. What nothing explains stands in suspense. ' +
        'Without a `payoutId` the key is its id.',
      { body: body('PayoutFields') },
    ),
  },
  [`${API}/payouts/{seq}`]: {
    get: question('payout', 'One payout with its entries and the receipts that they settle.', {
      parameters: [seq],
      schema: schema('PayoutAnswer'),
    }),
  },
  [`${API}/fees`]: {
    get: question('fees', 'What processors kept, by processor, kind of tender and day of arrival.', {
      parameters: [from, to],
      schema: schema('FeeReport'),
    }),
  },
};

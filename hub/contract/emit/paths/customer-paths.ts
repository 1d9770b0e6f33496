import {
  API,
  body,
  change,
  json,
  limit,
  list,
  parameter,
  question,
  response,
  schema,
} from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const customerId = parameter('path', 'customerId', { type: 'string', description: 'Percent-encoded.' });
const before = parameter('query', 'before', {
  type: 'string',
  description: 'Business day and entry of the last receipt of the page before: `2026-11-23.1042`.',
});

function byContact(field: string, words: string): JsonObject {
  return parameter('query', field, { type: 'string', description: words });
}

function listRule(name: string, shape: JsonObject): JsonObject {
  return parameter('query', name, shape);
}

/** A change of one customer, who must be known. */
function ofCustomer(name: string, summary: string, schemaName: Parameters<typeof body>[0]): JsonObject {
  const more = { '404': response('NotFound') };
  return { post: change(name, summary, { parameters: [customerId], body: body(schemaName), more }) };
}

/** Who buys, and who works here. */
export const CUSTOMER_PATHS: JsonObject = {
  [`${API}/customers`]: {
    get: question('findCustomers', 'Customers by what is verified to be theirs. Ask by one of the three.', {
      parameters: [
        byContact('email', 'A verified e-mail address.'),
        byContact('phone', 'A verified telephone number.'),
        byContact('card', 'A loyalty card.'),
      ],
      schema: schema('CustomerPage'),
    }),
    post: change(
      'captureCustomer',
      'Notes who a customer is. Only what is set changes. Without a `customerId` the key is the id.',
      { body: body('CustomerFields') },
    ),
  },
  [`${API}/customers/{customerId}`]: {
    get: question(
      'customer',
      'A customer with all ids that are one, what they bought newest first, and their points.',
      {
        parameters: [customerId, before, limit],
        schema: schema('CustomerAnswer'),
      },
    ),
  },
  [`${API}/customers/{customerId}/points`]: {
    get: question('customerPoints', 'What moved the points of a customer, newest first.', {
      parameters: [customerId, limit],
      schema: schema('PointsAnswer'),
    }),
    ...ofCustomer('changePoints', 'Points change without a sale.', 'PointsChange'),
  },
  [`${API}/customers/{customerId}/export`]: {
    get: question('exportCustomer', 'All that the shop has of one person.', {
      parameters: [customerId],
      schema: schema('CustomerExport'),
    }),
  },
  [`${API}/customers/{customerId}/merge`]: ofCustomer(
    'mergeCustomer',
    'Two ids turn out to be one person: history, points and consents are one from now on.',
    'CustomerMergeTarget',
  ),
  [`${API}/customers/{customerId}/undo-merge`]: ofCustomer(
    'undoCustomerMerge',
    'The merge was a mistake: everything is as it was before, and the two are never merged by themselves again.',
    'CustomerMergeUndoing',
  ),
  [`${API}/customers/{customerId}/erase`]: ofCustomer(
    'eraseCustomer',
    'The person is forgotten, under all ids that are one: totals, receipts and points stay without a name.',
    'CustomerErasure',
  ),
  [`${API}/customer-list`]: {
    get: question(
      'customerList',
      'Customers by rule: each rule that is set must hold. Of who was erased nobody is on it.',
      {
        parameters: [
          listRule('department', { type: 'string', description: 'Bought something of it.' }),
          listRule('notSinceDays', {
            type: 'integer',
            minimum: 1,
            description: 'Bought nothing for so many days.',
          }),
          listRule('spentOverMinor', { type: 'integer', minimum: 0, description: 'Spent more in the year.' }),
          listRule('year', {
            type: 'string',
            description: 'A calendar year; this one where it is left out.',
          }),
          listRule('currency', { type: 'string', description: 'Of what was spent.', default: 'EUR' }),
          listRule('consent', {
            type: 'string',
            enum: ['email', 'sms', 'phone', 'post', 'any'],
            default: 'email',
            description: 'Only who said yes to this channel; `any` asks nobody.',
          }),
          listRule('after', { type: 'integer', description: 'The `next` of the part before.' }),
          listRule('format', { type: 'string', enum: ['json', 'csv'], default: 'json' }),
        ],
        schema: schema('CustomerList'),
        more: { '400': response('Invalid') },
      },
    ),
  },
  [`${API}/employees`]: {
    get: list('employees', 'Who works here, or did.', { parameters: [limit], item: 'EmployeeAnswer' }),
  },
  [`${API}/employees/{employeeId}`]: {
    post: change('setEmployee', 'Who works here. The name never stands in the log.', {
      parameters: [parameter('path', 'employeeId', { type: 'string', description: 'Percent-encoded.' })],
      body: body('EmployeeFields'),
      answer: json('The change is on disk.', schema('EventReply')),
    }),
  },
};

import { setImmediate } from 'node:timers/promises';
import { Hono } from 'hono';
import type { CustomerExport } from '../../contract/customer-views.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { placeOf } from './history-place.ts';
import { limitOf } from './query.ts';
import { writeRoute } from './write-route.ts';

/** How many receipts are read before others have their turn. */
const SLICE_ROWS = 50;

/** Who buys: found by what is theirs, shown, merged, forgotten; and who works here. */
export function customerRoutes(ports: ApiPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/customers', (context) => find(context, ports));
  routes.post('/customers', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.customer.captured.v1',
      data: (body, { key }) => ({ customerId: key, ...body }),
    }),
  );
  routes.get('/customers/:customerId', (context) => {
    const receipts = limitOf(context, WEB_LIMITS.activityRows);
    const before = placeOf(context);
    const answer = ports.reader.customer(context.req.param('customerId'), {
      receipts,
      ...(before === null ? {} : { before }),
    });
    return answer === null ? unknown(context) : context.json(answer);
  });
  routes.get('/customers/:customerId/points', (context) => {
    const limit = limitOf(context, WEB_LIMITS.activityRows);
    const answer = ports.reader.customerPoints(context.req.param('customerId'), limit);
    return answer === null ? unknown(context) : context.json(answer);
  });
  routes.get('/customers/:customerId/export', async (context) => {
    const answer = await exported(ports, context.req.param('customerId'));
    return answer === null ? unknown(context) : context.json(answer);
  });
  routes.get('/employees', (context) =>
    context.json({ employees: ports.reader.employees(limitOf(context, WEB_LIMITS.listRows)) }),
  );
  routes.post('/employees/:employeeId', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.employee.set.v1',
      data: (body) => ({ ...body, employeeId: context.req.param('employeeId') }),
      refuse: ({ employeeId, name }) =>
        name !== undefined && ports.reader.employee(employeeId)?.erased === true ? forgotten(context) : null,
    }),
  );
  addChanges(routes, ports);
  return routes;
}

function addChanges(routes: Hono<WebEnv>, ports: ApiPorts): void {
  const refuse = (context: WebContext, customerId: string) => () =>
    ports.reader.customer(customerId, { receipts: 0 }) === null ? unknown(context) : null;
  routes.post('/customers/:customerId/merge', async (context) => {
    const customerId = context.req.param('customerId');
    return writeRoute(context, ports, {
      type: 'backroom.customer.merged.v1',
      data: (body, { by }) => ({ by, because: 'person', ...body, customerId }),
      refuse: ({ into }) => refuseMerge(context, ports, [customerId, into]),
    });
  });
  const changes = {
    'undo-merge': 'backroom.customer.merge-undone.v1',
    erase: 'backroom.customer.erased.v1',
    points: 'backroom.loyalty.adjusted.v1',
  } as const;
  for (const [verb, type] of Object.entries(changes)) {
    routes.post(`/customers/:customerId/${verb}`, async (context) => {
      const customerId = context.req.param('customerId') ?? '';
      return writeRoute(context, ports, {
        type,
        data: (body, { by }) => ({ by, ...body, customerId }),
        refuse: refuse(context, customerId),
      });
    });
  }
}

/** Nobody is made one with somebody who is forgotten: who that is can never be told again. */
function refuseMerge(
  context: WebContext,
  { reader }: ApiPorts,
  customerIds: readonly string[],
): Response | null {
  const found = customerIds.map((customerId) => reader.customer(customerId, { receipts: 0 }));
  if (found.includes(null)) return unknown(context);
  if (found.every((customer) => customer?.erased === false)) return null;
  const detail = 'One of the two was erased: nobody knows who it is.';
  return errorAnswer(context, 409, { code: 'customer-erased', detail });
}

const FIELDS = ['email', 'phone', 'card'] as const;

function find(context: WebContext, { reader }: ApiPorts): Response {
  for (const field of FIELDS) {
    const value = context.req.query(field);
    if (value !== undefined) return context.json({ customers: reader.findCustomers(field, value) });
  }
  const detail = 'Ask by one of email, phone and card. Nobody is found by a name.';
  return errorAnswer(context, 400, { code: 'invalid', detail });
}

/** All that there is of one person, put together in parts: nobody at a till waits for it. */
async function exported({ reader }: ApiPorts, customerId: string): Promise<CustomerExport | null> {
  const answer = reader.customer(customerId, { receipts: SLICE_ROWS });
  const points = reader.customerPoints(customerId, WEB_LIMITS.exportRows);
  if (answer === null || points === null) return null;
  const receipts: CustomerExport['receipts'] = [];
  let page = answer.receipts;
  while (page.length > 0 && receipts.length < WEB_LIMITS.exportRows) {
    receipts.push(...page.map((receipt) => ({ ...receipt, data: reader.receiptData(receipt.seq) })));
    await setImmediate();
    const last = page.at(-1);
    page =
      last === undefined || page.length < SLICE_ROWS
        ? []
        : (reader.customer(customerId, { receipts: SLICE_ROWS, before: last })?.receipts ?? []);
  }
  const otherFields = reader.customerOtherFields(customerId, WEB_LIMITS.exportRows);
  return { ...answer, receipts, pointsEntries: points.entries, otherFields };
}

function forgotten(context: WebContext): Response {
  return errorAnswer(context, 409, {
    code: 'employee-erased',
    detail: 'Who this id is was forgotten for ever.',
    hint: 'Who comes back gets a new id.',
  });
}

function unknown(context: WebContext): Response {
  return notFound(context, 'Nothing names a customer of this id.');
}

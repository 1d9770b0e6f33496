import { setImmediate } from 'node:timers/promises';
import { Hono } from 'hono';
import { CustomerListQuestion, LIST_COLUMNS } from '../../contract/customer-views.ts';
import type { ListedCustomer } from '../../contract/customer-views.ts';
import { csvText } from '../../kit/csv-text.ts';
import type { ListRules } from '../customer-port.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { invalid } from './error-answer.ts';

/** How many ids are looked at before others have their turn: about a millisecond. */
const SLICE_ROWS = 25;
const DAY_MS = 86_400_000;

/** Lists of customers by rule, for whoever writes to them: as JSON, or as CSV with `?format=csv`. */
export function customerListRoutes(ports: ApiPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/customer-list', async (context) => {
    const question = CustomerListQuestion.safeParse(context.req.query());
    if (!question.success)
      return invalid(context, 'The question is not as the contract has it.', question.error.issues);
    const { customers, next } = await collect(ports, question.data);
    if (context.req.query('format') !== 'csv') return context.json({ customers, next });
    return csvAnswer(context, customers);
  });
  return routes;
}

async function collect({ reader, clock }: ApiPorts, question: CustomerListQuestion) {
  const rules = rulesOf(question, clock.nowMs());
  const customers: ListedCustomer[] = [];
  let next: number | null = question.after;
  while (next !== null && customers.length < WEB_LIMITS.exportRows) {
    const slice: ReturnType<ApiPorts['reader']['customerList']> = reader.customerList(rules, {
      after: next,
      limit: SLICE_ROWS,
    });
    customers.push(...slice.customers);
    next = slice.next;
    await setImmediate();
  }
  return { customers, next };
}

/** Only who wants to be written to by e-mail, unless it is asked otherwise. */
function rulesOf(question: CustomerListQuestion, nowMs: number): ListRules {
  const { department, notSinceDays, spentOverMinor: minor, consent } = question;
  const today = new Date(nowMs).toISOString().slice(0, '2026-11-23'.length);
  const since = notSinceDays === undefined ? undefined : Date.parse(today) - notSinceDays * DAY_MS;
  const { year = today.slice(0, '2026'.length), currency = 'EUR' } = question;
  return {
    department,
    notSince: since === undefined ? undefined : new Date(since).toISOString().slice(0, today.length),
    spentOver: minor === undefined ? undefined : { minor, year, currency },
    consent: consent === 'any' ? undefined : consent,
  };
}

function csvAnswer(context: WebContext, customers: readonly ListedCustomer[]): Response {
  const text = csvText(LIST_COLUMNS, customers);
  return context.body(text, 200, { 'Content-Type': 'text/csv; charset=utf-8' });
}

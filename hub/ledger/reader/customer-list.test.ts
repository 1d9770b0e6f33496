import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { captured, customersMerged, saying } from '../../../test/kit/customer-events.ts';
import { proven } from '../../../test/kit/proven.ts';
import { sharedPath } from '../../../test/kit/shared-material.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, refundOf, saleOf } from '../../../test/kit/till-events.ts';
import { must } from '../../kit/assert.ts';
import type { CustomerRules } from '../../domain/customer.ts';

const DATA = sharedPath('data/online-retail-2010-12_2011-08.csv.gz');
const LINES = 9_000;
const ROW = /^(\w+),([^,]*),(?:"(?:[^"]|"")*"|[^,]*),(-?\d+),([^,]+),([^,]*),(\d+),/;

interface Row {
  readonly invoice: string;
  readonly sku: string;
  readonly quantity: string;
  readonly day: string;
  readonly minor: number;
  readonly customer: string;
  readonly department: string;
}

/** The first rows of the real trading that name a customer. A department is what SKUs begin with. */
function tradingRows(path: string): Row[] {
  const lines = gunzipSync(readFileSync(path)).toString().split('\n').slice(1, LINES);
  return lines.flatMap((line) => {
    const [, invoice = '', sku = '', quantity = '', time = '', price = '', customer = ''] =
      ROW.exec(line) ?? [];
    const minor = Math.round(Number(quantity) * Number(price) * 100);
    if (customer === '' || minor === 0) return [];
    return [
      { invoice, sku, quantity, day: time.slice(0, 10), minor, customer, department: `D${sku.slice(0, 2)}` },
    ];
  });
}

function receiptOf(rows: readonly Row[]) {
  const { invoice, customer, day } = must(rows[0], 'a row');
  const lines = rows.map(({ sku, quantity, minor }) => ({ sku, quantity, amountMinor: minor }));
  const told = invoice.startsWith('C') ? refundOf(undefined, ...lines) : saleOf(...lines);
  return ledgerEvent({ ...saying(told, { customerId: customer, businessDate: day }), id: invoice });
}

function listed(temp: ReturnType<typeof tempLedger>, rules: CustomerRules): string[] {
  const ids: string[] = [];
  for (let after: number | null = 0; after !== null;) {
    const slice = temp.reader.customerList(rules, { after, limit: 25 });
    ids.push(...slice.customers.map(({ customerId }) => customerId));
    after = slice.next;
  }
  return ids.toSorted();
}

/** What the rules must give, out of the rows alone. */
function fromRows(rows: readonly Row[], rules: CustomerRules): string[] {
  const customers = Map.groupBy(rows, ({ customer }) => customer);
  return [...customers]
    .flatMap(([customer, own]) => {
      const sold = own.filter(({ invoice }) => !invoice.startsWith('C'));
      const last = sold
        .map(({ day }) => day)
        .toSorted()
        .at(-1);
      const { department, notSince, spentOver } = rules;
      const spent = own
        .filter(({ day }) => day.startsWith(spentOver?.year ?? ''))
        .reduce((sum, of) => sum + of.minor, 0);
      const isOn =
        last !== undefined &&
        (department === undefined || sold.some((row) => row.department === department)) &&
        (notSince === undefined || last < notSince) &&
        (spentOver === undefined || spent > spentOver.minor);
      return isOn ? [customer] : [];
    })
    .toSorted();
}

test('each list has the rows that the real trading gives', { timeout: 60_000 }, (context) => {
  if (DATA === null) return context.skip('the real trading is not on this computer');
  using temp = tempLedger();
  const rows = tradingRows(DATA);
  const products = new Map(rows.map(({ sku, department }) => [sku, department]));
  temp.ledger.commit(
    [...products].map(([sku, department]) => {
      const told = productSet({ sku });
      return ledgerEvent({ ...told, data: { ...told.data, department } });
    }),
  );
  temp.ledger.commit([...Map.groupBy(rows, ({ invoice }) => invoice).values()].map(receiptOf));
  const newest = must(rows.at(-1), 'a row');
  const { department, day } = newest;
  const spentOver = { minor: 50_000, year: '2010', currency: 'EUR' };
  const questions: CustomerRules[] = [
    {},
    { department },
    { notSince: day },
    { spentOver },
    { department, spentOver },
    { department, notSince: day, spentOver },
  ];
  const sizes = questions.map((rules) => {
    const ids = listed(temp, rules);
    expect(ids).toEqual(fromRows(rows, rules));
    return ids.length;
  });
  expect(Math.min(...sizes)).toBeGreaterThan(0);
  expect(new Set(sizes).size).toBeGreaterThan(3);
  proven(context.task, { promise: 'customer-lists', cases: sizes.length });
});

test('a list has only who said yes, the newest word of all ids of one, and nobody who was erased', () => {
  using temp = tempLedger();
  const word = (given: boolean, minute: number) => ({
    consents: [{ channel: 'email', given, at: `2026-11-23T10:0${minute}:00Z`, source: 'till-1' }],
  });
  const buys = (customerId: string) => ledgerEvent(saying(saleOf({ sku: 'MUG' }), { customerId }));
  temp.ledger.commit([
    ...['yes', 'no', 'was-yes', 'other', 'silent', 'gone'].map(buys),
    ...[captured('yes', word(true, 1)), captured('no', word(false, 1))].map((told) => ledgerEvent(told)),
    ...[captured('was-yes', word(true, 1)), captured('other', word(false, 2))].map((told) =>
      ledgerEvent(told),
    ),
    ledgerEvent(captured('gone', word(true, 1))),
    ledgerEvent(customersMerged('other', 'was-yes')),
    ledgerEvent({ type: 'backroom.customer.erased.v1', data: { customerId: 'gone' } }),
  ]);
  expect(listed(temp, { consent: 'email' })).toEqual(['yes']);
  expect(listed(temp, {})).toEqual(['no', 'silent', 'was-yes', 'yes']);
});

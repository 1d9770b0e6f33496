import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EVENT_TYPES } from '../../hub/contract/events.ts';
import { sharedPath } from '../../test/kit/shared-material.ts';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { amountMinor, classify, writeOffReason } from './classify.ts';
import { type CountedEvent, figuresOf } from './figures.ts';
import { generateRows, toCsv } from './generate.ts';
import { askOracle } from './oracle.ts';
import { type TradingRow, parseRows, readRows } from './rows.ts';
import type { TradingEvent } from './trading-event.ts';
import { type Trading, tradingOf } from './trading.ts';

const TYPES = {
  sale: 'backroom.sale.completed.v1',
  refund: 'backroom.refund.completed.v1',
  adjustment: 'backroom.stock.adjusted.v1',
  delivery: 'backroom.stock.received.v1',
} as const;

function counted(event: TradingEvent): CountedEvent {
  return { type: TYPES[event.kind], data: event.data };
}

/** What the oracle says, in one object with what the events add up to. */
function compareWithOracle(trading: Trading, file: string, limit?: number): void {
  const { money, ...oracle } = askOracle(file, { limit, tills: 1 });
  expect(money).not.toEqual({});
  const figures = figuresOf(trading.events.map(counted));
  expect({ events: trading.events.length, excluded: trading.excluded, ...figures }).toEqual(oracle);
}

function row(given: Partial<TradingRow>): TradingRow {
  const plain = { InvoiceNo: '1', StockCode: '20001', Description: 'CUP', Quantity: '2', UnitPrice: '1.5' };
  return { ...plain, InvoiceDate: '2024-01-03T10:00:00', CustomerID: '', Country: 'UK', ...given };
}

test.each([
  [1, '0.005', 1],
  [1, '0.0049', 0],
  [-1, '0.005', -1],
  [-3, '0.001', 0],
  [3, '1.115', 335],
  [74_215, '1.04', 7_718_360],
  [2, '38970', 7_794_000],
])('%s at %s is %s pence', (quantity, price, expected) => {
  expect(amountMinor(quantity, price)).toBe(expected);
});

test('each kind of line is what the rules say', () => {
  expect(classify(row({}))).toMatchObject({ kind: 'sale', line: { goods: 'goods', amountMinor: 300 } });
  expect(classify(row({ InvoiceNo: 'C1', Quantity: '-2' }))).toMatchObject({
    kind: 'refund',
    line: { amountMinor: -300 },
  });
  expect(classify(row({ StockCode: 'm' }))).toMatchObject({ line: { goods: 'service' } });
  expect(classify(row({ StockCode: 'gift_0001_20' }))).toMatchObject({ line: { goods: 'gift_card' } });
  expect(classify(row({ UnitPrice: '0' })).kind).toBe('giveAway');
  expect(classify(row({ UnitPrice: '0', CustomerID: '9' })).kind).toBe('sale');
  expect(classify(row({ UnitPrice: '0', Quantity: '-2' })).kind).toBe('writeOff');
});

test.each([
  ['badDebt', { InvoiceNo: 'A1' }],
  ['negativePrice', { UnitPrice: '-0.5' }],
  ['zeroQuantity', { Quantity: '0' }],
  ['positiveInCancellation', { InvoiceNo: 'C1' }],
  ['negativeInSale', { Quantity: '-1' }],
  ['negativeInSale', { Quantity: '-1', UnitPrice: '0', CustomerID: '9' }],
  ['writeOffOfNoGoods', { Quantity: '-1', UnitPrice: '0', StockCode: 'POST' }],
] as const)('a line is excluded as %s', (reason, given) => {
  expect(classify(row(given))).toEqual({ kind: 'excluded', reason });
});

test('what somebody typed beside a write-off becomes its reason', () => {
  const reasons = ['Water damaged', '?lost', 'MIA', 'Show Samples', 'Given away', 'check', ''].map(
    writeOffReason,
  );
  expect(reasons).toEqual(['damage', 'theft', 'theft', 'sample', 'own_use', 'correction', 'correction']);
});

test('codes that differ only in case have one opening stock and one delivery', () => {
  const rows = [row({ StockCode: '20001a', Quantity: '30' }), row({ InvoiceNo: '2', StockCode: '20001A' })];
  const stockEvents = tradingOf(rows).events.filter((event) => event.key === 'back office');
  expect(stockEvents.map((event) => event.data.lines)).toEqual([
    [{ sku: '20001a', quantity: '3' }],
    [{ sku: '20001a', quantity: '32' }],
  ]);
});

test.each([1, 2, 3])('generated trading (seed %s) adds up to what the oracle says', async (seed) => {
  using folder = tempFolder();
  const file = join(folder.path, 'trading.csv');
  const rows = generateRows({ seed, lines: 5000 });
  writeFileSync(file, toCsv(rows));
  expect(await parseRows(toCsv(rows))).toEqual(rows);
  const trading = tradingOf(await readRows(file, 4321));
  compareWithOracle(trading, file, 4321);
  expect(Object.keys(trading.excluded)).not.toHaveLength(0);
});

test('every generated event is one that the contract reads', () => {
  for (const event of tradingOf(generateRows({ seed: 7, lines: 3000 })).events) {
    EVENT_TYPES[TYPES[event.kind]].data.parse(event.data);
  }
});

test('the retailer’s nine months add up to what the oracle says', async (context) => {
  const file = sharedPath('data/online-retail-2010-12_2011-08.csv.gz');
  if (file === null) return context.skip('the retailer’s file is not on this computer');
  const trading = tradingOf(await readRows(file));
  compareWithOracle(trading, file);
  for (const event of trading.events) EVENT_TYPES[TYPES[event.kind]].data.parse(event.data);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, saleOf } from '../../../test/kit/till-events.ts';
import { parseData } from '../../contract/parse-data.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { brokenInvariants } from '../verify/invariants.ts';

const product = (sku: string, level?: string) =>
  ledgerEvent({
    type: 'backroom.product.set.v1',
    data: {
      sku,
      name: sku,
      kind: 'goods',
      unit: 'each',
      barcodes: [],
      ...(level === undefined ? {} : { lowStockLevel: level }),
    },
  });
const received = (sku: string, quantity: number, location?: string) =>
  ledgerEvent({
    type: 'backroom.stock.received.v1',
    data: { location, lines: [{ sku, quantity: String(quantity) }] },
  });
const sold = (sku: string, quantity = 1) => ledgerEvent(saleOf({ sku, quantity: String(quantity) }));
const levelSet = (data: object) => ledgerEvent({ type: 'backroom.stock-level.set.v1', data });

type Temp = ReturnType<typeof tempLedger>;

/** Tells what is to be told, as the hub does, and gives it in words. */
function tell(temp: Temp): string[] {
  const news = temp.reader.lowStockToTell(100);
  temp.ledger.commit(
    news.map(({ id, data }) => ledgerEvent({ type: 'backroom.low-stock.told.v1', id, data })),
  );
  return news.map(({ data }) => `${data.sku} at ${data.location} ${data.state}`);
}

test('crossing the level is told once, however many sales follow, and clearing it once', () => {
  using temp = tempLedger();
  temp.ledger.commit([product('TEA', '3'), received('TEA', 5)]);
  expect(tell(temp)).toEqual([]);
  temp.ledger.commit([sold('TEA'), sold('TEA'), sold('TEA')]);
  expect(temp.reader.lowStock({ limit: 10 }).products).toMatchObject([
    { sku: 'TEA', location: 'shop', onHand: '2', level: '3' },
  ]);
  expect(tell(temp)).toEqual(['TEA at shop low']);
  temp.ledger.commit([sold('TEA'), sold('TEA')]);
  temp.reopen();
  expect(tell(temp)).toEqual([]);
  temp.ledger.commit([received('TEA', 10)]);
  expect(temp.reader.lowStockCount()).toBe(0);
  expect(tell(temp)).toEqual(['TEA at shop cleared']);
  expect(tell(temp)).toEqual([]);
  expectWhole(temp.file);
});

test('each location has the level that was set for it, and its margin holds it low until there is enough', () => {
  using temp = tempLedger();
  temp.ledger.commit([product('TEA', '3'), received('TEA', 9), received('TEA', 9, 'depot')]);
  temp.ledger.commit([levelSet({ sku: 'tea', location: 'depot', level: '10', margin: '2' })]);
  expect(tell(temp)).toEqual(['TEA at depot low']);
  temp.ledger.commit([received('TEA', 3, 'depot')]);
  expect(temp.reader.lowStockCount()).toBe(1);
  temp.ledger.commit([received('TEA', 1, 'depot')]);
  expect(tell(temp)).toEqual(['TEA at depot cleared']);
  temp.ledger.commit([levelSet({ sku: 'TEA', level: '20' })]);
  expect(tell(temp)).toEqual(['TEA at shop low']);
  temp.ledger.commit([levelSet({ sku: 'TEA', level: null })]);
  expect(tell(temp)).toEqual(['TEA at shop cleared']);
  expectWhole(temp.file);
});

test('a margin may go with the product’s own level, and holds from batch to batch', () => {
  using temp = tempLedger();
  const events = [product('A', '5'), received('A', 9), levelSet({ sku: 'A', level: null, margin: '3' })];
  for (const event of [...events, sold('A', 4), received('A', 1)]) temp.ledger.commit([event]);
  expect(temp.reader.lowStockCount()).toBe(1);
  expectWhole(temp.file);
  temp.ledger.commit([received('A', 3)]);
  expect(temp.reader.lowStockCount()).toBe(0);
  expectWhole(temp.file);
});

test('what was merged into another product is low nowhere', () => {
  using temp = tempLedger();
  temp.ledger.commit([product('TEA', '3'), product('TEE', '3'), received('TEE', 2), received('TEA', 9)]);
  expect(tell(temp)).toEqual(['TEE at shop low']);
  temp.ledger.commit([
    ledgerEvent({ type: 'backroom.product.merged.v1', data: { sku: 'TEE', into: 'TEA' } }),
  ]);
  expect(tell(temp)).toEqual(['TEE at shop cleared']);
  expect(temp.reader.lowStockCount()).toBe(0);
  expectWhole(temp.file);
});

test('what was merged by mistake is low again when the merge is undone', () => {
  using temp = tempLedger();
  temp.ledger.commit([product('TEA', '3'), product('TEE', '3'), received('TEE', 2), received('TEA', 9)]);
  temp.ledger.commit([
    ledgerEvent({ type: 'backroom.product.merged.v1', data: { sku: 'TEE', into: 'TEA' } }),
  ]);
  expect(tell(temp)).toEqual([]);
  temp.ledger.commit([ledgerEvent({ type: 'backroom.product.merge-undone.v1', data: { sku: 'TEE' } })]);
  expect(tell(temp)).toEqual(['TEE at shop low']);
  expectWhole(temp.file);
});

test('more than any one event may move is told too', () => {
  using temp = tempLedger();
  temp.ledger.commit([product('TEA', '3'), sold('TEA', 900_000), sold('TEA', 900_000)]);
  const [news] = temp.reader.lowStockToTell(1);
  expect(parseData('backroom.low-stock.told.v1', news?.data)).toMatchObject({ success: true });
  expect(news?.data.onHand).toBe('-1800000');
});

test('a ledger that does not say of a product that it is low does not prove itself', () => {
  using temp = tempLedger();
  temp.ledger.commit([product('TEA', '3'), received('TEA', 2)]);
  expect(brokenInvariants(temp.db)).toEqual([]);
  temp.db.exec('UPDATE stock SET low_since = NULL');
  expect(brokenInvariants(temp.db).join()).toContain('a product is low from its level on');
  temp.db.exec('UPDATE stock SET low_since = 99');
  expect(brokenInvariants(temp.db).join()).toContain('low stock is since an entry of the log');
});

test('the list of what is low goes on page after page, newest first', () => {
  using temp = tempLedger();
  const skus = Array.from({ length: 7 }, (_, index) => `P${index}`);
  temp.ledger.commit(skus.map((sku) => product(sku, '5')));
  temp.ledger.commit(skus.map((sku) => received(sku, 5)));
  const seen: string[] = [];
  let before: string | undefined;
  for (;;) {
    const { products, next } = temp.reader.lowStock({
      limit: 3,
      ...(before === undefined ? {} : { before }),
    });
    seen.push(...products.map(({ sku }) => sku));
    if (next === null) break;
    before = next;
  }
  expect(seen).toEqual(skus.toReversed());
});

const step = fc.oneof(
  fc.record({
    kind: fc.constant('sold' as const),
    sku: fc.constantFrom('A', 'B'),
    by: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    kind: fc.constant('received' as const),
    sku: fc.constantFrom('A', 'B'),
    by: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({
    kind: fc.constant('level' as const),
    sku: fc.constantFrom('A', 'B'),
    by: fc.integer({ min: 0, max: 6 }),
    margin: fc.integer({ min: 0, max: 3 }),
  }),
  fc.constant({ kind: 'tell' as const }),
  fc.constant({ kind: 'reopen' as const }),
);

test('after any trading, what is low and what was told is what a plain model says', () => {
  const run = fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
    using temp = tempLedger();
    temp.ledger.commit([product('A'), product('B')]);
    const model = new Map(
      ['A', 'B'].map((sku) => [sku, { onHand: 0, level: -1, margin: 0, isLow: false, told: false }]),
    );
    for (const each of steps) {
      if (each.kind === 'reopen') temp.reopen();
      else if (each.kind === 'tell') {
        const expected = [...model].filter(([, { isLow, told }]) => isLow !== told);
        expect(tell(temp)).toEqual(
          expected.map(([sku, { isLow }]) => `${sku} at shop ${isLow ? 'low' : 'cleared'}`),
        );
        for (const row of model.values()) row.told = row.isLow;
      } else {
        const row = model.get(each.sku);
        if (row === undefined) throw new Error(each.sku);
        const change = {
          sold: () => sold(each.sku, each.by),
          received: () => received(each.sku, each.by),
          level: () =>
            levelSet({
              sku: each.sku,
              level: String(each.by),
              margin: String('margin' in each ? each.margin : 0),
            }),
        }[each.kind]();
        temp.ledger.commit([change]);
        if (each.kind === 'level') [row.level, row.margin] = [each.by, 'margin' in each ? each.margin : 0];
        else row.onHand += each.kind === 'sold' ? -each.by : each.by;
        if (row.level >= 0) {
          if (row.onHand <= row.level) row.isLow = true;
          else if (row.onHand > row.level + row.margin) row.isLow = false;
        }
      }
    }
    const low = temp.reader.lowStock({ limit: 10 }).products.map(({ sku, onHand }) => `${sku} ${onHand}`);
    const expected = [...model].filter(([, { isLow }]) => isLow);
    expect(low.toSorted()).toEqual(
      expected.map(([sku, { onHand }]) => `${sku} ${formatQuantity(onHand * 1_000_000)}`),
    );
    expectWhole(temp.file);
  });
  fc.assert(run, { numRuns: 40 });
});

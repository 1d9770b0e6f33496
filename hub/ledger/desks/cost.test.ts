import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import {
  adjusted,
  ledgerEvent,
  productSet,
  refundOf,
  saleOf,
  voidOf,
} from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';

const DAY_MS = 86_400_000;
const MONDAY = Date.parse('2026-11-16T08:00:00Z');

/** A ledger whose days are set by hand, and what it says of costs. */
function shop() {
  let nowMs = MONDAY;
  const temp = tempLedger(() => nowMs);
  return Object.assign(temp, {
    onDay(day: number, ...events: readonly Pick<EventInput, 'type' | 'data' | 'id'>[]) {
      nowMs = MONDAY + day * DAY_MS;
      return temp.ledger.commit(events.map((event) => ledgerEvent(event)));
    },
    values: () =>
      temp.db
        .prepare<[], { value_micro: number | null }>('SELECT value_micro FROM movement ORDER BY movement')
        .all()
        .map(({ value_micro: value }) => (value === null ? null : value / 1e6)),
    entries: () =>
      temp.db
        .prepare<[], { kind: string; value_micro: number }>('SELECT * FROM cost_entry ORDER BY entry')
        .all()
        .map(({ kind, value_micro: value }) => `${kind} ${value / 1e6}`),
  });
}

const delivery = (quantity: string, unitCost?: string, more: object = {}) => ({
  type: 'backroom.stock.received.v1',
  data: { lines: [{ sku: 'TEA', quantity, ...(unitCost === undefined ? {} : { unitCost }) }], ...more },
});
const sale = (quantity: string) => saleOf({ sku: 'TEA', quantity });
const cameOn = (day: number) => ({ receivedAt: new Date(MONDAY + day * DAY_MS).toISOString() });

test('a sale takes its goods out at the average of what came, and one that comes back comes at the average of then', () => {
  using temp = shop();
  temp.onDay(0, delivery('200', '4'), delivery('300', '5'), sale('400'), delivery('100', '5.20'), sale('50'));
  temp.onDay(
    1,
    refundOf(undefined, { sku: 'TEA', quantity: '-10' }),
    adjusted('theft', { sku: 'TEA', quantity: '-2' }),
  );
  expect(temp.values()).toEqual([800, 1_500, 1_840, 520, 245, 49, 9.8]);
  expect(temp.entries()).toEqual([]);
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({
    average: '4.9',
    lastCost: '5.2',
    onHand: '158',
    value: '774.2',
  });
  expectWhole(temp.file);
});

test('what was sold before its delivery was booked is put right by a variance', () => {
  using temp = shop();
  temp.onDay(0, delivery('10', '2'), sale('15'), delivery('10', '3'));
  expect(temp.values()).toEqual([20, 30, 30]);
  expect(temp.entries()).toEqual(['variance -5']);
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ value: '15', average: '3' });
  expectWhole(temp.file);
});

test('a delivery that is told late revalues by an entry of its own, and edits nothing', () => {
  using temp = shop();
  temp.onDay(0, delivery('10', '2'));
  temp.onDay(2, sale('5'));
  temp.onDay(4, delivery('5', '4'));
  const before = temp.values();
  temp.onDay(6, delivery('10', '5', cameOn(1)));
  expect(temp.values().slice(0, before.length)).toEqual(before);
  // In its place: 20 at 3.50, 5 sold for 17.50, 15 left for 52.50, then 5 more for 20. So 7.50 of the 10 at 2 was too little.
  expect(temp.entries()).toEqual(['revaluation -7.5']);
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ onHand: '20', value: '72.5', average: '3.625' });
  expectWhole(temp.file);
});

test('a delivery that was taken back never was, for what things cost', () => {
  using temp = shop();
  temp.onDay(0, delivery('10', '2'), { ...delivery('10', '20'), id: 'mistyped' }, sale('10'));
  const original = { id: 'mistyped' };
  temp.onDay(1, { type: 'backroom.stock.reversed.v1', data: { original, reason: '20 was typed for 2' } });
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ onHand: '0', value: '0', average: '2' });
  expect(temp.values()).toEqual([20, 200, 110, 200]);
  expect(temp.entries()).toEqual(['revaluation 90']);
  temp.onDay(2, delivery('10', '2'));
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ onHand: '10', value: '20' });
  expectWhole(temp.file);
});

test('goods without a cost take the price that holds, and the first that is known where none does', () => {
  using temp = shop();
  temp.onDay(0, delivery('4'), delivery('6', '2.50'), delivery('2'));
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ onHand: '12', value: '30', average: '2.5' });
  expect(temp.entries()).toEqual(['variance 10']);
  expectWhole(temp.file);
});

test('goods that go back to their supplier go for what he gives, and the rest is a variance', () => {
  using temp = shop();
  temp.onDay(0, delivery('10', '2'), delivery('10', '4'), delivery('-5', '4'), delivery('-5'));
  expect(temp.values()).toEqual([20, 40, 20, 15]);
  expect(temp.entries()).toEqual(['variance 5']);
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ onHand: '10', value: '30' });
  expectWhole(temp.file);
});

test('what goes from one place of the shop to another is worth the same there', () => {
  using temp = shop();
  const move = (type: string, data: object) => ({
    type,
    data: { lines: [{ sku: 'TEA', quantity: '4' }], ...data },
  });
  temp.onDay(
    0,
    delivery('10', '2'),
    move('backroom.stock.moved.v1', { from: 'shop', to: 'back' }),
    move('backroom.transfer.dispatched.v1', { transferId: 't', from: 'shop', to: 'branch' }),
    refundOf(undefined, { sku: 'TEA', quantity: '-1', disposition: 'damaged' }),
  );
  expect(temp.values()).toEqual([20, null, null, 2]);
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ onHand: '11', value: '22' });
  expectWhole(temp.file);
});

test('a voided sale comes back at the average of then', () => {
  using temp = shop();
  temp.onDay(
    0,
    delivery('10', '2'),
    { ...sale('10'), id: 'oops' },
    delivery('10', '3'),
    voidOf({ id: 'oops' }),
  );
  expect(temp.values()).toEqual([20, 20, 30, 30]);
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ onHand: '20', value: '60' });
  expectWhole(temp.file);
});

test('a product that is merged brings what its goods are worth', () => {
  using temp = shop();
  const unlisted = {
    type: 'backroom.stock.received.v1',
    data: { lines: [{ sku: 'TAE', quantity: '10', unitCost: '3' }] },
  };
  const merge = { type: 'backroom.product.merged.v1', data: { sku: 'TAE', into: 'TEA' } };
  temp.onDay(0, productSet({ sku: 'TEA' }), delivery('10', '2'), unlisted, merge);
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ onHand: '20', value: '50', average: '2.5' });
  expectWhole(temp.file);
});

test('a cost that is mistyped beyond all measure is told, and its goods come at the price that holds', () => {
  using temp = shop();
  temp.onDay(0, delivery('10', '2'), delivery('999999', '99999999999999999999'), sale('999999'));
  expect(temp.reader.exceptions({ limit: 10 }).map(({ cause }) => cause)).toContain('cost.out_of_range');
  expect(temp.reader.productCost('TEA', 10)).toMatchObject({ onHand: '10', value: '20' });
  expectWhole(temp.file);
});

import { expect, test } from 'vitest';
import { expectWhole, problemsOf } from '../../../test/kit/assert-whole.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, refundOf, saleOf, voidOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';

type Event = Pick<EventInput, 'type' | 'data' | 'id'>;

function commit(temp: ReturnType<typeof tempLedger>, ...events: readonly Event[]): void {
  temp.ledger.commit(events.map((event) => ledgerEvent(event)));
}

const goods = (lot: string, quantity: string, expires?: string) => ({
  sku: 'MILK',
  quantity,
  lot,
  ...(expires === undefined ? {} : { expires }),
});
const delivery = (...lines: readonly object[]): Event => ({
  type: 'backroom.stock.received.v1',
  data: { lines },
});
const sale = (lot: string | undefined, quantity: string, id?: string): Event => {
  const line = {
    sku: 'MILK',
    quantity,
    amountMinor: Number(quantity) * 100,
    ...(lot === undefined ? {} : { lot }),
  };
  return { ...saleOf(line), ...(id === undefined ? {} : { id }) };
};
const recall = (lot: string, ended?: true): Event => ({
  type: 'backroom.lot.recalled.v1',
  data: { sku: 'milk', lot, reason: 'glass', ...(ended === undefined ? {} : { ended }) },
});
const causes = (temp: ReturnType<typeof tempLedger>): string[] =>
  temp.reader
    .exceptions({ limit: 100 })
    .map(({ cause }) => cause)
    .toSorted();
const MILK = productSet({ sku: 'MILK' });
const TODAY = '2026-11-23';
const ask = { today: TODAY, limit: 50 };

test('a lot is on hand where its lines say, and what nobody named a lot of is unassigned', () => {
  using temp = tempLedger();
  const move = {
    type: 'backroom.stock.moved.v1',
    data: { from: 'shop', to: 'fridge', lines: [goods('a', '4')] },
  };
  commit(
    temp,
    MILK,
    delivery(goods('A', '10', '2026-11-30'), goods('B', '5'), { sku: 'MILK', quantity: '3' }),
  );
  commit(temp, move, sale('A', '2'), sale(undefined, '4'), sale('B', '7'));
  const lots = temp.reader.lots('milk', ask);
  expect(lots?.lots).toMatchObject([
    {
      lot: 'A',
      expires: '2026-11-30',
      onHand: '8',
      places: [
        { location: 'shop', onHand: '4' },
        { location: 'fridge', onHand: '4' },
      ],
    },
    { lot: 'B', expires: null, onHand: '-2', places: [{ location: 'shop', onHand: '-2' }] },
  ]);
  expect(lots).toMatchObject({ onHand: '5', unassigned: [{ location: 'shop', onHand: '-1' }] });
  expect(causes(temp)).toEqual(['location.unknown']);
  expectWhole(temp.file);
});

test('the first to expire is to be sold first, at each place; what is over, recalled or gone is not', () => {
  using temp = tempLedger();
  commit(
    temp,
    MILK,
    delivery(goods('LATE', '1', '2027-01-01'), goods('SOON', '1', '2026-11-25'), goods('NEVER', '1')),
    delivery(
      goods('OVER', '1', '2026-11-22'),
      goods('BAD', '1', '2026-11-24'),
      goods('GONE', '1', '2026-11-24'),
    ),
    recall('BAD'),
    sale('GONE', '1'),
  );
  const first = (): (string | undefined)[] =>
    temp.reader
      .lots('MILK', ask)
      ?.lots.filter(({ places }) => places.some((place) => place.takeFirst))
      .map(({ lot }) => lot) ?? [];
  expect(first()).toEqual(['SOON']);
  commit(temp, sale('SOON', '1'));
  expect(first()).toEqual(['LATE']);
  expect(temp.reader.lots('MILK', ask)?.lots.map(({ lot }) => lot)).toEqual([
    'OVER',
    'BAD',
    'LATE',
    'NEVER',
    'GONE',
    'SOON',
  ]);
  expectWhole(temp.file);
});

test('lots that expire soon are listed by their day, page by page, as long as there is something of them', () => {
  using temp = tempLedger();
  const days = ['2026-11-24', '2026-11-22', '2026-12-24', '2026-11-24'];
  commit(temp, MILK, delivery(...days.map((day, index) => goods(`L${index}`, '2', day))), sale('L3', '2'));
  const page = (after: string | null) =>
    temp.reader.expiringLots({ until: '2026-12-23', today: TODAY, after, limit: 1 });
  expect(page(null)).toMatchObject({ lots: [{ lot: 'L1', daysLeft: -1, onHand: '2' }] });
  expect(page(page(null).next)).toMatchObject({ lots: [{ lot: 'L0', daysLeft: 1 }] });
  expect(page(page(page(null).next).next)).toEqual({ lots: [], next: null });
});

test('a sale after the last day is told, by its business date and whoever knew the day', () => {
  using temp = tempLedger();
  commit(temp, MILK, delivery(goods('A', '9', '2026-11-22'), goods('B', '9', '2026-11-23')));
  commit(temp, sale('A', '1'), sale('B', '1'), refundOf(undefined, { ...goods('A', '-1'), quantity: '-1' }));
  commit(temp, saleOf({ sku: 'MILK', quantity: '1', expires: '2026-11-01' }));
  expect(causes(temp)).toEqual(['lot.expired_sold', 'lot.expired_sold']);
  expectWhole(temp.file);
});

test('a last day that is told only after the sales is told once for them', () => {
  using temp = tempLedger();
  commit(temp, MILK, sale('A', '1'), sale('A', '1'), sale('A', '1', 'mistake'), voidOf({ id: 'mistake' }));
  expect(causes(temp)).toEqual(['stock.negative']);
  commit(temp, delivery(goods('A', '9', '2026-11-22')), delivery(goods('A', '9', '2026-12-22')));
  const [told, ...others] = temp.reader.exceptions({ limit: 10 });
  expect(told?.detail).toContain('sold in 2 sales after 2026-11-22');
  expect(others).toEqual([]);
  expect(temp.reader.lots('MILK', ask)?.lots).toMatchObject([{ expires: '2026-11-22', onHand: '16' }]);
});

test('a recall lists the sales that hold the lot, and what is sold of it afterwards is told', () => {
  using temp = tempLedger();
  commit(
    temp,
    MILK,
    delivery(goods('A', '10')),
    sale('A', '1', 'one'),
    sale('A', '2', 'two'),
    sale(undefined, '1'),
  );
  commit(temp, voidOf({ id: 'two' }), recall('a'), sale('A', '3', 'three'));
  const [sold, recalled] = temp.reader.exceptions({ limit: 10 });
  expect(recalled).toMatchObject({ cause: 'lot.recalled', subject: 'MILK lot A' });
  expect(recalled?.detail).toContain('(glass): 1 sale holds it, and 9 should be on hand');
  expect(sold).toMatchObject({ cause: 'lot.recalled_sold', subject: 'MILK lot A' });
  const answer = temp.reader.lot('MILK', 'a', ask);
  expect(answer).toMatchObject({ lot: 'A', saleCount: 2, recall: { reason: 'glass' }, onHand: '6' });
  expect(answer?.sales.map(({ seq, quantity, voided }) => [seq, quantity, voided])).toEqual([
    [8, '3', false],
    [4, '2', true],
    [3, '1', false],
  ]);
  expect(answer?.movements).toHaveLength(5);
  const page = temp.reader.lotSales('MILK', 'A', { limit: 2 });
  expect(temp.reader.lotSales('MILK', 'A', { limit: 2, before: page?.next ?? 0 })).toMatchObject({
    sales: [{ seq: 3 }],
    next: null,
  });
  commit(temp, recall('A', true), sale('A', '1'));
  expect(causes(temp)).toEqual([]);
  expect(temp.reader.lot('MILK', 'A', ask)?.recall).toBeNull();
  expectWhole(temp.file);
});

test('a recall may come before any goods of its lot', () => {
  using temp = tempLedger();
  commit(temp, MILK, recall('NEW'), delivery(goods('NEW', '2')), sale('new', '1'));
  expect(causes(temp)).toEqual(['lot.recalled', 'lot.recalled_sold']);
  expectWhole(temp.file);
});

test('lots of a product that is merged are lots of the one that it is', () => {
  using temp = tempLedger();
  const wrong = { ...goods('A', '4', '2026-11-30'), sku: 'MLIK' };
  commit(temp, MILK, delivery(wrong), delivery(goods('B', '3')));
  commit(temp, { type: 'backroom.product.merged.v1', data: { sku: 'MLIK', into: 'MILK' } }, sale('A', '1'));
  expect(temp.reader.lots('MILK', ask)).toMatchObject({
    onHand: '6',
    lots: [
      { lot: 'A', onHand: '3' },
      { lot: 'B', onHand: '3' },
    ],
    unassigned: [],
  });
  commit(temp, recall('A'));
  expect(temp.reader.lot('MILK', 'A', ask)).toMatchObject({ saleCount: 1, recall: { reason: 'glass' } });
  expectWhole(temp.file);
});

test('the proof tells a lot of another product, also where other products were merged once', () => {
  using temp = tempLedger();
  const said = (type: string, data: object): Event => ({ type: `backroom.product.${type}.v1`, data });
  const of = (sku: string, lot: string) => ({ ...goods(lot, '4'), sku });
  commit(temp, MILK, productSet({ sku: 'MLIK' }), productSet({ sku: 'MUG' }), productSet({ sku: 'CREAM' }));
  commit(temp, delivery(of('MLIK', 'A'), of('MUG', 'M')), said('merged', { sku: 'MLIK', into: 'MILK' }));
  commit(temp, sale('A', '1'), said('merged', { sku: 'MILK', into: 'CREAM' }), sale('A', '1'));
  for (const sku of ['MILK', 'MLIK']) commit(temp, said('merge-undone', { sku }));
  expectWhole(temp.file);
  const numberOf = "(SELECT product FROM product WHERE sku = 'MUG')";
  temp.db.exec(`UPDATE movement SET product = ${numberOf} WHERE product <> ${numberOf} AND lot IS NOT NULL`);
  const told = problemsOf(temp.file).filter((problem) => problem.includes('the lot of a movement'));
  expect(told).toEqual([expect.stringContaining('3 times')]);
});

test('a delivery that is taken back takes its lots with it', () => {
  using temp = tempLedger();
  commit(temp, MILK, { ...delivery(goods('A', '4'), goods('B', '2')), id: 'd' });
  commit(temp, { type: 'backroom.stock.reversed.v1', data: { original: { id: 'd' }, reason: 'twice' } });
  expect(temp.reader.lots('MILK', ask)).toMatchObject({
    onHand: '0',
    lots: [{ onHand: '0' }, { onHand: '0' }],
  });
  expectWhole(temp.file);
});

test('a scan that says lot and last day is enough: of a product, of one that nobody listed, and of a recall', () => {
  using temp = tempLedger();
  const barcode = '(01)04006381333931(17)261122(10)L-1';
  const line = { barcode, quantity: '3' };
  commit(temp, productSet({ sku: 'MILK', barcodes: ['4006381333931'] }), delivery(line));
  commit(temp, saleOf({ barcode: ']d201040063813339311726112210L-1' }));
  expect(temp.reader.lots('MILK', ask)?.lots).toMatchObject([
    { lot: 'L-1', expires: '2026-11-22', onHand: '2' },
  ]);
  commit(
    temp,
    saleOf({ barcode: 'https://id.gs1.org/01/00012345678905/10/X' }),
    saleOf({ barcode: '012345678905' }),
  );
  expect(temp.reader.lots('012345678905', ask)).toMatchObject({
    onHand: '-2',
    lots: [{ lot: 'X', onHand: '-1' }],
  });
  commit(temp, {
    type: 'backroom.lot.recalled.v1',
    data: { barcode, lot: 'L-1', reason: 'glass' },
  });
  expect(temp.reader.lot('MILK', 'L-1', ask)).toMatchObject({ saleCount: 1, recall: { reason: 'glass' } });
  expect(causes(temp)).toEqual(['lot.expired_sold', 'lot.recalled', 'product.unlisted', 'stock.negative']);
  expectWhole(temp.file);
});

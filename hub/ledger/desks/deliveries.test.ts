import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import {
  dispatchedOf,
  expectedOf,
  receivedOf,
  reversedOf,
  transferReceivedOf,
} from '../../../test/kit/goods-events.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { adjusted, ledgerEvent, productSet, saleOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';

const line = (sku: string, quantity: string, more: object = {}): object => ({ sku, quantity, ...more });
const closed = (deliveryId: string) => ({ type: 'backroom.delivery.closed.v1', data: { deliveryId } });
const transferClosed = (transferId: string) => ({
  type: 'backroom.transfer.closed.v1',
  data: { transferId },
});
const WAY = { from: 'shop', to: 'Cellar' };

function shopWith(...events: readonly EventInput[]) {
  const temp = tempLedger();
  temp.ledger.commit(['MUG', 'CUP'].map((sku) => ledgerEvent(productSet({ sku }))));
  const tell = (...more: readonly EventInput[]): void => {
    temp.ledger.commit(more.map((event) => ledgerEvent(event)));
  };
  tell(...events);
  return {
    tell,
    file: temp.file,
    reader: temp.reader,
    asks: (): string[] =>
      temp.reader.exceptions({ limit: 50 }).map(({ cause, detail }) => `${cause}: ${detail}`),
    causes: (): string[] => temp.reader.exceptions({ limit: 50 }).map(({ cause }) => cause),
    onHand: (sku: string, location: string): string | undefined =>
      temp.reader.stock({ sku })?.locations.find((at) => at.location === location)?.onHand,
    [Symbol.dispose]: () => temp[Symbol.dispose](),
  };
}

test('a delivery is expected, comes in parts, and says what is still to come', () => {
  using shop = shopWith(
    expectedOf('D-1', [line('MUG', '10', { unitCost: '1.125' }), line('CUP', '4')], {
      location: 'Cellar',
      supplier: 'Leaf & Co',
      expectedOn: '2026-11-24',
    }),
    receivedOf('D-1', [line('MUG', '6', { rejected: '1', rejectedReason: 'wet' })], { location: 'Cellar' }),
  );
  expect(shop.reader.delivery('D-1')).toMatchObject({
    state: 'open',
    location: 'Cellar',
    supplier: 'Leaf & Co',
    lines: [
      {
        sku: 'MUG',
        expected: '10',
        received: '6',
        rejected: '1',
        toCome: '4',
        short: '0',
        unitCost: '1.125',
      },
      { sku: 'CUP', expected: '4', received: '0', toCome: '4' },
    ],
    parts: [{ kind: 'received', reversedSeq: null }],
    rejections: [{ sku: 'MUG', quantity: '1', reason: 'wet' }],
  });
  expect(shop.onHand('MUG', 'Cellar')).toBe('6');
  shop.tell(receivedOf('D-1', [line('MUG', '5'), line('CUP', '4')], { location: 'Cellar' }));
  expect(shop.reader.delivery('D-1')?.lines).toMatchObject([
    { sku: 'MUG', received: '11', over: '1', toCome: '0' },
    { sku: 'CUP', received: '4', over: '0' },
  ]);
  expect(shop.causes()).toEqual(['location.unknown']);
  expectWhole(shop.file);
});

test('what is expected anew replaces what was expected before, its place included', () => {
  using shop = shopWith(
    expectedOf('D-1', [line('MUG', '10')], { location: 'Cellar' }),
    expectedOf('D-1', [line('CUP', '3')]),
  );
  expect(shop.reader.delivery('D-1')).toMatchObject({
    location: 'shop',
    lines: [{ sku: 'CUP', expected: '3' }],
  });
  expectWhole(shop.file);
});

test('a closed delivery asks once for what is missing or rejected, and no more when it comes after all', () => {
  using shop = shopWith(
    expectedOf('D-1', [line('MUG', '10'), line('CUP', '4')], { supplier: 'Leaf & Co' }),
    receivedOf('D-1', [line('MUG', '8'), line('CUP', '4')]),
    closed('D-1'),
    closed('D-1'),
  );
  const missing = 'Delivery D-1 of Leaf & Co is closed. Missing: 2 of 10 MUG. Ask the supplier.';
  expect(shop.asks()).toEqual([`delivery.short: ${missing}`]);
  shop.tell(receivedOf('D-1', [line('MUG', '1')]));
  expect(shop.asks().toSorted()).toEqual([
    'delivery.closed_received: Delivery D-1 was closed by entry 5, and more of it came. The goods count.',
    'delivery.short: Delivery D-1 of Leaf & Co is closed. Missing: 1 of 10 MUG. Ask the supplier.',
  ]);
  shop.tell(receivedOf('D-1', [line('MUG', '1')]));
  expect(shop.causes()).toEqual(['delivery.closed_received']);
  expect(shop.onHand('MUG', 'shop')).toBe('10');
  expectWhole(shop.file);
});

test('a person who has closed the question is not asked again before something changes', () => {
  using shop = shopWith(expectedOf('D-1', [line('MUG', '10')]), closed('D-1'));
  const [asked] = shop.reader.exceptions({ limit: 5 });
  const data = { exception: asked?.exception ?? 0, by: 'Anna', note: 'asked the supplier' };
  shop.tell({ type: 'backroom.exception.closed.v1', data }, expectedOf('D-1', [line('MUG', '10')]));
  expect(shop.causes()).toEqual([]);
});

test('goods of a delivery that nobody expected count, and are expected later', () => {
  using shop = shopWith(receivedOf('D-9', [line('MUG', '5')], { supplier: 'Leaf & Co' }));
  expect(shop.reader.delivery('D-9')).toMatchObject({
    isExpected: false,
    location: null,
    supplier: 'Leaf & Co',
    lines: [{ sku: 'MUG', expected: '0', received: '5', over: '0', short: '0' }],
  });
  shop.tell(expectedOf('D-9', [line('MUG', '7')]));
  expect(shop.reader.delivery('D-9')).toMatchObject({ supplier: 'Leaf & Co', lines: [{ toCome: '2' }] });
  expect(shop.causes()).toEqual([]);
});

test('a delivery that is closed before anybody expected it is asked about until it comes', () => {
  using shop = shopWith(closed('D-5'));
  expect(shop.causes()).toEqual(['delivery.unknown']);
  shop.tell(expectedOf('D-5', [line('MUG', '7')]));
  expect(shop.causes()).toEqual(['delivery.short']);
  expect(shop.reader.delivery('D-5')).toMatchObject({
    state: 'closed',
    lines: [{ short: '7', toCome: '0' }],
  });
});

test('goods that come to another place than expected count there, and a person is told', () => {
  using shop = shopWith(
    expectedOf('D-1', [line('MUG', '2')], { location: 'Cellar' }),
    receivedOf('D-1', [line('MUG', '2')]),
  );
  expect(shop.onHand('MUG', 'shop')).toBe('2');
  expect(shop.causes().toSorted()).toEqual(['delivery.elsewhere', 'location.unknown']);
  shop.tell({
    type: 'backroom.stock.moved.v1',
    data: { from: 'shop', to: 'Cellar', lines: [line('MUG', '2')] },
  });
  expect([shop.onHand('MUG', 'shop'), shop.onHand('MUG', 'Cellar')]).toEqual(['0', '2']);
});

test('a receipt that is taken back leaves its delivery as if it had not come', () => {
  using shop = shopWith(
    expectedOf('D-1', [line('MUG', '5')]),
    { ...receivedOf('D-1', [line('MUG', '5', { rejected: '2' })]), id: 'wrong' },
    reversedOf('wrong'),
    reversedOf('wrong'),
  );
  expect(shop.onHand('MUG', 'shop')).toBe('0');
  expect(shop.reader.delivery('D-1')).toMatchObject({
    lines: [{ received: '0', rejected: '0', toCome: '5' }],
    parts: [{ id: 'wrong', reversedSeq: 5 }],
    rejections: [],
  });
  expect(shop.asks()).toEqual(['reversal.repeated: Entry 4 was taken back before, by entry 5.']);
  expectWhole(shop.file);
});

test('a reversal waits for what it takes back; a sale or nothing at all cannot be taken back', () => {
  using shop = shopWith(reversedOf('late'), reversedOf('sale'));
  expect(shop.causes()).toEqual(['reversal.unknown', 'reversal.unknown']);
  shop.tell({ ...adjusted('found', { sku: 'MUG', quantity: '3' }), id: 'late' });
  expect(shop.onHand('MUG', 'shop')).toBe('0');
  expect(shop.reader.movements('MUG', 5).map(({ change }) => change)).toEqual(['-3', '3']);
  shop.tell({ ...saleOf({ sku: 'CUP' }), id: 'sale' });
  expect(shop.causes().toSorted()).toEqual(['reversal.not_stock', 'stock.negative']);
  expectWhole(shop.file);
});

test('what is dispatched is in transit and incoming until it is received', () => {
  using shop = shopWith(
    receivedOf(undefined, [line('MUG', '10')]),
    dispatchedOf('T-1', [line('MUG', '6')], WAY),
    transferReceivedOf('T-1', [line('MUG', '4')]),
  );
  expect([shop.onHand('MUG', 'shop'), shop.onHand('MUG', 'Cellar')]).toEqual(['4', '4']);
  expect(shop.reader.transfer('T-1')).toMatchObject({
    state: 'open',
    from: 'shop',
    to: 'Cellar',
    lines: [{ sku: 'MUG', dispatched: '6', received: '4', inTransit: '2', short: '0' }],
    parts: [{ kind: 'dispatched' }, { kind: 'received' }],
  });
  shop.tell(transferClosed('T-1'));
  expect(shop.asks().filter((ask) => ask.startsWith('transfer'))).toEqual([
    'transfer.short: Transfer T-1 is closed and did not come whole. Missing: 2 of 6 MUG. Look for it at both places.',
  ]);
  expect(shop.reader.transfer('T-1')?.lines).toMatchObject([{ inTransit: '0', short: '2' }]);
  shop.tell(transferReceivedOf('T-1', [line('MUG', '3')], { location: 'Cellar' }));
  expect(shop.onHand('MUG', 'Cellar')).toBe('7');
  expect(shop.asks().filter((ask) => ask.startsWith('transfer'))).toEqual([
    'transfer.over: Transfer T-1 is closed, and more came than was sent: 1 MUG. Count where it came from.',
  ]);
  expectWhole(shop.file);
});

test('goods that come before their dispatch wait where only the dispatch can tell the place', () => {
  const early = transferReceivedOf('T-1', [line('MUG', '4', { lot: 'L-7', expires: '2027-01-31' })]);
  using shop = shopWith({ ...early, id: 'early' });
  expect(shop.causes()).toEqual(['transfer.unknown']);
  expect(shop.onHand('MUG', 'Cellar')).toBeUndefined();
  shop.tell(dispatchedOf('T-1', [line('MUG', '4')], WAY));
  expect(shop.onHand('MUG', 'Cellar')).toBe('4');
  expect(shop.causes().toSorted()).toEqual(['location.unknown', 'stock.negative']);
  expect(shop.reader.lot('MUG', 'L-7', { today: '2026-11-23', limit: 5 })).toMatchObject({
    expires: '2027-01-31',
  });
  shop.tell(reversedOf('early'));
  expect(shop.onHand('MUG', 'Cellar')).toBe('0');
  expect(shop.reader.transfer('T-1')?.lines).toMatchObject([{ received: '0', inTransit: '4' }]);
  expectWhole(shop.file);
});

test('goods that wait for their dispatch and are taken back meanwhile never come', () => {
  using shop = shopWith(
    { ...transferReceivedOf('T-1', [line('MUG', '4')]), id: 'early' },
    reversedOf('early'),
    dispatchedOf('T-1', [line('MUG', '4')], WAY),
  );
  expect(shop.onHand('MUG', 'Cellar') ?? '0').toBe('0');
  expect(shop.reader.transfer('T-1')?.lines).toMatchObject([{ received: '0', inTransit: '4' }]);
  expectWhole(shop.file);
});

test('what is to come of a product follows it through one merge after the other', () => {
  const merged = (sku: string, into: string) => ({
    type: 'backroom.product.merged.v1',
    data: { sku, into },
  });
  using shop = shopWith(
    expectedOf('D-1', [line('A', '5')]),
    receivedOf(undefined, [line('B', '1'), line('C', '1')]),
    merged('A', 'B'),
    merged('B', 'C'),
  );
  expect(shop.reader.stock({ sku: 'A' })).toMatchObject({ sku: 'C', onHand: '2', incoming: '5' });
  shop.tell(receivedOf('D-1', [line('C', '5')]));
  expect(shop.reader.stock({ sku: 'C' })).toMatchObject({ onHand: '7', incoming: '0' });
  expect(shop.reader.delivery('D-1')?.lines).toMatchObject([{ sku: 'C', expected: '5', received: '5' }]);
  expectWhole(shop.file);
});

test('a location that a till has named is set up later, under any spelling', () => {
  using shop = shopWith({ ...receivedOf(undefined, [line('MUG', '1')], { location: 'Cellar' }) });
  expect(shop.causes()).toEqual(['location.unknown']);
  const cellar = { code: 'CELLAR', name: 'The cellar', role: 'back_room' };
  shop.tell(
    { type: 'backroom.location.set.v1', data: cellar },
    { type: 'backroom.location.set.v1', data: { code: 'attic', name: 'Attic', role: 'other' } },
  );
  expect(shop.causes()).toEqual([]);
  expect(shop.reader.locations()).toEqual([
    { code: 'shop', name: null, role: null },
    { code: 'Cellar', name: 'The cellar', role: 'back_room' },
    { code: 'attic', name: 'Attic', role: 'other' },
  ]);
  expectWhole(shop.file);
});

test('open and closed deliveries and transfers are listed apart, newest first and page by page', () => {
  using shop = shopWith(
    ...['D-1', 'D-2', 'D-3'].map((id) => expectedOf(id, [line('MUG', '1')])),
    closed('D-2'),
    dispatchedOf('T-1', [line('MUG', '1')], WAY),
    transferClosed('T-2'),
  );
  const ids = (state: 'open' | 'closed', before?: number): string[] =>
    shop.reader.deliveries({ state, before, limit: 1 }).map(({ deliveryId }) => deliveryId);
  expect([ids('open'), ids('open', 3), ids('open', 1), ids('closed')]).toEqual([
    ['D-3'],
    ['D-1'],
    [],
    ['D-2'],
  ]);
  const transfers = (state: 'open' | 'closed'): string[] =>
    shop.reader.transfers({ state, limit: 5 }).map(({ transferId }) => transferId);
  expect([transfers('open'), transfers('closed')]).toEqual([['T-1'], ['T-2']]);
});

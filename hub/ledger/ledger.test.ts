import { expect, test } from 'vitest';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import {
  adjusted,
  ledgerEvent,
  productSet,
  received,
  refundOf,
  saleOf,
  tillSource,
  voidOf,
} from '../../test/kit/till-events.ts';

const causes = (ledger: ReturnType<typeof tempLedger>): string[] =>
  ledger.reader.exceptions({ limit: 100 }).map((exception) => exception.cause);

test('a sale takes its goods out of the stock and counts in its day', () => {
  using temp = tempLedger();
  temp.ledger.commit([
    ledgerEvent(productSet({ sku: 'MUG', barcodes: ['5000000000012'] })),
    ledgerEvent({ ...received({ sku: 'mug', quantity: '10' }), sequence: 1 }),
    ledgerEvent({ ...saleOf({ barcode: '5000000000012', quantity: '3', amountMinor: 300 }), sequence: 2 }),
  ]);
  expect(temp.reader.stock({ sku: 'Mug' })).toMatchObject({
    sku: 'MUG',
    onHand: '7',
    badge: 'ok',
    asOfSeq: 3,
  });
  expect(temp.reader.dayTotals(10)).toMatchObject([{ sales: 1, salesMinor: 300, refunds: 0 }]);
  expect(temp.reader.movements('MUG', 25).map((movement) => movement.change)).toEqual(['-3', '10']);
  expect(temp.reader.ackOf('till-1')?.sequence).toBe('000000000002');
  expect(causes(temp)).toEqual([]);
});

test('the same event twice, in one batch or after a restart, counts once', () => {
  using temp = tempLedger();
  const sale = ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence: 1 });
  const first = temp.ledger.commit([sale, sale]);
  expect(first.replies.map((reply) => reply.outcome)).toEqual(['accepted', 'duplicate']);
  temp.reopen();
  expect(temp.ledger.commit([sale]).replies).toMatchObject([{ outcome: 'duplicate', seq: 1 }]);
  expect(temp.reader.stock({ sku: 'MUG' })?.onHand).toBe('-1');
});

test('the same id with other content is kept as a conflict and does not count', () => {
  using temp = tempLedger();
  const event = (amountMinor: number) =>
    ledgerEvent({ ...saleOf({ sku: 'MUG', amountMinor }), sequence: 1, id: 'same' });
  temp.ledger.commit([event(100)]);
  expect(temp.ledger.commit([event(200)]).replies).toMatchObject([{ outcome: 'conflict', seq: 2 }]);
  expect(temp.ledger.commit([event(200)]).replies).toMatchObject([{ outcome: 'conflict', seq: 2 }]);
  expect(temp.ledger.commit([event(100)]).replies).toMatchObject([{ outcome: 'duplicate', seq: 1 }]);
  expect(temp.reader.dayTotals(1)).toMatchObject([{ sales: 1, salesMinor: 100 }]);
  expect(causes(temp)).toContain('id.conflict');
});

test('the same content in other words is a duplicate: field order and unknown fields do not make it new', () => {
  using temp = tempLedger();
  const sale = saleOf({ sku: 'MUG' });
  temp.ledger.commit([ledgerEvent({ ...sale, sequence: 1, id: 'a' })]);
  const again = {
    ...sale,
    data: { colour: 'red', ...Object.fromEntries(Object.entries(sale.data).toReversed()) },
  };
  expect(temp.ledger.commit([ledgerEvent({ ...again, sequence: 1, id: 'a' })]).replies).toMatchObject([
    { outcome: 'duplicate' },
  ]);
});

test('a code that nobody knows becomes an unlisted product, and can be merged into the one that it is', () => {
  using temp = tempLedger();
  temp.ledger.commit([
    ledgerEvent(productSet({ sku: 'MUG' })),
    ledgerEvent({ ...received({ sku: 'MUG', quantity: '5' }), sequence: 1 }),
    ledgerEvent({ ...saleOf({ sku: 'MGU', quantity: '2', amountMinor: 200, kind: 'goods' }), sequence: 2 }),
  ]);
  expect(temp.reader.unlistedProducts(10)).toMatchObject([{ sku: 'MGU', listed: false, onHand: '-2' }]);
  expect(causes(temp).toSorted()).toEqual(['product.unlisted', 'stock.negative']);
  temp.ledger.commit([
    ledgerEvent({ type: 'backroom.product.merged.v1', data: { sku: 'MGU', into: 'MUG' } }),
  ]);
  expect(temp.reader.stock({ sku: 'MUG' })?.onHand).toBe('3');
  expect(temp.reader.stock({ sku: 'MGU' })).toMatchObject({ sku: 'MUG', onHand: '3' });
  expect(causes(temp)).toEqual([]);
  temp.ledger.commit([ledgerEvent({ ...saleOf({ sku: 'MGU' }), sequence: 3 })]);
  expect(temp.reader.stock({ sku: 'MUG' })?.onHand).toBe('2');
});

test('a void takes back the sale it names, also when it comes before it', () => {
  using temp = tempLedger();
  const sale = (id: string, sequence: number) => ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence, id });
  temp.ledger.commit([sale('a', 1), ledgerEvent({ ...voidOf({ id: 'a' }), sequence: 2 })]);
  expect(temp.reader.stock({ sku: 'MUG' })?.onHand).toBe('0');
  const early = ledgerEvent({
    ...voidOf({ source: tillSource(), id: 'b' }),
    sequence: 1,
    source: tillSource('till-2', 2),
  });
  temp.ledger.commit([early]);
  expect(causes(temp)).toContain('void.unknown_sale');
  temp.ledger.commit([sale('b', 3)]);
  expect(causes(temp)).not.toContain('void.unknown_sale');
  expect(temp.reader.dayTotals(1)).toMatchObject([{ sales: 0, salesMinor: 0, voids: 2, voidsMinor: 200 }]);
  temp.ledger.commit([ledgerEvent({ ...voidOf({ id: 'a' }), sequence: 4 })]);
  expect(causes(temp)).toContain('void.repeated');
});

test('a refund brings back sellable goods, sets damaged ones apart, and is watched against its sale', () => {
  using temp = tempLedger();
  temp.ledger.commit([
    ledgerEvent({ ...saleOf({ sku: 'MUG', quantity: '3', amountMinor: 300 }), sequence: 1, id: 'a' }),
    ledgerEvent({
      ...refundOf({ id: 'a' }, { sku: 'MUG' }, { sku: 'MUG', disposition: 'damaged' }),
      sequence: 2,
    }),
    ledgerEvent({ ...refundOf({ id: 'a' }, { sku: 'MUG', disposition: 'none' }), sequence: 3 }),
  ]);
  expect(temp.reader.stock({ sku: 'MUG' })?.onHand).toBe('-2');
  expect(causes(temp)).not.toContain('refund.exceeds_sale');
  temp.ledger.commit([ledgerEvent({ ...refundOf({ id: 'a' }, { sku: 'MUG' }), sequence: 4 })]);
  expect(causes(temp)).toContain('refund.exceeds_sale');
  expect(temp.reader.dayTotals(1)).toMatchObject([{ refunds: 3, refundsMinor: -400 }]);
});

test('the acknowledged sequence stops at a gap, and goes on when it is filled or skipped', () => {
  using temp = tempLedger();
  const sale = (sequence: number) => ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence });
  const ack = () => Number(temp.reader.ackOf('till-1')?.sequence);
  temp.ledger.commit([sale(1), sale(2), sale(4), sale(7)]);
  expect(ack()).toBe(2);
  temp.ledger.commit([sale(3)]);
  expect(ack()).toBe(4);
  const skipped = { first: '000000000005', last: '000000000006', reason: 'the till lost its disk' };
  temp.reopen();
  temp.ledger.commit([ledgerEvent({ type: 'backroom.sequence.skipped.v1', data: skipped, sequence: 8 })]);
  expect(ack()).toBe(8);
  temp.ledger.commit([sale(5)]);
  expect(causes(temp)).toContain('sequence.reused');
});

test('money that does not add up is a fact with an exception', () => {
  using temp = tempLedger();
  const sale = saleOf({ sku: 'MUG', quantity: '2', amountMinor: 100 });
  const short = { ...sale, data: { ...sale.data, tenders: [{ kind: 'cash', amountMinor: 90 }] } };
  const { replies } = temp.ledger.commit([ledgerEvent({ ...short, sequence: 1 })]);
  expect(replies[0]?.exceptions?.map((exception) => exception.cause)).toEqual(
    expect.arrayContaining(['receipt.does_not_add_up', 'line.does_not_multiply']),
  );
});

test('an event of a type from a newer till is kept and raises an exception', () => {
  using temp = tempLedger();
  temp.ledger.commit([ledgerEvent({ type: 'backroom.loyalty.earned.v1', data: { points: 5 }, sequence: 1 })]);
  expect(causes(temp)).toEqual(['type.unknown']);
  expect(temp.reader.ackOf('till-1')?.sequence).toBe('000000000001');
});

test('write-offs go to the difference, a delivery closes what was negative', () => {
  using temp = tempLedger();
  temp.ledger.commit([ledgerEvent({ ...adjusted('theft', { sku: 'MUG', quantity: '-1.5' }), sequence: 1 })]);
  expect(causes(temp)).toContain('stock.negative');
  temp.ledger.commit([ledgerEvent({ ...received({ sku: 'MUG', quantity: '2' }), sequence: 2 })]);
  expect(causes(temp)).not.toContain('stock.negative');
  expect(temp.reader.stock({ sku: 'MUG' })?.onHand).toBe('0.5');
});

test('an import counts when its last word is said, and a broken one counts for nothing', () => {
  using temp = tempLedger();
  const product = (sku: string) => productSet({ sku, name: `Mug ${sku}` }).data;
  const part = (importId: string, sku: string) =>
    ledgerEvent({
      type: 'backroom.products.staged.v1',
      data: { importId, part: 1, products: [product(sku)] },
    });
  const completed = (importId: string, parts: number) =>
    ledgerEvent({ type: 'backroom.import.completed.v1', data: { importId, parts, products: parts } });
  temp.ledger.commit([part('one', 'A'), part('two', 'B')]);
  expect(temp.reader.product({ sku: 'A' })).toBeNull();
  temp.ledger.commit([completed('one', 1), completed('two', 2)]);
  expect(temp.reader.product({ sku: 'A' })?.name).toBe('Mug A');
  expect(temp.reader.product({ sku: 'B' })).toBeNull();
  expect(causes(temp)).toEqual(['import.incomplete']);
});

test('products are found by part of a name, by SKU and by barcode, without regard to case and accents', () => {
  using temp = tempLedger();
  temp.ledger.commit([
    ledgerEvent(productSet({ sku: 'TEA-1', name: 'Thé vert', barcodes: ['4006381333931'] })),
    ledgerEvent(productSet({ sku: 'TEA-2', name: 'Green tea "loose"' })),
  ]);
  const skus = (query: string) => temp.reader.searchProducts(query, 25).map((product) => product.sku);
  expect(skus('the ver')).toEqual(['TEA-1']);
  expect(skus('tea-2')).toEqual(['TEA-2']);
  expect(skus('4006381333931')).toEqual(['TEA-1']);
  expect(skus('gr')).toEqual(['TEA-2']);
  expect(skus('"loose')).toEqual(['TEA-2']);
  expect(skus('')).toEqual(['TEA-2', 'TEA-1']);
  expect(skus('nothing like it')).toEqual([]);
});

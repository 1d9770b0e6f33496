import { expect, test } from 'vitest';
import {
  countCancelled,
  countPosted,
  countReviewed,
  countScanned,
  countStarted,
} from '../../../test/kit/count-events.ts';
import { countingShop as shop, MUGS_9 } from '../../../test/kit/counting-shop.ts';
import { adjusted, ledgerEvent, productSet, received, saleOf } from '../../../test/kit/till-events.ts';

test('what is sold after a piece was counted does not look like a difference', () => {
  using hub = shop();
  hub.tell(countStarted('c'));
  const atSeq = hub.head();
  hub.tell(saleOf({ sku: 'MUG', quantity: '3' }));
  hub.tell(countScanned('c', { ...MUGS_9, atSeq }), countReviewed('c'), countPosted('c'));
  expect(hub.onHand()).toBe('6');
  expect(hub.onHand('CUP')).toBe('10');
});

test('pieces that several people count add up, and a recount replaces them', () => {
  using hub = shop();
  hub.tell(countStarted('c'), countScanned('c', { sku: 'MUG', quantity: '4' }));
  hub.tell(
    countScanned('c', { sku: 'MUG', quantity: '3' }),
    countScanned('c', { sku: 'CUP', quantity: '9' }),
  );
  hub.tell(countReviewed('c', { approve: ['CUP'], recount: ['MUG'] }));
  hub.tell(countScanned('c', { ...MUGS_9, again: true }), countReviewed('c'), countPosted('c'));
  expect([hub.onHand(), hub.onHand('CUP')]).toEqual(['9', '9']);
});

test('only what was approved is booked, and a scan takes the approval back', () => {
  using hub = shop();
  hub.tell(countStarted('c'), countScanned('c', MUGS_9, { sku: 'CUP', quantity: '8' }), countReviewed('c'));
  hub.tell(countScanned('c', { sku: 'CUP', quantity: '1' }), countPosted('c'));
  expect([hub.onHand(), hub.onHand('CUP')]).toEqual(['9', '10']);
});

test('what waits for a recount is not approved with all', () => {
  using hub = shop();
  hub.tell(countStarted('c'), countScanned('c', MUGS_9), countReviewed('c', { recount: ['MUG'] }));
  hub.tell(countReviewed('c'), countPosted('c'));
  expect(hub.onHand()).toBe('10');
});

test('scans, review and end of a count that is started later wait for it', () => {
  using hub = shop();
  const atSeq = hub.head();
  expect(hub.tell(countScanned('c', { ...MUGS_9, atSeq }))).toEqual(['count.not_started']);
  expect(hub.tell(countReviewed('c'), countPosted('c'), saleOf({ sku: 'MUG' }))).toEqual([]);
  expect(hub.onHand()).toBe('9');
  hub.tell(countStarted('c'));
  expect(hub.onHand()).toBe('8');
  expect(hub.open()).toEqual([]);
});

test('a count is posted once, and what comes after its end changes nothing', () => {
  using hub = shop();
  hub.tell(countStarted('c'), countScanned('c', MUGS_9), countReviewed('c'), countPosted('c'));
  expect(hub.tell(countPosted('c'))).toEqual(['count.posted_twice']);
  expect(hub.tell(countScanned('c', MUGS_9))).toEqual(['count.late_scan']);
  expect(hub.tell(countReviewed('c'), countCancelled('c'))).toEqual(['count.over', 'count.over']);
  expect(hub.tell(countStarted('c'))).toEqual(['count.started_twice']);
  expect(hub.onHand()).toBe('9');
});

test('a cancelled count books nothing', () => {
  using hub = shop();
  hub.tell(countStarted('c'), countScanned('c', MUGS_9), countReviewed('c'), countCancelled('c'));
  expect(hub.tell(countPosted('c'), countScanned('c', MUGS_9))).toEqual(['count.over', 'count.late_scan']);
  expect(hub.onHand()).toBe('10');
});

test.each([
  ['full', {}, { MUG: '9', CUP: '0', PAN: '0' }],
  ['spot', { skus: ['CUP'] }, { MUG: '9', CUP: '0', PAN: '2' }],
  ['department', { department: 'Kitchen' }, { MUG: '9', CUP: '10', PAN: '0' }],
  ['shelf', { shelf: 'A-1' }, { MUG: '9', CUP: '10', PAN: '0' }],
] as const)('what belongs to a %s count and nobody found is counted as none', (kind, of, after) => {
  using hub = shop();
  const pan = productSet({ sku: 'PAN' });
  hub.tell({ ...pan, data: { ...pan.data, department: 'Kitchen', shelf: 'A-1' } });
  hub.tell(received({ sku: 'PAN', quantity: '2' }));
  hub.tell(countStarted('c', { kind, ...of }), countScanned('c', MUGS_9), countReviewed('c'));
  hub.tell(countPosted('c', { missingAsZero: true }));
  expect({ MUG: hub.onHand(), CUP: hub.onHand('CUP'), PAN: hub.onHand('PAN') }).toEqual(after);
});

test('two counts of one product book its difference once, and the later position counts', () => {
  using hub = shop();
  hub.tell(countStarted('one'), countStarted('two'));
  hub.tell(countScanned('one', MUGS_9), countScanned('two', MUGS_9));
  hub.tell(countReviewed('one'), countReviewed('two'), countPosted('one'));
  expect(hub.onHand()).toBe('9');
  hub.tell(countPosted('two'));
  expect(hub.onHand()).toBe('9');
  hub.tell(countStarted('old'), countStarted('new'), countScanned('old', { sku: 'MUG', quantity: '5' }));
  hub.tell(countScanned('new', MUGS_9), countReviewed('old'), countReviewed('new'));
  hub.tell(countPosted('new'), countPosted('old'));
  expect(hub.onHand()).toBe('9');
});

test('a posted count that is taken back leaves the difference to another', () => {
  using hub = shop();
  hub.tell(countStarted('wrong'), countStarted('right'), countScanned('right', MUGS_9));
  hub.tell(
    countScanned('wrong', { sku: 'MUG', quantity: '2' }),
    countReviewed('wrong'),
    countReviewed('right'),
  );
  hub.temp.ledger.commit([ledgerEvent({ ...countPosted('wrong'), id: 'posting', sequence: 900 })]);
  expect(hub.onHand()).toBe('2');
  hub.tell(countStarted('cups'), countScanned('cups', { sku: 'CUP', quantity: '10' }));
  hub.tell(countReviewed('cups'), countPosted('cups'));
  const reversal = { original: { id: 'posting' }, reason: 'half of the shelf was forgotten' };
  hub.tell({ type: 'backroom.stock.reversed.v1', data: reversal });
  expect(hub.onHand()).toBe('10');
  hub.tell(countPosted('right'));
  expect(hub.onHand()).toBe('9');
});

test('an open count goes on with what a product was merged into', () => {
  using hub = shop();
  hub.tell(countStarted('c'), saleOf({ sku: 'BEAKER', quantity: '1' }));
  hub.tell(
    countScanned('c', { sku: 'BEAKER', quantity: '4' }),
    countScanned('c', { sku: 'MUG', quantity: '5' }),
  );
  hub.tell(countReviewed('c'));
  hub.tell({ type: 'backroom.product.merged.v1', data: { sku: 'BEAKER', into: 'MUG' } });
  expect(hub.onHand()).toBe('9');
  hub.tell(saleOf({ sku: 'MUG' }), countReviewed('c'), countPosted('c'));
  expect(hub.onHand()).toBe('8');
});

test('damage after a piece was counted is no difference of the count', () => {
  using hub = shop();
  hub.tell(countStarted('c'), countScanned('c', { sku: 'MUG', quantity: '10' }));
  hub.tell(adjusted('damage', { sku: 'MUG', quantity: '-1' }), countReviewed('c'), countPosted('c'));
  expect(hub.onHand()).toBe('9');
});

test('a position ahead of the ledger is its head, and one that is not told is the same', () => {
  using hub = shop();
  hub.tell(countStarted('c'), saleOf({ sku: 'MUG' }));
  hub.tell(countScanned('c', { sku: 'MUG', quantity: '9', atSeq: 999_999 }), saleOf({ sku: 'MUG' }));
  hub.tell(countScanned('c', { sku: 'CUP', quantity: '10' }), saleOf({ sku: 'CUP' }));
  hub.tell(countReviewed('c'), countPosted('c'));
  expect([hub.onHand(), hub.onHand('CUP')]).toEqual(['8', '9']);
});

test('a position more movements back than are looked over is told to a person', () => {
  using hub = shop();
  const sold = Array.from({ length: 5_001 }, () => saleOf({ sku: 'MUG', quantity: '0.001' }));
  hub.tell(countStarted('c'), ...sold);
  expect(hub.tell(countScanned('c', { sku: 'MUG', quantity: '4', atSeq: 3 }))).toEqual([
    'count.stale_position',
  ]);
});

test('more pieces than can be counted are told, and the rest counts', () => {
  using hub = shop();
  const many = Array.from({ length: 1_000 }, () => ({ sku: 'MUG', quantity: '999999' }));
  hub.tell(countStarted('c'));
  const causes = [1, 2, 3, 4, 5].flatMap(() => hub.tell(countScanned('c', ...many)));
  expect(new Set(causes)).toEqual(new Set(['stock.out_of_range']));
  hub.tell(countReviewed('c'), countPosted('c'));
});

test('a review of what nobody counted says so', () => {
  using hub = shop();
  hub.tell(countStarted('c'));
  expect(hub.tell(countReviewed('c', { approve: ['MUG', 'NOTHING'], recount: ['CUP'] }))).toEqual([
    'count.not_counted',
  ]);
});

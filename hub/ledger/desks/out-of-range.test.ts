import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, saleOf, voidOf } from '../../../test/kit/till-events.ts';

/** The most packs that one line can tell, of nearly the largest size: more than half of what can be counted. */
const MANY = { quantityIn: 'pack', quantity: '999999' };
const MANY_MUGS = { barcode: '2000000000015', ...MANY };
const MANY_CUPS = { barcode: '2000000000022', ...MANY };

function bigShop() {
  const temp = tempLedger();
  const pack = (barcode: string) => ({ packs: [{ barcode, quantity: '5000' }] });
  temp.ledger.commit([
    ledgerEvent(productSet({ sku: 'MUG', ...pack(MANY_MUGS.barcode) })),
    ledgerEvent(productSet({ sku: 'CUP', ...pack(MANY_CUPS.barcode) })),
  ]);
  return {
    say: (type: string, data: object, id?: string) =>
      temp.ledger.commit([
        ledgerEvent({ type: `backroom.${type}.v1`, data, ...(id === undefined ? {} : { id }) }),
      ]),
    onHand: (sku: string) => temp.reader.stock({ sku })?.locations[0]?.onHand,
    causes: () => temp.reader.exceptions({ limit: 50 }).map(({ cause }) => cause),
    days: () => temp.reader.dayTotals(2),
    file: temp.file,
    [Symbol.dispose]: () => temp[Symbol.dispose](),
  };
}

const count = (sku: string) => ({ reason: 'correction', lines: [{ sku, quantity: '-1' }] });

test('a balance of more than half of what can be counted gets less', () => {
  using shop = bigShop();
  shop.say('stock.received', { lines: [MANY_MUGS] });
  shop.say('stock.adjusted', count('MUG'));
  shop.say('stock.adjusted', { reason: 'correction', lines: [{ ...MANY_MUGS, quantity: '-999998' }] });
  expect([shop.onHand('MUG'), shop.causes()]).toEqual(['4999', []]);
  expectWhole(shop.file);
});

test('a merge hands over more than half of what can be counted', () => {
  using shop = bigShop();
  shop.say('stock.received', { lines: [MANY_MUGS] });
  shop.say('product.merged', { sku: 'MUG', into: 'CUP' });
  expect([shop.onHand('CUP'), shop.causes()]).toEqual(['4999995000', []]);
  expectWhole(shop.file);
});

test('products that have more together than can be counted are not merged, and nothing is changed', () => {
  using shop = bigShop();
  shop.say('stock.received', { lines: [{ ...MANY_MUGS, unitCost: '0.01' }] });
  shop.say('stock.received', { lines: [MANY_CUPS] });
  shop.say('product.merged', { sku: 'MUG', into: 'CUP' });
  expect([shop.onHand('MUG'), shop.onHand('CUP')]).toEqual(['4999995000', '4999995000']);
  expect(shop.causes()).toEqual(['stock.out_of_range']);
  expectWhole(shop.file);
});

test('what could not be booked is not received of its delivery', () => {
  using shop = bigShop();
  shop.say('delivery.expected', { deliveryId: 'D-1', lines: [MANY_MUGS] });
  shop.say('stock.received', { lines: [MANY_MUGS] });
  shop.say('stock.received', { deliveryId: 'D-1', lines: [MANY_MUGS] }, 'beyond');
  expect([shop.onHand('MUG'), shop.causes()]).toEqual(['4999995000', ['stock.out_of_range']]);
  shop.say('delivery.closed', { deliveryId: 'D-1' });
  expect(shop.causes()).toContain('delivery.short');
  expectWhole(shop.file);
});

test('what goes beyond what can be counted is not taken back, and can be later', () => {
  using shop = bigShop();
  shop.say('stock.received', { lines: [MANY_MUGS] });
  shop.say(
    'stock.adjusted',
    { reason: 'correction', lines: [{ ...MANY_MUGS, quantity: '-999999' }] },
    'gone',
  );
  shop.say('stock.received', { lines: [MANY_MUGS] });
  shop.say('stock.reversed', { original: { id: 'gone' }, reason: 'wrong' });
  expect([shop.onHand('MUG'), shop.causes()]).toEqual(['4999995000', ['stock.out_of_range']]);
  shop.say('stock.adjusted', { reason: 'correction', lines: [{ ...MANY_MUGS, quantity: '-999999' }] });
  shop.say('stock.reversed', { original: { id: 'gone' }, reason: 'wrong' });
  expect(shop.onHand('MUG')).toBe('4999995000');
  expectWhole(shop.file);
});

test('of a voided sale all of the goods come back or none, and the sale counts no more', () => {
  using shop = bigShop();
  const most = [MANY_MUGS, { ...MANY_MUGS, quantity: '801440' }];
  shop.say('stock.received', { lines: [...most, { sku: 'TEA', quantity: '10' }] });
  const sold = { sku: 'MUG', quantity: '999999' };
  shop.say('sale.completed', saleOf({ sku: 'TEA' }, sold).data, 'sale');
  shop.say('sale.completed', saleOf({ sku: 'TEA' }, sold).data, 'another sale');
  shop.say('stock.received', { lines: [sold] });
  const beyond = () => shop.causes().filter((cause) => cause === 'stock.out_of_range').length;
  shop.say('sale.voided', voidOf({ id: 'sale' }).data);
  expect([shop.onHand('TEA'), shop.onHand('MUG'), beyond()]).toEqual(['9', '9007195000', 0]);
  shop.say('sale.voided', voidOf({ id: 'another sale' }).data);
  expect([shop.onHand('TEA'), shop.onHand('MUG'), beyond()]).toEqual(['9', '9007195000', 1]);
  expect(shop.days()).toMatchObject([{ sales: 0, voids: 2 }]);
  expectWhole(shop.file);
});

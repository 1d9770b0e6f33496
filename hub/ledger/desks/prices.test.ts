import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet } from '../../../test/kit/till-events.ts';

const AT = (day: number) => Date.parse('2026-11-01T00:00:00Z') + day * 86_400_000;
const iso = (day: number) => new Date(AT(day)).toISOString();

/** A shop whose clock is set by hand. */
function shopOf() {
  let nowMs = AT(0);
  const shop = tempLedger(() => nowMs);
  return {
    shop,
    on: (day: number) => void (nowMs = AT(day)),
    say: (type: string, data: object) =>
      shop.ledger.commit([ledgerEvent({ type: `backroom.${type}.v1`, data })]),
    set: (sku: string, more: object = {}) => shop.ledger.commit([ledgerEvent(productSet({ sku, ...more }))]),
    price: () => shop.reader.product({ sku: 'TEA' }),
    [Symbol.dispose]: () => shop[Symbol.dispose](),
  };
}

test('the price of a product holds at once, and an offer for as long as it lasts', () => {
  using it = shopOf();
  it.set('TEA', { price: '2.49', currency: 'EUR' });
  it.say('price.set', { sku: 'tea', price: '1.99', from: iso(5), until: iso(7) });
  const now = () => [it.price()?.price, it.price()?.currentPrice];
  expect(now()).toEqual(['2.49', '2.49']);
  it.on(6);
  expect(now()).toEqual(['2.49', '1.99']);
  it.set('TEA', { price: '2.49', currency: 'EUR', name: 'Green tea' });
  expect(now(), 'the same price again leaves the offer').toEqual(['2.49', '1.99']);
  it.set('TEA', { price: '2.59', currency: 'EUR' });
  expect(now(), 'another price holds at once').toEqual(['2.59', '2.59']);
  it.on(8);
  it.set('TEA');
  expect(now()).toEqual([null, null]);
  expectWhole(it.shop.file);
});

test('tills are told what holds now and what will, in each price list', () => {
  using it = shopOf();
  it.set('TEA', { price: '2.49', currency: 'EUR' });
  it.say('price-list.set', { code: 'Staff', name: 'Staff', currency: 'CHF', taxIncluded: false });
  it.say('price.set', { sku: 'TEA', priceList: 'staff', price: '1.50', from: iso(-3) });
  it.say('price.set', { sku: 'TEA', priceList: 'STAFF', price: null, from: iso(9) });
  it.say('price.set', { sku: 'TEA', price: '1.99', from: iso(5), until: iso(7) });
  it.on(2);
  const own = { priceList: null, currency: 'EUR' };
  expect(it.shop.reader.productPrices('TEA')?.prices).toEqual([
    { ...own, price: '2.49', from: iso(0), until: iso(5) },
    { ...own, price: '1.99', from: iso(5), until: iso(7) },
    { ...own, price: '2.49', from: iso(7), until: null },
    { priceList: 'Staff', currency: 'CHF', price: '1.50', from: iso(-3), until: iso(9) },
  ]);
  expect(it.shop.reader.priceLists()).toEqual([
    { code: 'Staff', name: 'Staff', currency: 'CHF', taxIncluded: false },
  ]);
  expectWhole(it.shop.file);
});

test('a tax changes at the instant that was said before', () => {
  using it = shopOf();
  it.say('tax-rate.set', { category: 'Food', name: 'Food', rate: '7' });
  it.say('tax-rate.set', { category: 'food', name: 'Food', rate: '5', from: iso(10) });
  const rates = () => it.shop.reader.taxRates().map(({ rate, from, until }) => ({ rate, from, until }));
  expect(rates()).toEqual([
    { rate: '7', from: iso(0), until: iso(10) },
    { rate: '5', from: iso(10), until: null },
  ]);
  it.on(11);
  expect(rates()).toEqual([{ rate: '5', from: iso(10), until: null }]);
});

test('what was set while the clock was ahead does not come back after it was set right', () => {
  using it = shopOf();
  const set = (price: string) => it.set('TEA', { price, currency: 'EUR' });
  const rate = (percent: string) => it.say('tax-rate.set', { category: 'Food', rate: percent });
  const now = () => [it.price()?.currentPrice, it.shop.reader.taxRates().map((tax) => tax.rate)];
  set('2');
  rate('7');
  it.on(3);
  set('1');
  rate('5');
  it.say('price.set', { sku: 'TEA', price: '9', from: iso(6) });
  it.on(1);
  set('2');
  rate('7');
  expect(now(), 'at once').toEqual(['2', ['7']]);
  it.on(4);
  expect(now(), 'when the clock comes there again').toEqual(['2', ['7']]);
  it.on(2);
  it.say('price.set', { sku: 'TEA', price: '3' });
  it.on(5);
  expect(it.price()?.currentPrice).toBe('3');
  it.on(6);
  expect(it.price()?.currentPrice, 'an instant that was named stays').toBe('9');
  expectWhole(it.shop.file);
});

test('an offer that is set after the clock was set right ends in the price that was set before', () => {
  using it = shopOf();
  it.on(3);
  it.set('TEA', { price: '2', currency: 'EUR' });
  it.on(1);
  it.say('price.set', { sku: 'TEA', price: '1', until: iso(2) });
  expect(it.price()).toMatchObject({ price: '2', currentPrice: '1' });
  it.on(2);
  expect(it.price()).toMatchObject({ price: '2', currentPrice: '2' });
});

test('a price for what is not there is a question to a person, and changes nothing', () => {
  using it = shopOf();
  it.set('TEA', { price: '2.49', currency: 'EUR' });
  const version = it.shop.reader.catalogueVersion();
  it.say('price.set', { sku: 'MUG', price: '1' });
  it.say('price.set', { sku: 'TEA', priceList: 'STAFF', price: '1' });
  expect(it.shop.reader.exceptions({ limit: 5 }).map(({ cause, subject }) => [cause, subject])).toEqual([
    ['price.unknown_list', 'STAFF'],
    ['price.unknown_product', 'MUG'],
  ]);
  expect(it.shop.reader.catalogueVersion()).toBe(version);
});

test('the version of the catalogue grows with everything that tills sell from, and with nothing else', () => {
  using it = shopOf();
  const grows = (change: () => unknown) => {
    const before = it.shop.reader.catalogueVersion();
    change();
    return it.shop.reader.catalogueVersion() > before;
  };
  expect(grows(() => it.set('TEA', { barcodes: ['1'] }))).toBe(true);
  expect(grows(() => it.set('MUG', { barcodes: ['2'] }))).toBe(true);
  expect(grows(() => it.say('price.set', { sku: 'TEA', price: '2' }))).toBe(true);
  expect(
    grows(() => it.say('price-list.set', { code: 'A', name: 'A', currency: 'EUR', taxIncluded: true })),
  ).toBe(true);
  expect(grows(() => it.say('tax-rate.set', { category: 'food', rate: '7' }))).toBe(true);
  expect(grows(() => it.say('barcode.moved', { barcode: '1', sku: 'MUG' }))).toBe(true);
  expect(grows(() => it.say('product.merged', { sku: 'MUG', into: 'TEA' }))).toBe(true);
  expect(grows(() => it.say('product.merge-undone', { sku: 'MUG' }))).toBe(true);
  const lines = [{ sku: 'TEA', quantity: '3' }];
  expect(grows(() => it.say('stock.received', { lines }))).toBe(false);
  expect(grows(() => it.say('stock-level.set', { sku: 'TEA', location: 'shop', level: '2' }))).toBe(false);
});

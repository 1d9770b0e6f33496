import fc from 'fast-check';
import { code, event, instant, price, quantity, words } from './arbitrary-parts.ts';
import { hubMoneyEvent } from './money-arbitraries.ts';
import type { TillEvent } from './arbitrary-parts.ts';

const sender = {};
const unlisted = { sku: code(), name: words() };
const from = instant();
const barcode = fc.oneof(code(), fc.stringMatching(/^[0-9]{8,14}$/));
const level = fc.option(quantity());

/** What the hub itself says of products, places and levels, in the form in which the ledger reads it. */
export function hubMadeEvent(): fc.Arbitrary<TillEvent> {
  return fc.oneof<fc.MaybeWeightedArbitrary<TillEvent>[]>(
    { weight: 3, arbitrary: event('backroom.product.set.v1', { sender, data: product() }) },
    {
      weight: 3,
      arbitrary: event('backroom.product.merged.v1', {
        sender,
        data: fc.record({ sku: code(), into: code() }),
      }),
    },
    {
      weight: 2,
      arbitrary: event('backroom.product.merge-undone.v1', { sender, data: fc.record({ sku: code() }) }),
    },
    {
      weight: 1,
      arbitrary: event('backroom.barcode.moved.v1', { sender, data: fc.record({ barcode, sku: code() }) }),
    },
    { weight: 1, arbitrary: event('backroom.location.set.v1', { sender, data: location() }) },
    { weight: 1, arbitrary: event('backroom.stock-level.set.v1', { sender, data: stockLevel() }) },
    { weight: 1, arbitrary: event('backroom.low-stock.told.v1', { sender, data: lowStock() }) },
    { weight: 1, arbitrary: event('backroom.price.set.v1', { sender, data: priceSet() }) },
    { weight: 1, arbitrary: event('backroom.price-list.set.v1', { sender, data: priceList() }) },
    { weight: 1, arbitrary: event('backroom.tax-rate.set.v1', { sender, data: taxRate() }) },
    { weight: 1, arbitrary: event('backroom.reservation.expired.v1', { sender, data: expired() }) },
    { weight: 6, arbitrary: hubMoneyEvent() },
    { weight: 1, arbitrary: event('backroom.exception.closed.v1', { sender, data: closed() }) },
  );
}

function product() {
  const pack = fc.record({ barcode, quantity: fc.constantFrom('6', '12', '0.5') });
  return fc.record(
    {
      ...unlisted,
      kind: fc.constantFrom('goods' as const, 'goods' as const, 'service' as const, 'deposit' as const),
      unit: fc.constantFrom('each' as const, 'kg' as const),
      price: price(),
      barcodes: fc.uniqueArray(barcode, { maxLength: 3 }),
      packs: fc.array(pack, { maxLength: 2 }),
      department: words(),
      shelf: code(),
      lowStockLevel: quantity(),
      withdrawn: fc.boolean(),
    },
    { requiredKeys: ['sku', 'name', 'kind', 'unit', 'barcodes'] },
  );
}

function location() {
  const role = fc.constantFrom('sales_floor' as const, 'back_room' as const, 'other' as const);
  return fc.record({ code: fc.oneof(fc.constant('Cellar'), code()), name: words(), role });
}

function stockLevel() {
  return fc.record(
    { sku: code(), location: code(), level, margin: quantity() },
    { requiredKeys: ['sku', 'level'] },
  );
}

function lowStock() {
  return fc.record({
    ...unlisted,
    location: code(),
    state: fc.constantFrom('low' as const, 'cleared' as const),
    onHand: quantity(),
    available: quantity(),
    unit: fc.constant('each'),
    sinceSeq: fc.integer({ min: 1, max: 20 }),
  });
}

function priceSet() {
  return fc.record(
    { sku: code(), priceList: code(), price: fc.option(price()), from, until: instant() },
    { requiredKeys: ['sku', 'price'] },
  );
}

function priceList() {
  return fc.record({
    code: code(),
    name: words(),
    currency: fc.constantFrom('EUR', 'JPY'),
    taxIncluded: fc.boolean(),
  });
}

function taxRate() {
  const data = { category: code(), name: words(), rate: price(), from };
  return fc.record(data, { requiredKeys: ['category', 'rate'] });
}

function expired() {
  return fc.record({ reservationId: fc.constantFrom('r-1', 'r-2', 'r-3') });
}

function closed() {
  const entry = fc.integer({ min: 1, max: 20 });
  const cause = fc.constantFrom('product.unlisted', 'stock.negative', 'void.unknown_sale');
  return fc.record(
    { exception: fc.integer({ min: 1, max: 12 }), entry, cause, subject: code(), by: words() },
    { requiredKeys: ['exception'] },
  );
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet } from '../../../test/kit/till-events.ts';
import type { CataloguePage, PriceListAnswer, TaxRateAnswer } from '../../contract/catalogue-views.ts';

type Shop = ReturnType<typeof tempLedger>;
type Product = CataloguePage['products'][number];

function say(shop: Shop, type: string, data: object) {
  shop.ledger.commit([ledgerEvent({ type: `backroom.${type}.v1`, data })]);
}

/** A till that does what the contract says and nothing more. */
class CatalogueTill {
  readonly products = new Map<string, Product>();
  lists: readonly PriceListAnswer[] = [];
  rates: readonly TaxRateAnswer[] = [];
  since = 0;
  #next: string | null = null;
  #newSince: number | null = null;

  /** Reads one page; true when that was the last one for now. */
  read(shop: Shop, limit: number): boolean {
    const after = this.#next === null ? {} : { after: this.#next };
    const page = shop.reader.catalogue({ since: this.since, ...after, limit });
    if (page === null) throw new Error('the cursor is of the hub itself');
    this.#newSince ??= page.version;
    for (const product of page.products) this.products.set(product.sku, product);
    this.lists = page.priceLists ?? this.lists;
    this.rates = page.taxRates ?? this.rates;
    this.#next = page.next;
    if (page.next !== null) return false;
    this.since = this.#newSince;
    this.#newSince = null;
    return true;
  }

  sold(): unknown {
    const sold = [...this.products.values()].filter(({ gone }) => !gone);
    return {
      products: sold.toSorted((a, b) => (a.sku < b.sku ? -1 : 1)),
      lists: this.lists,
      rates: this.rates,
    };
  }
}

const sku = fc.integer({ min: 0, max: 11 }).map((number) => `P${number}`);
const price = fc.constantFrom('1', '2.50', '3.99');
const change: fc.Arbitrary<(shop: Shop) => void> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(sku, price, fc.uniqueArray(fc.constantFrom('A', 'B', 'C')))
      .map(([code, money, barcodes]) => (shop: Shop) => {
        const data = { sku: code, price: money, currency: 'EUR', barcodes };
        shop.ledger.commit([ledgerEvent(productSet(data))]);
      }),
  },
  fc.tuple(sku, sku).map(
    ([a, b]) =>
      (shop: Shop) =>
        say(shop, 'product.merged', { sku: a, into: b }),
  ),
  sku.map((a) => (shop: Shop) => say(shop, 'product.merge-undone', { sku: a })),
  fc.tuple(fc.constantFrom('A', 'B', 'C'), sku).map(
    ([barcode, a]) =>
      (shop: Shop) =>
        say(shop, 'barcode.moved', { barcode, sku: a }),
  ),
  fc.tuple(sku, price).map(
    ([a, money]) =>
      (shop: Shop) =>
        say(shop, 'price.set', { sku: a, price: money }),
  ),
  fc.constant((shop: Shop) =>
    say(shop, 'price-list.set', { code: 'L', name: 'L', currency: 'EUR', taxIncluded: true }),
  ),
  price.map((rate) => (shop: Shop) => say(shop, 'tax-rate.set', { category: 'food', rate })),
);

/** What the till does next, and what changes before. */
const turns = fc.array(fc.tuple(fc.array(change, { maxLength: 3 }), fc.integer({ min: 1, max: 5 })), {
  minLength: 5,
  maxLength: 40,
  size: 'max',
});

test('a till that applies pages in order has the whole catalogue, whatever changes between the pages', () => {
  fc.assert(
    fc.property(turns, (steps) => {
      using shop = tempLedger(() => Date.parse('2026-11-23T10:00:00Z'));
      const till = new CatalogueTill();
      for (const [changes, limit] of steps) {
        for (const make of changes) make(shop);
        till.read(shop, limit);
      }
      // Now nothing changes any more: it ends the walk that it is in, and makes one of its own.
      for (let walks = 0; walks < 2;) if (till.read(shop, 3)) walks += 1;
      const fresh = new CatalogueTill();
      fresh.read(shop, 1_000);
      expect(till.sold()).toEqual(fresh.sold());
      expect(till.since).toBe(shop.reader.catalogueVersion());
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('an import of many products is read page by page, each product once', () => {
  using shop = tempLedger();
  const products = Array.from({ length: 25 }, (_, index) => productSet({ sku: `P${index}` }).data);
  say(shop, 'products.staged', { importId: 'I', part: 1, products });
  say(shop, 'import.completed', { importId: 'I', parts: 1, products: 25 });
  const till = new CatalogueTill();
  let pages = 1;
  while (!till.read(shop, 10)) pages += 1;
  expect([pages, till.products.size]).toEqual([3, 25]);
});

test('a till that knows another ledger begins anew, and one that knows it all is told nothing', () => {
  using shop = tempLedger();
  shop.ledger.commit([ledgerEvent(productSet({ sku: 'TEA' }))]);
  const version = shop.reader.catalogueVersion();
  expect(shop.reader.catalogue({ since: version, limit: 10 })).toMatchObject({
    products: [],
    next: null,
    since: version,
  });
  expect(shop.reader.catalogue({ since: 999, limit: 10 })).toMatchObject({
    since: 0,
    products: [{ sku: 'TEA' }],
  });
  expect(shop.reader.catalogue({ since: 0, after: 'nonsense', limit: 10 })).toBeNull();
});

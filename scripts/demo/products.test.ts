import { expect, test } from 'vitest';
import { importProducts } from '../../hub/catalogue/import-products.ts';
import { type ProductSet, ProductsStaged } from '../../hub/contract/product-events.ts';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { ean13 } from './ean13.ts';
import { DEMO_PRODUCTS, DEPOSIT, GIFT_WRAP, openingLines, productsCsv, SOLD_OUT } from './products.ts';

const goods = DEMO_PRODUCTS.filter(({ kind }) => kind === 'goods');
const barcodes = goods.map(({ barcode }) => barcode ?? '');

test('the shop has at least 90 products in at least 8 departments', () => {
  expect(DEMO_PRODUCTS.length).toBeGreaterThanOrEqual(90);
  expect(new Set(DEMO_PRODUCTS.map(({ department }) => department)).size).toBeGreaterThanOrEqual(8);
  expect(DEMO_PRODUCTS.filter(({ unit }) => unit === 'kg').length).toBeGreaterThanOrEqual(8);
  expect(DEMO_PRODUCTS.filter(({ kind }) => kind === 'service').length).toBeGreaterThanOrEqual(4);
});

test('the check digit is that of codes known from elsewhere', () => {
  for (const code of ['4006381333931', '5901234123457', '9780306406157', '2000000000008']) {
    expect(ean13(code.slice(0, 12))).toBe(code);
  }
});

test('every barcode is a valid EAN-13 for use within a shop, and all are different', () => {
  for (const code of barcodes) expect(code).toMatch(/^2[0-9]\d{11}$/);
  for (const code of barcodes) expect(weightedSum(code) % 10, code).toBe(0);
  expect(new Set(barcodes).size).toBe(goods.length);
});

test('every SKU and every name is there once', () => {
  for (const key of ['sku', 'name'] as const) {
    expect(new Set(DEMO_PRODUCTS.map((product) => product[key].toLowerCase())).size).toBe(
      DEMO_PRODUCTS.length,
    );
  }
});

test('some goods are low on the first day and one is out', () => {
  const low = goods.filter(
    ({ opening, lowStockLevel }) => opening !== '0' && Number(opening) <= Number(lowStockLevel),
  );
  expect(low.length).toBeGreaterThanOrEqual(5);
  expect(SOLD_OUT).toHaveLength(1);
  expect(openingLines()).toHaveLength(goods.length - 1);
});

test('the import takes the whole shop', async () => {
  using folder = tempFolder();
  const staged: ProductSet[] = [];
  const report = await importProducts(bytesOf(productsCsv()), {
    folder: folder.path,
    defaultCurrency: 'USD',
    product: () => null,
    productItself: () => null,
    mergedInto: () => null,
    hubEvent: () => null,
    submitHub: (type, data) => {
      if (type === 'backroom.products.staged.v1') staged.push(...ProductsStaged.parse(data).products);
      return Promise.resolve({ outcome: 'accepted' });
    },
  });
  expect(report).toStrictEqual({ kind: 'done', products: DEMO_PRODUCTS.length });
  expect(staged.find(({ sku }) => sku === GIFT_WRAP)).toMatchObject({ name: 'Gift wrap', kind: 'service' });
  expect(staged.find(({ sku }) => sku === DEPOSIT)).toMatchObject({
    kind: 'deposit',
    price: '0.25',
    currency: 'EUR',
  });
});

/** Written on its own, so that the function in use does not testify for itself. */
function weightedSum(code: string): number {
  return Array.from(code, Number).reduce((sum, digit, index) => sum + digit * (1 + (index % 2) * 2), 0);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array, void, void> {
  yield Buffer.from(text);
}

import { expect, test } from 'vitest';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, saleOf } from '../../../test/kit/till-events.ts';
import { verifyLedger } from '../verify/verify-ledger.ts';

const BARCODE = '4006381333931';
const details = (temp: ReturnType<typeof tempLedger>, cause: string) =>
  temp.reader
    .exceptions({ limit: 10 })
    .filter((exception) => exception.cause === cause)
    .map(({ detail }) => detail);

test('an unlisted product keeps what the till said of it: its name and its barcode', () => {
  using temp = tempLedger();
  const line = { sku: 'TEA-100', barcode: BARCODE, description: ' Green tea 100 g ' };
  temp.ledger.commit([ledgerEvent({ ...saleOf(line), sequence: 1 })]);
  const made = { sku: 'TEA-100', name: 'Green tea 100 g', barcodes: [BARCODE], listed: false };
  expect(temp.reader.product({ barcode: BARCODE })).toMatchObject(made);
  expect(temp.reader.searchProducts(BARCODE, 5)).toMatchObject([made]);
  temp.ledger.commit([ledgerEvent({ ...saleOf({ barcode: BARCODE }), sequence: 2 })]);
  expect(temp.reader.stock({ sku: 'TEA-100' })).toMatchObject({ onHand: '-2' });
  expect(details(temp, 'product.unlisted')).toEqual([
    'No product has the code TEA-100, which the till calls Green tea 100 g. Name it, or merge it into the product that it is.',
  ]);
  expect(verifyLedger(temp.file, () => undefined).problems).toEqual([]);
});

test('a barcode that leads to a product already stays there', () => {
  using temp = tempLedger();
  temp.ledger.commit([
    ledgerEvent(productSet({ sku: 'MUG', barcodes: [BARCODE] })),
    ledgerEvent({ ...saleOf({ sku: 'CUP', barcode: BARCODE }, { sku: 'JUG', barcode: 'mug' }), sequence: 1 }),
    ledgerEvent({ ...saleOf({ sku: 'POT', barcode: 'pot' }), sequence: 2 }),
  ]);
  for (const sku of ['CUP', 'JUG', 'POT'])
    expect(temp.reader.product({ sku })).toMatchObject({ barcodes: [] });
  expect(temp.reader.product({ barcode: BARCODE })).toMatchObject({ sku: 'MUG' });
  expect(verifyLedger(temp.file, () => undefined).problems).toEqual([]);
});

test('the questions about a product say no word twice and count pieces without a unit', () => {
  using temp = tempLedger();
  temp.ledger.commit([ledgerEvent({ ...saleOf({ sku: 'CHEESE', quantity: '2' }), sequence: 1 })]);
  expect(details(temp, 'product.unlisted')).toEqual([
    'No product has the code CHEESE. Name it, or merge it into the product that it is.',
  ]);
  expect(details(temp, 'stock.negative')).toEqual([
    'CHEESE: more left than the ledger knew of, on hand is -2. Count it.',
  ]);
});

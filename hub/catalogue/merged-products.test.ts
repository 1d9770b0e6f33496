import { expect, test } from 'vitest';
import { runImport, setProduct } from '../../test/kit/import-shop.ts';
import type { Shop } from '../../test/kit/import-shop.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { ledgerEvent } from '../../test/kit/till-events.ts';

function merged(shop: Shop): void {
  for (const sku of ['TEE', 'TEA', 'MUG']) setProduct(shop, { sku, barcodes: [`C-${sku}`] });
  shop.ledger.commit([
    ledgerEvent({ type: 'backroom.product.merged.v1', data: { sku: 'TEE', into: 'TEA' } }),
  ]);
}

test('a file may list a merged product and its barcode without the product that it was merged into', async () => {
  using shop = tempLedger();
  merged(shop);
  expect(await runImport(shop, 'sku;name;barcode\nTEE;Tee;C-TEE\n')).toMatchObject({ kind: 'done' });
  expect(shop.reader.product({ barcode: 'C-TEE' })?.sku).toBe('TEA');
});

test('what a file has no column for stays as it was set, also of a merged product', async () => {
  using shop = tempLedger();
  setProduct(shop, { sku: 'TEA', price: '9.00', currency: 'EUR', barcodes: ['C-TEA'] });
  setProduct(shop, { sku: 'TEE', price: '2.50', currency: 'EUR', barcodes: ['C-TEE', 'C-TWO'] });
  shop.ledger.commit([
    ledgerEvent({ type: 'backroom.product.merged.v1', data: { sku: 'TEE', into: 'TEA' } }),
  ]);
  await runImport(shop, 'sku;name\ntee;Green\n');
  const kept = { name: 'Green', price: '2.50', barcodes: ['C-TEE', 'C-TWO'] };
  expect(shop.reader.productItself('TEE')).toMatchObject(kept);
  shop.ledger.commit([ledgerEvent({ type: 'backroom.product.merge-undone.v1', data: { sku: 'TEE' } })]);
  expect(shop.reader.product({ sku: 'TEE' })).toMatchObject(kept);
});

test('the barcode of a product that is not in the file is refused to all others', async () => {
  using shop = tempLedger();
  merged(shop);
  const refused = await runImport(shop, 'sku;name;barcode\nMUG;Mug;C-TEE\nTEE;Tee;C-NEW\n');
  const reason = 'Barcode C-TEE belongs to the product TEA, which is not in the file.';
  expect(refused).toMatchObject({ kind: 'invalid', errors: [{ reason }] });
});

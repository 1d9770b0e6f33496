import { expect, test } from 'vitest';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, saleOf } from '../../../test/kit/till-events.ts';
import { APPLICATION_ID, openWriter } from '../open.ts';
import { readMigrations, migrate } from '../migrate.ts';
import Database from 'better-sqlite3';
import { join } from 'node:path';

const SPELLINGS = ['036000291452', '0036000291452', '00036000291452'];

test.each(SPELLINGS)('a product with the barcode %s is found by every spelling of it', (barcode) => {
  using shop = tempLedger();
  shop.ledger.commit([ledgerEvent(productSet({ sku: 'TEA', barcodes: [barcode] }))]);
  for (const spelling of SPELLINGS) {
    expect(shop.reader.product({ barcode: spelling })?.sku).toBe('TEA');
    expect(shop.reader.stock({ barcode: spelling })?.sku).toBe('TEA');
    shop.ledger.commit([ledgerEvent(saleOf({ barcode: spelling }))]);
  }
  expect(shop.reader.product({ sku: 'TEA' })).toMatchObject({
    onHand: `-${SPELLINGS.length}`,
    barcodes: [barcode],
  });
  expect(shop.reader.counts()).toMatchObject({ products: 1, unlisted: 0 });
});

test('a GTIN that no product has is one unlisted product, however tills spell it', () => {
  using shop = tempLedger();
  for (const barcode of SPELLINGS) shop.ledger.commit([ledgerEvent(saleOf({ barcode }))]);
  expect(shop.reader.counts()).toMatchObject({ products: 1, unlisted: 1 });
  expect(shop.reader.product({ barcode: '00036000291452' })).toMatchObject({ sku: '036000291452' });
});

test('barcodes of packs are taken, moved and released as the others are', () => {
  using shop = tempLedger();
  const set = (sku: string, more: object) => shop.ledger.commit([ledgerEvent(productSet({ sku, ...more }))]);
  set('TEA', { packs: [{ barcode: '10036000291459', quantity: '12' }] });
  set('MUG', { barcodes: ['10036000291459'] });
  expect(shop.reader.exceptions({ limit: 5 })).toMatchObject([
    { cause: 'barcode.taken', subject: '10036000291459' },
  ]);
  set('TEA', {});
  set('MUG', { packs: [{ barcode: '10036000291459', quantity: '6' }] });
  expect(shop.reader.product({ barcode: '10036000291459' })?.sku).toBe('MUG');
  expect(shop.reader.exceptions({ limit: 5 })).toEqual([]);
});

test('an older ledger gets keys of GTINs, and the older of two products keeps a number that both had', () => {
  using shop = tempLedger();
  const file = join(shop.folder, 'older.db');
  const db = new Database(file);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(
    db,
    file,
    readMigrations().filter(({ version }) => version <= 4),
  );
  const product = db.prepare(
    `INSERT INTO product (product, sku, sku_key, name, name_key, kind, unit, listed, changed_seq)
     VALUES (?, ?, ?, '', '', 'goods', 'each', 1, 1)`,
  );
  for (const [number, sku] of [
    [1, 'tea'],
    [2, 'mug'],
  ])
    product.run(number, sku, sku);
  const barcode = db.prepare('INSERT INTO barcode (barcode_key, barcode, product) VALUES (?, ?, ?)');
  for (const [code, owner] of [
    ['0036000291452', 2],
    ['036000291452', 1],
    ['Shelf-A', 2],
  ])
    barcode.run(String(code).toLowerCase(), code, owner);
  db.close();
  openWriter(file).close();
  const migrated = new Database(file, { readonly: true });
  expect(
    migrated.prepare('SELECT barcode_key, barcode, product, pack_micro FROM barcode').raw().all(),
  ).toEqual([
    ['00036000291452', '036000291452', 1, null],
    ['shelf-a', 'Shelf-A', 2, null],
  ]);
  migrated.close();
});

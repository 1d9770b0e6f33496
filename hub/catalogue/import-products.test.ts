import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { inChunks, portsOf, runImport, setProduct } from '../../test/kit/import-shop.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { LIMITS } from '../contract/limits.ts';
import { importProducts } from './import-products.ts';
import type { ImportPorts } from './ports.ts';

describe('an import', () => {
  test('lets products give barcodes to each other, whichever stands first', async () => {
    using shop = tempLedger();
    setProduct(shop, { sku: 'OLD', barcodes: ['111', '222'] });
    expect(await runImport(shop, 'sku,name,ean\nNEW,Milk,222\nOLD,Old milk,111\n')).toMatchObject({
      kind: 'done',
    });
    expect(shop.reader.product({ barcode: '222' })).toMatchObject({ sku: 'NEW' });
    expect(await runImport(shop, 'sku,name,ean\nNEW,Milk,111\nOLD,Old milk,222\n')).toMatchObject({
      kind: 'done',
    });
    expect(shop.reader.product({ barcode: '222' })).toMatchObject({ sku: 'OLD' });
    expect(shop.reader.product({ barcode: '111' })).toMatchObject({ sku: 'NEW' });
    expect(shop.reader.exceptions({ limit: 10 })).toStrictEqual([]);
  });

  test('takes every field of a product', async () => {
    using shop = tempLedger();
    const csv = `sku,name,barcodes,unit,price,currency,tax_category,department,kind,low_stock_level
A-1,Apples,4006381333931 96385074,kg,2.49,CHF,reduced,Produce,goods,1.5
W-1,"Gift wrap, ""large""",,Each,3,,,,service,
`;
    expect(await runImport(shop, csv)).toStrictEqual({ kind: 'done', products: 2 });
    expect(shop.reader.product({ barcode: '96385074' })).toMatchObject({
      sku: 'A-1',
      name: 'Apples',
      department: 'Produce',
      kind: 'goods',
      unit: 'kg',
      price: '2.49',
      currency: 'CHF',
      taxCategory: 'reduced',
      barcodes: ['4006381333931', '96385074'],
      lowStockLevel: '1.5',
    });
    expect(shop.reader.product({ sku: 'w-1' })).toMatchObject({
      name: 'Gift wrap, "large"',
      kind: 'service',
      unit: 'each',
      currency: 'EUR',
      barcodes: [],
    });
  });

  test.each([
    ['a BOM, CRLF and semicolons', '\ufeffsku;name;price\r\nA;Tea;2,50\r\n\r\nB;"Milk; fresh";1.10\r\n'],
    ['tabs and no line end at the end', 'sku\tname\tprice\nA\tTea\t2.50\nB\tMilk; fresh\t1.10'],
    [
      'other names for the columns, in another order',
      'Unit price,Description,PLU\n2.50,Tea,A\n1.10,Milk; fresh,B\n',
    ],
    [
      'empty columns and rows that a spreadsheet left behind',
      'sku,name,price,,\nA,Tea,2.50,,\n,,,,\nB,Milk; fresh,1.10,,\n',
    ],
    ['quotes around everything', '"sku","name","price"\r\n"A","Tea","2.50"\r\n"B","Milk; fresh","1.10"\r\n'],
  ])('reads a file with %s', async (_what, csv) => {
    using shop = tempLedger();
    expect(await runImport(shop, csv, 3)).toStrictEqual({ kind: 'done', products: 2 });
    expect(shop.reader.product({ sku: 'A' })).toMatchObject({ name: 'Tea', price: '2.50' });
    expect(shop.reader.product({ sku: 'B' })).toMatchObject({ name: 'Milk; fresh', price: '1.10' });
  });

  test('takes 50,000 products, and none when the last row is wrong', async () => {
    using shop = tempLedger();
    const rows = Array.from(
      { length: 50_000 },
      (_, index) => `S${index},Product ${index},B${index},each,1.99\n`,
    );
    const csv = `sku,name,barcodes,unit,price\n${rows.join('')}`;
    const broken = await runImport(shop, `${csv}S50000,,B50000,each,1.99`, 65_536);
    expect(broken).toStrictEqual({
      kind: 'invalid',
      errors: [{ line: 50_002, reason: 'name is missing.' }],
      errorCount: 1,
    });
    expect(shop.reader.counts()).toMatchObject({ products: 0, lastSeq: 0 });
    expect(await runImport(shop, csv, 65_536)).toStrictEqual({ kind: 'done', products: 50_000 });
    expect(shop.reader.counts()).toMatchObject({ products: 50_000, lastSeq: 101 });
    expect(shop.reader.product({ barcode: 'b49999' })).toMatchObject({ name: 'Product 49999' });
  }, 120_000);

  test('makes parts that fit into an event', async () => {
    using shop = tempLedger();
    const barcodes = (index: number) =>
      Array.from({ length: 50 }, (_, each) => `${index}-${each}-`.padEnd(LIMITS.code, '€')).join('|');
    const rows = Array.from(
      { length: 300 },
      (_, index) => `S${index},${'"'.repeat(2)}N${'"'.repeat(2)},${barcodes(index)}\n`,
    );
    const csv = `sku,name,barcodes\n${rows.join('').replaceAll('""N""', '"""N"""')}`;
    expect(await runImport(shop, csv, 65_536)).toStrictEqual({ kind: 'done', products: 300 });
    expect(shop.reader.counts().products).toBe(300);
  });

  test('leaves what it has no column for as it is', async () => {
    using shop = tempLedger();
    await runImport(shop, 'sku,name,barcodes,unit,price,currency,low_stock_level\nA,Tea,123,kg,2.50,CHF,4\n');
    expect(await runImport(shop, 'sku,name,price\na,Green tea,3.00\nB,New,1\n')).toMatchObject({
      kind: 'done',
    });
    const kept = { barcodes: ['123'], unit: 'kg', currency: 'CHF', lowStockLevel: '4' };
    expect(shop.reader.product({ sku: 'A' })).toMatchObject({ name: 'Green tea', price: '3.00', ...kept });
    expect(shop.reader.product({ sku: 'B' })).toMatchObject({ unit: 'each', currency: 'EUR', kind: 'goods' });
  });

  test('takes packs and what tills have to know of a product, and leaves them where it has no column', async () => {
    using shop = tempLedger();
    const csv = `sku;name;packs;shelf;age_limit;deposit_sku;withdrawn
CIDER;Cider;10036000291459*12 CRATE*0,5;A-4;18;BOTTLE;yes
`;
    expect(await runImport(shop, csv)).toMatchObject({ kind: 'done' });
    const told = { shelf: 'A-4', ageLimit: 18, depositSku: 'BOTTLE', withdrawn: true };
    const packs = [
      { barcode: '10036000291459', quantity: '12' },
      { barcode: 'CRATE', quantity: '0.5' },
    ];
    expect(shop.reader.product({ barcode: '10036000291459' })).toMatchObject({
      ...told,
      packs,
      barcodes: [],
    });
    await runImport(shop, 'sku,name\nCIDER,Dry cider\n');
    expect(shop.reader.product({ sku: 'CIDER' })).toMatchObject({ ...told, packs, name: 'Dry cider' });
    await runImport(shop, 'sku,name,packs,withdrawn\nCIDER,Dry cider,,no\n');
    expect(shop.reader.product({ sku: 'CIDER' })).toMatchObject({ ...told, packs: [], withdrawn: false });
  });

  test('keeps what a pack is called and from when it holds, for which a cell has no room', async () => {
    using shop = tempLedger();
    const pack = { barcode: 'CRATE', quantity: '12', name: 'Crate', from: '2027-01-01T00:00:00Z' };
    setProduct(shop, { sku: 'CIDER', packs: [pack] });
    await runImport(shop, 'sku,name,packs\nCIDER,Cider,crate*20\n');
    expect(shop.reader.product({ sku: 'CIDER' })?.packs).toStrictEqual([
      { ...pack, barcode: 'crate', quantity: '20' },
    ]);
  });

  test('empties what it has an empty field for', async () => {
    using shop = tempLedger();
    await runImport(shop, 'sku,name,barcodes,department\nA,Tea,123,Drinks\n');
    await runImport(shop, 'sku,name,barcodes,department\nA,Tea,,\n');
    expect(shop.reader.product({ sku: 'A' })).toMatchObject({ barcodes: [], department: null });
  });

  test('leaves no file behind', async () => {
    using shop = tempLedger();
    using folder = tempFolder();
    await importProducts(inChunks('sku,name\nA,Tea\n'), portsOf(shop, folder.path));
    await importProducts(inChunks('sku\nA\n'), portsOf(shop, folder.path));
    const cutOff = async function* () {
      yield* inChunks('sku,name\nA,Te');
      throw new Error('the sender went away');
    };
    await expect(importProducts(cutOff(), portsOf(shop, folder.path))).rejects.toThrow(
      'the sender went away',
    );
    expect(readdirSync(folder.path)).toStrictEqual([]);
    expect(shop.reader.product({ sku: 'A' })).toMatchObject({ name: 'Tea' });
  });

  test('names the disk when the file cannot be kept', async () => {
    using shop = tempLedger();
    const ports = portsOf(shop, `${shop.folder}/missing`);
    await expect(importProducts(inChunks('sku,name\nA,Tea\n'), ports)).rejects.toMatchObject({
      code: 'ledger.io',
    });
  });

  test('changes nothing when it is cut off between its parts', async () => {
    using shop = tempLedger();
    const { submitHub, ...ports } = portsOf(shop);
    const failing: ImportPorts = {
      ...ports,
      submitHub: async (type, data) => {
        if (type === 'backroom.import.completed.v1') throw new Error('cut off');
        return submitHub(type, data);
      },
    };
    await expect(importProducts(inChunks('sku,name\nA,Tea\n'), failing)).rejects.toThrow('cut off');
    shop.reopen();
    expect(shop.reader.counts().products).toBe(0);
    expect(await runImport(shop, 'sku,name\nA,Tea\n')).toMatchObject({ kind: 'done' });
  });
});

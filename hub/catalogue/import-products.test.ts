import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { bytesOf, ledgerEvent, productSet } from '../../test/kit/till-events.ts';
import { EVENT_TYPES } from '../contract/events.ts';
import { LIMITS } from '../contract/limits.ts';
import { assert, must } from '../kit/assert.ts';
import { importProducts } from './import-products.ts';
import { IMPORT_ERRORS_MAX } from './limits.ts';
import type { ImportPorts } from './ports.ts';

type Shop = ReturnType<typeof tempLedger>;

function portsOf(shop: Shop, folder = shop.folder): ImportPorts {
  return {
    submitHub: async (type, data) => {
      const input = { type, data: EVENT_TYPES[type].data.parse(data) };
      expect(bytesOf(input).length).toBeLessThan(LIMITS.eventBytes);
      return must(shop.ledger.commit([ledgerEvent(input)]).replies[0], 'a reply');
    },
    product: (code) => shop.reader.product(code),
    folder,
    defaultCurrency: 'EUR',
  };
}

async function* inChunks(text: string | Buffer, size = 7_919): AsyncGenerator<Uint8Array, void, void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Imports into the shop, in chunks of a few bytes unless told otherwise. */
function run(shop: Shop, text: string | Buffer, size = 5) {
  return importProducts(inChunks(text, size), portsOf(shop));
}

function set(shop: Shop, data: Parameters<typeof productSet>[0]): void {
  shop.ledger.commit([ledgerEvent(productSet(data))]);
}

describe('an import', () => {
  test('lets products give barcodes to each other, whichever stands first', async () => {
    using shop = tempLedger();
    set(shop, { sku: 'OLD', barcodes: ['111', '222'] });
    expect(await run(shop, 'sku,name,ean\nNEW,Milk,222\nOLD,Old milk,111\n')).toMatchObject({ kind: 'done' });
    expect(shop.reader.product({ barcode: '222' })).toMatchObject({ sku: 'NEW' });
    expect(await run(shop, 'sku,name,ean\nNEW,Milk,111\nOLD,Old milk,222\n')).toMatchObject({ kind: 'done' });
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
    expect(await run(shop, csv)).toStrictEqual({ kind: 'done', products: 2 });
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
    expect(await run(shop, csv, 3)).toStrictEqual({ kind: 'done', products: 2 });
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
    const broken = await run(shop, `${csv}S50000,,B50000,each,1.99`, 65_536);
    expect(broken).toStrictEqual({
      kind: 'invalid',
      errors: [{ line: 50_002, reason: 'name is missing.' }],
      errorCount: 1,
    });
    expect(shop.reader.counts()).toMatchObject({ products: 0, lastSeq: 0 });
    expect(await run(shop, csv, 65_536)).toStrictEqual({ kind: 'done', products: 50_000 });
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
    expect(await run(shop, csv, 65_536)).toStrictEqual({ kind: 'done', products: 300 });
    expect(shop.reader.counts().products).toBe(300);
  });

  test('leaves what it has no column for as it is', async () => {
    using shop = tempLedger();
    await run(shop, 'sku,name,barcodes,unit,price,currency,low_stock_level\nA,Tea,123,kg,2.50,CHF,4\n');
    expect(await run(shop, 'sku,name,price\na,Green tea,3.00\nB,New,1\n')).toMatchObject({ kind: 'done' });
    const kept = { barcodes: ['123'], unit: 'kg', currency: 'CHF', lowStockLevel: '4' };
    expect(shop.reader.product({ sku: 'A' })).toMatchObject({ name: 'Green tea', price: '3.00', ...kept });
    expect(shop.reader.product({ sku: 'B' })).toMatchObject({ unit: 'each', currency: 'EUR', kind: 'goods' });
  });

  test('empties what it has an empty field for', async () => {
    using shop = tempLedger();
    await run(shop, 'sku,name,barcodes,department\nA,Tea,123,Drinks\n');
    await run(shop, 'sku,name,barcodes,department\nA,Tea,,\n');
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
    expect(await run(shop, 'sku,name\nA,Tea\n')).toMatchObject({ kind: 'done' });
  });
});

const COLUMNS = 'sku, name, barcodes, unit, price, currency, tax_category, department, kind, low_stock_level';

describe('a file is refused', () => {
  test.each([
    ['is empty', '', [1, 'The file is empty.']],
    ['has only a header', 'sku,name\n', [1, 'The file has no products.']],
    [
      'has a column that nobody knows',
      'sku,name,colour\nA,Tea,red\n',
      [1, `Unknown column "colour". The columns are: ${COLUMNS}.`],
    ],
    ['lacks a column', '\nsku,price\nA,1\n', [2, `There is no column name. The columns are: ${COLUMNS}.`]],
    [
      'has a column twice',
      'sku,name,ean,barcode\nA,Tea,1,2\n',
      [1, `The column barcodes comes twice. The columns are: ${COLUMNS}.`],
    ],
    [
      'is UTF-16',
      Buffer.from('\ufeffsku,name\nA,Tea\n', 'utf16le'),
      [1, 'The file is UTF-16 text. Save it as "CSV UTF-8".'],
    ],
    ['is not UTF-8', Buffer.from('sku,name\nA,Caf\xe9\n', 'latin1'), [2, 'name is not UTF-8 text.']],
    ['has a short row', 'sku,name,price\r\nA,Tea\r\n', [2, 'The row has 2 fields, and the header has 3.']],
    ['has a long row', 'sku,name\r\nA,Tea,2\r\n', [2, 'The row has 3 fields, and the header has 2.']],
    ['has no sku in a row', 'sku,name\n,Tea\n', [2, 'sku is missing.']],
    [
      'has a price that is none',
      'sku,name,price\nA,Tea,2.4.9\n',
      [2, 'price "2.4.9" is not a decimal number that is not negative, such as 2.49.'],
    ],
    [
      'has a decimal comma among commas',
      'sku,name,price\nA,Tea,"2,49"\n',
      [2, 'price "2,49" is not a decimal number that is not negative, such as 2.49.'],
    ],
    [
      'has a negative price',
      'sku,name,price\nA,Tea,-1\n',
      [2, 'price "-1" is not a decimal number that is not negative, such as 2.49.'],
    ],
    [
      'has a level that is none',
      'sku,name,low_stock_level\nA,Tea,few\n',
      [2, 'low_stock_level "few" is not a decimal number such as 5 or 1.5.'],
    ],
    [
      'has a unit that nobody knows',
      'sku,name,unit\nA,Tea,box\n',
      [2, 'unit "box" is not one of each, kg, g, l, ml, m, m2, hour.'],
    ],
    [
      'has a name that is too long',
      `sku,name\nA,${'x'.repeat(201)}\n`,
      [2, 'name has more than 200 characters.'],
    ],
    [
      'has a line end in a name',
      'sku,name\r\nB,Milk\r\nA,"Te\r\na"\r\n',
      [3, 'name holds control characters.'],
    ],
    ['has a sku twice', 'sku,name\nA,Tea\nB,Milk\na,Tea\n', [4, 'sku a stands in line 2 already.']],
    [
      'has a barcode twice',
      'sku,name,ean\nA,Tea,1 2\nB,Milk,3|1\n',
      [3, 'Barcode 1 stands in line 2 already.'],
    ],
    [
      'has a quote in the middle',
      'sku,name\nA,Tea\nB,Milk "fresh"\n',
      [3, 'A quote stands where none may be. Write "" for a quote inside a quoted field.'],
    ],
    [
      'has a quote that is never closed',
      'sku,name\nA,"Tea\nB,Milk\n',
      [2, 'A quote is opened and never closed.'],
    ],
    [
      'has a row without an end',
      `sku,name\nA,"Tea\n${'B,Milk\n'.repeat(10_000)}`,
      [2, 'The row has more than 65536 bytes: a quote may be missing.'],
    ],
  ])('that %s', async (_what, csv, [line, reason]) => {
    using shop = tempLedger();
    expect(await run(shop, csv, 4_096)).toStrictEqual({
      kind: 'invalid',
      errors: [{ line, reason }],
      errorCount: 1,
    });
    expect(shop.reader.counts().lastSeq).toBe(0);
  });

  test('whose barcode belongs to a product that it does not name', async () => {
    using shop = tempLedger();
    set(shop, { sku: 'OLD', barcodes: ['111', '222'] });
    const refused = await run(shop, 'sku,name,ean\nA,Tea,333\nNEW,Milk,222\n');
    const reason = 'Barcode 222 belongs to the product OLD, which is not in the file.';
    expect(refused).toStrictEqual({ kind: 'invalid', errors: [{ line: 3, reason }], errorCount: 1 });
  });

  test('with the line of the row, whatever stands in the rows before', async () => {
    using shop = tempLedger();
    const csv = 'sku,name,department\r\n\r\nA,Tea,"x\r\ny"\r\nB,Milk,"a\nb"\r\n\r\nC,,\r\n';
    const report = await run(shop, csv);
    assert(report.kind === 'invalid', 'the rows are wrong');
    expect(report.errors.map(({ line }) => line)).toStrictEqual([3, 5, 8]);
  });

  test('with the first errors listed and all of them counted', async () => {
    using shop = tempLedger();
    const csv = `sku,name,price,unit\n${Array.from({ length: 500 }, (_, index) => `S${index},Tea,x,y\n`).join('')}`;
    const report = await run(shop, csv, 1_000);
    expect(report).toMatchObject({ kind: 'invalid', errorCount: 1_000 });
    expect(report.kind === 'invalid' && report.errors.length).toBe(IMPORT_ERRORS_MAX);
    expect(report.kind === 'invalid' && report.errors[0]).toMatchObject({ line: 2 });
  });
});

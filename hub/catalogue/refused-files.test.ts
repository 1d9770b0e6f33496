import { describe, expect, test } from 'vitest';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { runImport, setProduct } from '../../test/kit/import-shop.ts';
import { assert } from '../kit/assert.ts';
import { IMPORT_ERRORS_MAX } from './limits.ts';

const COLUMNS =
  'sku, name, barcodes, unit, price, currency, tax_category, department, kind, low_stock_level, packs, shelf, ' +
  'age_limit, deposit_sku, withdrawn';

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
      'has a pack without a size',
      'sku,name,packs\nA,Tea,10036000291459\n',
      [2, 'packs "10036000291459" is not a barcode with how many units it holds, such as 4006381333931*12.'],
    ],
    [
      'has a pack of nothing',
      'sku,name,packs\nA,Tea,10036000291459*0\n',
      [
        2,
        'packs "10036000291459*0" is not a barcode with how many units it holds, such as 4006381333931*12.',
      ],
    ],
    [
      'has an age that is none',
      'sku,name,age_limit\nA,Gin,adult\n',
      [2, 'age_limit "adult" is not a number of years from 1 to 99.'],
    ],
    [
      'has neither yes nor no',
      'sku,name,withdrawn\nA,Tea,maybe\n',
      [2, 'withdrawn "maybe" is not yes or no.'],
    ],
    [
      'has the barcode of a piece as that of a pack, spelled in another way',
      'sku,name,barcodes,packs\nA,Tea,036000291452,\nB,Milk,,0036000291452*6\n',
      [3, 'Barcode 0036000291452 stands in line 2 already.'],
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
    expect(await runImport(shop, csv, 4_096)).toStrictEqual({
      kind: 'invalid',
      errors: [{ line, reason }],
      errorCount: 1,
    });
    expect(shop.reader.counts().lastSeq).toBe(0);
  });

  test('whose barcode belongs to a product that it does not name', async () => {
    using shop = tempLedger();
    setProduct(shop, { sku: 'OLD', barcodes: ['111', '222'] });
    const refused = await runImport(shop, 'sku,name,ean\nA,Tea,333\nNEW,Milk,222\n');
    const reason = 'Barcode 222 belongs to the product OLD, which is not in the file.';
    expect(refused).toStrictEqual({ kind: 'invalid', errors: [{ line: 3, reason }], errorCount: 1 });
  });

  test('with the line of the row, whatever stands in the rows before', async () => {
    using shop = tempLedger();
    const csv = 'sku,name,department\r\n\r\nA,Tea,"x\r\ny"\r\nB,Milk,"a\nb"\r\n\r\nC,,\r\n';
    const report = await runImport(shop, csv);
    assert(report.kind === 'invalid', 'the rows are wrong');
    expect(report.errors.map(({ line }) => line)).toStrictEqual([3, 5, 8]);
  });

  test('with the first errors listed and all of them counted', async () => {
    using shop = tempLedger();
    const csv = `sku,name,price,unit\n${Array.from({ length: 500 }, (_, index) => `S${index},Tea,x,y\n`).join('')}`;
    const report = await runImport(shop, csv, 1_000);
    expect(report).toMatchObject({ kind: 'invalid', errorCount: 1_000 });
    expect(report.kind === 'invalid' && report.errors.length).toBe(IMPORT_ERRORS_MAX);
    expect(report.kind === 'invalid' && report.errors[0]).toMatchObject({ line: 2 });
  });
});

import { expect, test } from 'vitest';
import { namedGoods, productBarcode } from './scanned-line.ts';

const year = (): number => 2026;

const LOT = { lot: 'L-1', expires: '2026-12-31' };
const NONE = { lot: null, expires: null };

test.each([
  ['a printed element string', '(01)04006381333931(17)261231(10)L-1', '4006381333931', LOT],
  ['a scan of GS1 DataMatrix', ']d201040063813339311726123110L-1', '4006381333931', LOT],
  ['a Digital Link', 'https://id.gs1.org/01/04006381333931/10/L-1?17=261231', '4006381333931', LOT],
  ['an EAN-13 with its symbology', ']E04006381333931', '4006381333931', NONE],
  ['an EAN-13', '4006381333931', '4006381333931', NONE],
  ['a code of the shop’s own, however long', 'HOUSE-NUMBER-000000042', 'HOUSE-NUMBER-000000042', NONE],
  ['a code with a wrong check digit', '(01)04006381333932(10)L-1', '(01)04006381333932(10)L-1', NONE],
  ['a parcel', '(00)340123450000000000', '(00)340123450000000000', NONE],
])('%s names its product, lot and last day', (_name, barcode, code, told) => {
  expect(namedGoods({ barcode }, year)).toEqual({ code, codeKind: 'barcode', ...told });
  expect(productBarcode(barcode)).toBe(code);
});

test('what the line says in fields of its own comes before what the barcode says', () => {
  const barcode = '(01)04006381333931(17)261231(10)L-1';
  expect(namedGoods({ barcode, sku: 'TEA', lot: 'B' }, year)).toEqual({
    code: 'TEA',
    codeKind: 'sku',
    lot: 'B',
    expires: '2026-12-31',
  });
});

test('a plain barcode is not read for a date', () => {
  const never = (): number => expect.fail('no date to settle');
  expect(namedGoods({ barcode: '04006381333931' }, never)).toMatchObject({ code: '04006381333931' });
});

test('a clock that was lost puts no date into another century', () => {
  const named = namedGoods({ barcode: '(01)04006381333931(17)310105' }, () => 1970);
  expect(named.expires).toBe('2031-01-05');
});

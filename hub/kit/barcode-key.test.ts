import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barcodeKey, barcodeName, gtinSpellings } from './barcode-key.ts';
import { checkDigitOf } from './gtin.ts';

test('every spelling of a GTIN has one key and one name', () => {
  const upcA = ['036000291452', '0036000291452', '00036000291452'];
  expect(new Set(upcA.map(barcodeKey))).toEqual(new Set(['00036000291452']));
  expect(new Set(upcA.map(barcodeName))).toEqual(new Set(['036000291452']));
  expect(gtinSpellings('0036000291452')).toEqual(upcA);
});

test('a case is not the piece, and what is no GTIN is compared without regard to case', () => {
  expect(barcodeKey('10036000291459')).not.toBe(barcodeKey('036000291452'));
  expect(barcodeKey('Shelf-A')).toBe(barcodeKey('SHELF-a'));
  expect(barcodeName('Shelf-A')).toBe('Shelf-A');
  expect(gtinSpellings('4006381333932'), 'a wrong check digit').toEqual([]);
});

test('the key of a key is the key, and every spelling leads to it', () => {
  const gtins = fc.stringMatching(/^\d{7,13}$/).map((digits) => digits + checkDigitOf(digits));
  fc.assert(
    fc.property(fc.oneof(gtins, fc.string({ maxLength: 16 })), (code) => {
      expect(barcodeKey(barcodeKey(code))).toBe(barcodeKey(code));
      for (const spelling of gtinSpellings(code).slice(1))
        expect(barcodeKey(spelling)).toBe(barcodeKey(code));
    }),
  );
});

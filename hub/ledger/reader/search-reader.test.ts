import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet } from '../../../test/kit/till-events.ts';

interface Shelf {
  readonly sku: string;
  readonly name: string;
  readonly barcodes?: readonly string[];
}

function shopOf(...shelves: readonly Shelf[]) {
  const temp = tempLedger();
  temp.ledger.commit(
    shelves.map(({ sku, name, barcodes }) =>
      ledgerEvent(productSet({ sku, name, barcodes: [...(barcodes ?? [])] })),
    ),
  );
  return {
    find: (query: string) => temp.reader.searchProducts(query, 25).map(({ sku }) => sku),
    [Symbol.dispose]: () => temp[Symbol.dispose](),
  };
}

test('every word of the query must match, the short ones too', () => {
  using shop = shopOf({ sku: 'T1', name: 'Tea 5 kg' }, { sku: 'T2', name: 'Tea 9 kg', barcodes: ['5000'] });
  expect(shop.find('tea 5')).toEqual(['T1']);
  expect(shop.find('5 tea')).toEqual(['T1']);
  expect(shop.find('te kg 9')).toEqual(['T2']);
  expect(shop.find('tea kg')).toEqual(['T1', 'T2']);
  expect(shop.find('tea 7')).toEqual([]);
  expect(shop.find('tea 5 t e a k g 5 kg nothing')).toEqual([]);
});

test('a short word stands at the beginning of any word, number or part of a code', () => {
  using shop = shopOf(
    { sku: 'ab-77', name: 'Hook' },
    { sku: 'S2', name: 'Über Öl' },
    { sku: 'S3', name: 'Milk (1l)' },
  );
  expect(shop.find('öl')).toEqual(['S2']);
  expect(shop.find('ab')).toEqual(['ab-77']);
  expect(shop.find('77')).toEqual(['ab-77']);
  expect(shop.find('milk 1')).toEqual(['S3']);
  expect(shop.find('milk l')).toEqual(['S3']);
  expect(shop.find('ook k')).toEqual([]);
});

test('case, accents and the two ways to write a sharp s make no difference', () => {
  using shop = shopOf(
    { sku: 'S1', name: 'Äpfel rot' },
    { sku: 'S2', name: 'Straße' },
    { sku: 'S3', name: 'ΟΔΟΣ' },
    { sku: 'S4', name: 'Cafe\u0301 Crème' },
  );
  for (const query of ['äp', 'AP', 'apfel', 'ÄPFEL', 'A\u0308pf'])
    expect(shop.find(query), query).toEqual(['S1']);
  for (const query of ['STRASSE', 'straße', 'strasse', 'ass', 'aß'])
    expect(shop.find(query), query).toEqual(['S2']);
  for (const query of ['οδος', 'οδοσ', 'ΟΔΟΣ', 'δοσ']) expect(shop.find(query), query).toEqual(['S3']);
  for (const query of ['café creme', 'CAFÉ']) expect(shop.find(query), query).toEqual(['S4']);
});

test('names are listed as people sort them, and what begins with the query comes first', () => {
  using shop = shopOf(
    { sku: 'S1', name: 'Zucchini' },
    { sku: 'S2', name: 'Äpfel' },
    { sku: 'S3', name: 'birnen' },
    { sku: 'S4', name: 'Am Baum: Birnen' },
  );
  expect(shop.find('')).toEqual(['S4', 'S2', 'S3', 'S1']);
  expect(shop.find('birnen')).toEqual(['S3', 'S4']);
});

test('control characters part words, and a query of nothing else lists by name', () => {
  using shop = shopOf({ sku: 'S1', name: 'abc def' }, { sku: 'S2', name: 'abc' });
  expect(shop.find('abc\u0000def')).toEqual(['S1']);
  expect(shop.find('\u0000\u0007')).toEqual(['S2', 'S1']);
});

test('a barcode is found by any three of its digits', () => {
  using shop = shopOf({ sku: 'S1', name: 'Tea', barcodes: ['4006381333931', 'AB 12 X'] });
  for (const query of ['4006381333931', '6381', 'ab 12 x']) expect(shop.find(query), query).toEqual(['S1']);
});

test('no query breaks the search, and a name always finds its product', () => {
  using shop = shopOf({ sku: 'S1', name: 'abc' });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (query) => {
      expect(shop.find(query).length).toBeLessThanOrEqual(25);
    }),
    { numRuns: 500 },
  );
  const odd = ['"', '""""', "'", '*', 'a*', 'NEAR(', 'words:a', 'AND', 'NOT a', '\ud800', '-', '^a', '{a}'];
  for (const query of odd) expect(Array.isArray(shop.find(query)), query).toBe(true);
  const printable = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((name) => /^[^\p{C}\p{Z}\p{M}]+$/u.test(name));
  fc.assert(
    fc.property(printable, (name) => {
      using one = shopOf({ sku: 'THE-ONE', name });
      expect(one.find(name)).toEqual(['THE-ONE']);
      expect(one.find(name.toUpperCase())).toEqual(['THE-ONE']);
    }),
    { numRuns: 20, examples: [['ᾀ!'], ['Straße'], ['ŉ'], ['ﬁn']] },
  );
});

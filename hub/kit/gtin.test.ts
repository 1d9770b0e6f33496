import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDigitOf, expandUpcE, gtinKey, hasCheckDigit, isGtin } from './gtin.ts';

const digits = (length: number) =>
  fc.stringMatching(new RegExp(`^\\d{${length}}$`)).map((body) => body + checkDigitOf(body));

test.each(['4006381333931', '5012345678900', '012345678905', '96385074', '10614141000415'])(
  '%s is a code off a package',
  (code) => expect(isGtin(code)).toBe(true),
);

test.each(['4006381333932', '12345', 'TEA-100', '40063813339310', '', '400638133393a'])(
  '%j is none',
  (code) => expect(isGtin(code)).toBe(false),
);

test('a check digit proves numbers of every length that GS1 gives out', () => {
  expect(hasCheckDigit('376104250021234569')).toBe(true);
  expect(hasCheckDigit('9501101020917')).toBe(true);
  expect(hasCheckDigit('0')).toBe(false);
});

test('one digit that was read wrongly is always noticed', () => {
  const flip = fc.record({
    code: fc.integer({ min: 7, max: 17 }).chain(digits),
    at: fc.nat(),
    by: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(flip, ({ code, at, by }) => {
      const place = at % code.length;
      const digit = (Number(code[place]) + by) % 10;
      expect(hasCheckDigit(`${code.slice(0, place)}${digit}${code.slice(place + 1)}`)).toBe(false);
    }),
  );
});

test('every spelling of one number has one key', () => {
  fc.assert(
    fc.property(digits(11), (upcA) => {
      const key = `00${upcA}`;
      expect([upcA, `0${upcA}`, key].map(gtinKey)).toEqual([key, key, key]);
    }),
  );
  expect(['96385074', '000096385074', '0000096385074', '00000096385074'].map(gtinKey)).toEqual(
    Array.from({ length: 4 }, () => '00000096385074'),
  );
});

test('a case of a product is another product', () => {
  expect(gtinKey('10614141000415')).toBe('10614141000415');
  expect(gtinKey('0614141000418')).toBe('00614141000418');
});

test('what is no GTIN, or has a wrong check digit, has no key', () => {
  expect(['4006381333932', '12345', 'TEA-100', '', '400638133393a', '12345678'].map(gtinKey)).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});

/** The rules of zero suppression one by one: the last of the six digits tells where the zeros were. */
test.each([
  ['01201303', '012000000133'],
  ['04252614', '042100005264'],
  ['04523428', '045200002348'],
  ['01234531', '012300000451'],
  ['01234543', '012340000053'],
  ['01234565', '012345000065'],
  ['01234572', '012345000072'],
  ['01234589', '012345000089'],
  ['01234596', '012345000096'],
])('the UPC-E %s is the UPC-A %s', (upcE, upcA) => {
  expect(isGtin(upcA)).toBe(true);
  expect(expandUpcE(upcE)).toBe(upcA);
  expect(expandUpcE(upcE.slice(0, 7))).toBe(upcA);
  if (upcE.startsWith('0')) expect(expandUpcE(upcE.slice(1, 7))).toBe(upcA);
  expect(gtinKey(upcE)).toBe(`00${upcA}`);
});

test.each(['01201304', '21234565', '2123456', '0123456a', '12345', '012345678'])('%s is no UPC-E', (text) =>
  expect(expandUpcE(text)).toBe(null),
);

test('eight digits that begin with 1 are an EAN-8, unless they prove as a UPC-E alone', () => {
  expect(hasCheckDigit('11234562')).toBe(true);
  expect(expandUpcE('11234562')).toBe('112345000062');
  expect(gtinKey('11234562')).toBe('00000011234562');
  expect(hasCheckDigit('11201300')).toBe(false);
  expect(gtinKey('11201300')).toBe('00112000000130');
});

test('eight digits that begin with 0 are a UPC-E, unless they prove as an EAN-8 alone', () => {
  expect(hasCheckDigit('01234565')).toBe(true);
  expect(gtinKey('01234565')).toBe('00012345000065');
  expect(expandUpcE('01201345')).toBe(null);
  expect(gtinKey('01201345')).toBe('00000001201345');
});

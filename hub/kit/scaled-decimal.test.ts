import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Quantity } from '../contract/fields.ts';
import { formatScaled, parseScaled } from './scaled-decimal.ts';

const scale = fc.integer({ min: 0, max: 9 });
const safe = fc.maxSafeInteger();

test('what is formatted is parsed to the same number', () => {
  fc.assert(
    fc.property(safe, scale, (value, digits) => {
      expect(parseScaled(formatScaled(value, digits), digits)).toBe(value === 0 ? 0 : value);
    }),
  );
});

test('formatting leaves no zeros behind the point, and no point at the end', () => {
  fc.assert(
    fc.property(safe, scale, (value, digits) => {
      expect(formatScaled(value, digits)).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
    }),
  );
});

test('parsing agrees with exact arithmetic on any digits', () => {
  const digits = fc.stringMatching(/^\d{1,16}$/);
  fc.assert(
    fc.property(fc.boolean(), digits, fc.stringMatching(/^\d{0,6}$/), (negative, whole, fraction) => {
      const exact = BigInt(whole + fraction.padEnd(6, '0')) * (negative ? -1n : 1n);
      const isSafe = exact <= BigInt(Number.MAX_SAFE_INTEGER) && exact >= BigInt(Number.MIN_SAFE_INTEGER);
      const text = `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
      expect(parseScaled(text, 6)).toBe(isSafe ? Number(exact) : null);
    }),
  );
});

test.each([
  ['1.25', 1_250_000],
  ['-0.000001', -1],
  ['-0', 0],
  ['9007199254.740991', Number.MAX_SAFE_INTEGER],
  ['9007199254.740992', null],
  ['1.0000000', null],
  ['', null],
  ['-', null],
  ['.5', null],
  ['1.', null],
  ['1e3', null],
  ['+1', null],
  [' 1', null],
  ['1\n', null],
  ['١', null],
  ['Infinity', null],
])('%j at six digits is %s', (text, value) => {
  expect(parseScaled(text, 6)).toBe(value);
});

test('every quantity on the wire is a whole number of millionths', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^-?\d{1,14}(\.\d{1,7})?$/), (text) => {
      fc.pre(Quantity.safeParse(text).success);
      const micro = parseScaled(text, 6);
      expect(micro).not.toBeNull();
      expect(Math.abs(micro ?? 0)).toBeLessThanOrEqual(999_999_000_000);
    }),
  );
});

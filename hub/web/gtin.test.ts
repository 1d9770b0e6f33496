import { expect, test } from 'vitest';
import { isGtin } from './gtin.ts';

test.each(['4006381333931', '5012345678900', '012345678905', '96385074', '10614141000415'])(
  '%s is a code off a package',
  (code) => expect(isGtin(code)).toBe(true),
);

test.each(['4006381333932', '12345', 'TEA-100', '40063813339310', ''])('%j is none', (code) =>
  expect(isGtin(code)).toBe(false),
);

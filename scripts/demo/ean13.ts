import { assert } from '../../hub/kit/assert.ts';

/**
 * Adds the check digit to the first twelve digits of an EAN-13. Numbers that begin with 20 to 29 are for use within a
 * shop: no other product in the world has them. Source: GS1 General Specifications, "Check digit calculations".
 */
export function ean13(twelveDigits: string): string {
  assert(/^\d{12}$/.test(twelveDigits), 'an EAN-13 has twelve digits before its check digit');
  const digits = Array.from(twelveDigits, Number);
  const sum = digits.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
  return `${twelveDigits}${(10 - (sum % 10)) % 10}`;
}

/** The code that the shop itself prints for its product of that number. */
export function inStoreCode(number: number): string {
  return ean13(`20${number.toString().padStart(10, '0')}`);
}

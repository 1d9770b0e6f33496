import { minorDigits } from './receipt-sums.ts';

/** Money as a person reads it, such as `12.50 EUR`. `minor`: minor units, signed. */
export function moneyWords(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = Math.abs(minor)
    .toString()
    .padStart(digits + 1, '0');
  const [major, fraction] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
  return `${minor < 0 ? '-' : ''}${major}${fraction === '' ? '' : `.${fraction}`} ${currency}`;
}

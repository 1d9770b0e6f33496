import { minorDigits } from '../domain/receipt-sums.ts';
import { formatScaled } from '../kit/scaled-decimal.ts';

/** An amount as the command line prints it, such as `12.50 EUR`. */
export function amountOf(minor: number, currency: string): string {
  return `${formatScaled(minor, minorDigits(currency))} ${currency}`;
}

import { formatScaled, parseScaled } from './scaled-decimal.ts';

/** Quantities are decimal text on the wire and integer millionths of the base unit inside. */
const SCALE = 6;

/** `parseQuantity('1.25')` is 1250000 millionths; null for text that is no quantity. */
export function parseQuantity(text: string): number | null {
  return parseScaled(text, SCALE);
}

/** `formatQuantity(1250000)` is '1.25'. */
export function formatQuantity(quantityMicro: number): string {
  return formatScaled(quantityMicro, SCALE);
}

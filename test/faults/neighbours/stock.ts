/**
 * Each product lies in several places, so that the stock of the whole shop is more than a connection may leave unread,
 * and the ledger behind it is small.
 */
export const PRODUCTS = 250;
export const LOCATIONS = Array.from({ length: 40 }, (_, index) => `shelf-${index + 1}`);

export function skuOf(number: number): string {
  return `SKU-${String(number % PRODUCTS).padStart(4, '0')}`;
}

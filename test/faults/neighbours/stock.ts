/** How many products the shop has: enough that telling all of them takes more than a connection may leave unread. */
export const PRODUCTS = 2_500;

export function skuOf(number: number): string {
  return `SKU-${String(number % PRODUCTS).padStart(4, '0')}`;
}

/**
 * What goods cost by moving average, in fractions that are never rounded: a model that shares no code with the hub. It
 * is told everything at once, in the order in which it took effect.
 */
export type CostItem =
  | { readonly kind: 'moved'; readonly at: number; readonly units: number }
  | { readonly kind: 'delivered'; readonly at: number; readonly units: number; readonly cents: number };

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** What is on hand in the end, and its worth in millionths of the major unit, rounded down. */
export function worthAfter(items: readonly CostItem[]): { onHand: number; worthMicro: bigint } {
  let onHand = 0;
  let price: Fraction | null = null;
  for (const item of items.toSorted((a, b) => a.at - b.at)) {
    if (item.kind === 'delivered') price = priceAfter(price, onHand, item);
    onHand += item.units;
  }
  if (price === null) return { onHand, worthMicro: 0n };
  return { onHand, worthMicro: (BigInt(onHand) * price.over * 10_000n) / price.under };
}

/** In cents per unit. */
function priceAfter(
  price: Fraction | null,
  onHand: number,
  delivery: { units: number; cents: number },
): Fraction {
  const [units, cents] = [BigInt(delivery.units), BigInt(delivery.cents)];
  if (price === null || onHand <= 0) return { over: cents, under: 1n };
  const over = price.over * BigInt(onHand) + cents * units * price.under;
  return { over, under: price.under * (BigInt(onHand) + units) };
}

import { parseScaled } from '../kit/scaled-decimal.ts';

/** What a scan says of how much there is. */
export interface ScannedAmount {
  /** In millionths of a kilogram. */
  readonly weightMicro: number | null;
  /** Of all of it, as decimal text. */
  readonly price: string | null;
  /** How many of the product are in it. */
  readonly count: number | null;
}

export interface ScannedProduct {
  readonly unit: string;
  /** The millionths of a unit that one scan of the barcode stands for. */
  readonly packMicro: number;
  /** Per unit, as decimal text. */
  readonly unitPrice: string | null;
}

const UNIT_MICRO = 1_000_000;
const GRAMS = 1_000;
const PRICE_SCALE = 6;

/** Nothing finer is weighed in a shop. */
const FINEST_MICRO = 1_000;

/**
 * How much of a product a scan stands for, in millionths of its unit. A weight counts where the product is sold by weight,
 * and so does a price label: its price divided by that of a unit. Anything else is so many packs.
 */
export function quantityOfScan(
  { weightMicro, price, count }: ScannedAmount,
  product: ScannedProduct,
): number {
  const { unit, packMicro, unitPrice } = product;
  if (unit === 'kg' || unit === 'g') {
    const perKilogram = unit === 'kg' ? 1 : GRAMS;
    if (weightMicro !== null) return weightMicro * perKilogram;
    const bought = price === null || unitPrice === null ? null : dividedBy(price, unitPrice);
    if (bought !== null) return bought;
  }
  const packs = (count ?? 1) * packMicro;
  return Number.isSafeInteger(packs) ? packs : packMicro;
}

function dividedBy(price: string, unitPrice: string): number | null {
  const [total, each] = [parseScaled(price, PRICE_SCALE), parseScaled(unitPrice, PRICE_SCALE)];
  if (total === null || each === null || each <= 0) return null;
  const quantityMicro = Math.round((total / each) * (UNIT_MICRO / FINEST_MICRO)) * FINEST_MICRO;
  return Number.isSafeInteger(quantityMicro) ? quantityMicro : null;
}

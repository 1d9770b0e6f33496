import type { ValuationPage } from '../contract/cost-views.ts';

/** A part of what the goods of the shop are worth, in millionths of the major unit. */
export interface ValueSlice {
  readonly valueMicro: bigint;
  readonly productsWithoutCost: number;
  /** The SKU to go on from; null at the end. */
  readonly next: string | null;
}

/** What the goods of the shop are worth. What one product costs is a detail of the product. */
export interface ValuationReader {
  /** By SKU, from behind `after` on; at most `limit` products are looked at. */
  valuation(options: { after: string; limit: number }): ValuationPage;
  valueSlice(options: { after: string; limit: number }): ValueSlice;
}

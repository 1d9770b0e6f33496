import type { ExpiringLots, LotAnswer, LotSales } from '../contract/lot-views.ts';

/** Lots of goods. What lots a product has is a detail of the product. Days are dates of the shop, as `2026-11-23`. */
export interface LotReader {
  lot(sku: string, code: string, options: { today: string; limit: number }): LotAnswer | null;
  /** The newest first. */
  lotSales(sku: string, code: string, options: { before?: number; limit: number }): LotSales | null;
  /** With something on hand, and a last day up to `until`: the first to expire first. */
  expiringLots(options: { until: string; today: string; after: string | null; limit: number }): ExpiringLots;
}

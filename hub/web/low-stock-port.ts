import type { LowStockList } from '../contract/low-stock-views.ts';

/** What is low, for whoever buys. */
export interface LowStockReader {
  /** Newest first; `before` is the `next` of the page before. */
  lowStock(options: { before?: string; limit: number }): LowStockList;
  lowStockCount(): number;
}

import type { CostAnswer } from '../contract/cost-views.ts';
import type { ProductLots } from '../contract/lot-views.ts';
import type { EntryWords, ExceptionSubject, StockElsewhere } from '../contract/product-detail-views.ts';
import type { ExceptionAnswer } from '../contract/views.ts';

/** What the page of a product asks beyond the product and its stock. */
export interface ProductDetailReader {
  /** Null for no product. */
  elsewhere(sku: string): StockElsewhere | null;
  /** The open exceptions of these subjects, the newest first. */
  exceptionsAbout(subjects: readonly ExceptionSubject[]): ExceptionAnswer[];
  /** Why these entries moved goods. Not to be asked of sales. */
  entryWords(seqs: readonly number[]): EntryWords[];
  /** The shop's own figures; null for no product. */
  productCost(sku: string, limit: number): CostAnswer | null;
  /** The first to expire first; null for no product. `today` is a date of the shop, as `2026-11-23`. */
  lots(sku: string, options: { today: string; limit: number }): ProductLots | null;
}

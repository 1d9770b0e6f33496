import type {
  CataloguePage,
  PriceListAnswer,
  ProductPrices,
  PromotionTotalAnswer,
  TaxRateAnswer,
} from '../contract/catalogue-views.ts';
import type { ScanAnswer } from '../contract/scan-views.ts';
import type { ProductAnswer } from '../contract/views.ts';

/** What tills sell from. */
export interface CatalogueReader {
  /** What a scanned code is; `scanned` is what the scanner sent, of any length. */
  scan(scanned: string): ScanAnswer;
  /** The same as long as nothing of the catalogue changed, in this ledger. */
  catalogueTag(): string;
  /** What changed after version `since`, page by page. Null: `after` is no cursor. */
  catalogue(options: { since: number; after?: string; limit: number }): CataloguePage | null;
  /** What holds now and later, in every price list. */
  productPrices(sku: string): ProductPrices | null;
  priceLists(): PriceListAnswer[];
  /** What holds now and later. */
  taxRates(): TaxRateAnswer[];
  /** What is not to be sold any more and still lies somewhere. */
  withdrawnInStock(limit: number): ProductAnswer[];
  /** The SKU of the product that one is merged into. Null: there is no product of this SKU. */
  mergedInto(sku: string): { readonly into: string | null } | null;
  /** From one business date to another, both included. */
  promotionTotals(days: { from: string; to: string }, limit: number): PromotionTotalAnswer[];
}

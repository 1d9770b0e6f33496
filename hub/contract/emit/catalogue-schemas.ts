import {
  CataloguePage,
  PriceListAnswer,
  ProductPrices,
  PromotionTotalAnswer,
  TaxRateAnswer,
} from '../catalogue-views.ts';
import { ScanAnswer } from '../scan-views.ts';
import { PriceListSet, PriceSet, TaxRateSet } from '../price-events.ts';
import { BarcodeMoved } from '../product-events.ts';

/** What is asked and answered about what tills sell from. */
export const CATALOGUE_SCHEMAS = {
  BarcodeMove: BarcodeMoved,
  CataloguePage,
  PriceFields: PriceSet.omit({ sku: true }),
  PriceListAnswer,
  PriceListFields: PriceListSet.omit({ code: true }),
  ProductPrices,
  PromotionTotalAnswer,
  ScanAnswer,
  TaxRateAnswer,
  TaxRateFields: TaxRateSet.omit({ category: true }),
};

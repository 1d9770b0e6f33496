import { z } from 'zod';
import { Pack } from './product-events.ts';
import { ProductAnswer } from './views.ts';

/** What tills sell from, as the hub answers it. Prices are decimal text per unit, instants are ISO 8601 in UTC. */
const instants = {
  from: z.string().describe('The first instant at which it holds.'),
  until: z
    .string()
    .nullable()
    .describe('The first instant at which it holds no more; null: no end is known.'),
};

export const PriceEntry = z.object({
  priceList: z.string().nullable().describe('Null for the shop’s own prices.'),
  price: z.string(),
  currency: z.string().nullable().describe('Null where the product does not say: then the shop’s.'),
  ...instants,
});
export type PriceEntry = z.infer<typeof PriceEntry>;

export const CatalogueProduct = z.object({
  gone: z.literal(false),
  sku: z.string(),
  name: z.string(),
  department: z.string().nullable(),
  kind: z.string(),
  unit: z.string(),
  listed: z.boolean().describe('False: a till sold a code that no product had.'),
  withdrawn: z.boolean().describe('Not to be sold any more.'),
  prices: z
    .array(PriceEntry)
    .describe('What holds now and later: in each price list at most one at each instant, in their order.'),
  taxCategory: z.string().nullable(),
  barcodes: z.array(z.string()).describe('Of one unit each.'),
  packs: z.array(Pack),
  ageLimit: z.int().nullable(),
  depositSku: z.string().nullable(),
  shelf: z.string().nullable(),
});
export type CatalogueProduct = z.infer<typeof CatalogueProduct>;

const CatalogueTombstone = z.object({
  gone: z.literal(true),
  sku: z.string(),
  into: z.string().describe('The product that took it over: its codes lead there.'),
});

export const PriceListAnswer = z.object({
  code: z.string(),
  name: z.string(),
  currency: z.string(),
  taxIncluded: z.boolean(),
});
export type PriceListAnswer = z.infer<typeof PriceListAnswer>;

export const TaxRateAnswer = z.object({
  category: z.string(),
  name: z.string().nullable(),
  rate: z.string().describe('In per cent.'),
  ...instants,
});
export type TaxRateAnswer = z.infer<typeof TaxRateAnswer>;

export const CataloguePage = z.object({
  version: z
    .int()
    .describe('What this page knows of. Keep that of the first page, and ask `since` it next time.'),
  incarnation: z.string().describe('Another one than before: forget everything and begin with `since=0`.'),
  since: z
    .int()
    .describe('What it begins after. 0 where the version that was asked for is not of this ledger.'),
  products: z.array(z.discriminatedUnion('gone', [CatalogueProduct, CatalogueTombstone])),
  priceLists: z.array(PriceListAnswer).nullable().describe('All of them, where one changed; else null.'),
  taxRates: z
    .array(TaxRateAnswer)
    .nullable()
    .describe('All that hold now and later, where one changed; else null.'),
  next: z.string().nullable().describe('Ask for the next page with `after` this; null: that is all.'),
});
export type CataloguePage = z.infer<typeof CataloguePage>;

/** Products that were found. */
export const ProductList = z.object({ products: ProductAnswer.array() });

export const ProductPrices = z.object({ sku: z.string(), prices: z.array(PriceEntry) });
export type ProductPrices = z.infer<typeof ProductPrices>;

export const PromotionTotalAnswer = z.object({
  businessDate: z.string(),
  promotion: z.string(),
  currency: z.string(),
  sales: z.int().describe('Without those that were voided.'),
  refunds: z.int(),
  amountMinor: z.int().describe('What was given away, less what refunds took back.'),
});
export type PromotionTotalAnswer = z.infer<typeof PromotionTotalAnswer>;

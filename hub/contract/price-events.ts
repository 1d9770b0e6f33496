import { z } from 'zod';
import { Code, Currency, Name, PositiveDecimal } from './fields.ts';
import { LIMITS } from './limits.ts';

/** What tills sell for, and from when. Made by the hub itself. */
const Instant = z.iso.datetime({ offset: true }).max(LIMITS.time);

export const PriceListSet = z.object({
  code: Code,
  name: Name,
  currency: Currency,
  taxIncluded: z.boolean().describe('The prices hold the tax already; otherwise it is added at the till.'),
});
export type PriceListSet = z.infer<typeof PriceListSet>;

export const PriceSet = z.object({
  sku: Code,
  priceList: Code.optional().describe('Without it, the shop’s own prices.'),
  price: PositiveDecimal.nullable().describe('Per unit in major units; null ends the price.'),
  from: Instant.optional().describe('The instant from which it holds; without it, at once.'),
  until: Instant.optional(),
});
export type PriceSet = z.infer<typeof PriceSet>;

export const TaxRateSet = z.object({
  category: Code,
  name: Name.optional(),
  rate: PositiveDecimal.describe('In per cent, such as `7`.'),
  from: Instant.optional().describe('The instant from which it holds; without it, at once.'),
});
export type TaxRateSet = z.infer<typeof TaxRateSet>;

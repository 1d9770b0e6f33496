import { z } from 'zod';

/** A product that is low at a location. Quantities are decimal text, instants are ISO 8601 in UTC. */
export const LowStockAnswer = z.object({
  sku: z.string(),
  name: z.string(),
  department: z.string().nullable(),
  location: z.string(),
  unit: z.string(),
  onHand: z.string(),
  available: z.string(),
  incoming: z.string(),
  /** At or below it the product is low. */
  level: z.string(),
  /** The entry that made it low, and when that came. */
  sinceSeq: z.int(),
  since: z.string(),
});
export type LowStockAnswer = z.infer<typeof LowStockAnswer>;

export const LowStockList = z.object({
  products: z.array(LowStockAnswer),
  /** What to give as `before` for the rows that follow; null at the end. */
  next: z.string().nullable(),
});
export type LowStockList = z.infer<typeof LowStockList>;

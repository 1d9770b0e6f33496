import { z } from 'zod';
import { Code, Reference } from './fields.ts';
import { Badge, ProductAnswer, StockAnswer, stockQuantities } from './views.ts';

/** A question on `till/{till}/ask`; the answer comes on `till/{till}/answer` with the same correlation id. */
export const Ask = z
  .object({
    correlationId: Reference,
    question: z.enum(['stock', 'product', 'price']),
    sku: Code.optional(),
    barcode: Code.optional(),
    location: Code.optional(),
  })
  .refine((ask) => (ask.sku === undefined) !== (ask.barcode === undefined), 'needs either a sku or a barcode')
  .meta({
    description: 'Names the product by either a sku or a barcode.',
    oneOf: [{ required: ['sku'] }, { required: ['barcode'] }],
  });
export type Ask = z.infer<typeof Ask>;

export const PriceAnswer = z.object({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  price: z.string().nullable(),
  currency: z.string().nullable(),
  taxCategory: z.string().nullable(),
});
export type PriceAnswer = z.infer<typeof PriceAnswer>;

export const Answer = z.object({
  correlationId: z.string().nullable(),
  stock: StockAnswer.optional(),
  product: ProductAnswer.optional(),
  price: PriceAnswer.optional(),
  error: z
    .object({ code: z.enum(['unreadable', 'unknown-product', 'unknown-location']), message: z.string() })
    .optional(),
});
export type Answer = z.infer<typeof Answer>;

/** Retained on `stock/{location}/{sku}`. */
export const StockNotice = z.object({
  sku: z.string(),
  location: z.string(),
  ...stockQuantities,
  unit: z.string(),
  badge: Badge,
  seq: z.int(),
});
export type StockNotice = z.infer<typeof StockNotice>;

/** Retained on `hub/status`, with `offline` as the last word of a hub that stops. */
export const HubStatus = z.object({
  state: z.enum(['online', 'offline']),
  incarnation: z.string(),
  version: z.string(),
  problem: z.string().optional().describe('What is wrong with the hub and what to do, for a person.'),
});
export type HubStatus = z.infer<typeof HubStatus>;

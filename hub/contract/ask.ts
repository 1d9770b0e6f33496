import { z } from 'zod';
import { EventId, Source } from './envelope.ts';
import { Code, Reference } from './fields.ts';
import { BalanceAnswer, RefundableAnswer } from './liability-views.ts';
import { LiabilityKind } from './payment-events.ts';
import { Badge, ProductAnswer, StockAnswer, stockQuantities } from './views.ts';

/** A question on `till/{till}/ask`; the answer comes on `till/{till}/answer` with the same correlation id. */
export const Ask = z
  .object({
    correlationId: Reference,
    question: z.enum(['stock', 'product', 'price', 'balance', 'refundable']),
    sku: Code.optional(),
    barcode: Code.optional(),
    location: Code.optional(),
    kind: LiabilityKind.optional(),
    account: Reference.optional().describe('The gift card, store credit or deposit.'),
    sale: z
      .object({ source: Source.optional(), id: EventId })
      .optional()
      .describe('Without a source, the sale of that id where only one till gave it.'),
  })
  .refine(
    namesItsSubject,
    'needs either a sku or a barcode; a balance, kind and account; refundable, the sale',
  )
  .meta({
    description: 'Names what it is about: a product by either a sku or a barcode, an account, or a sale.',
    oneOf: [
      {
        properties: { question: { enum: ['stock', 'product', 'price'] } },
        oneOf: [{ required: ['sku'] }, { required: ['barcode'] }],
      },
      { properties: { question: { const: 'balance' } }, required: ['kind', 'account'] },
      { properties: { question: { const: 'refundable' } }, required: ['sale'] },
    ],
  });
export type Ask = z.infer<typeof Ask>;

function namesItsSubject(ask: {
  question: string;
  sku?: unknown;
  barcode?: unknown;
  kind?: unknown;
  account?: unknown;
  sale?: unknown;
}): boolean {
  if (ask.question === 'balance') return ask.kind !== undefined && ask.account !== undefined;
  if (ask.question === 'refundable') return ask.sale !== undefined;
  return (ask.sku === undefined) !== (ask.barcode === undefined);
}

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
  balance: BalanceAnswer.optional(),
  refundable: RefundableAnswer.optional(),
  error: z
    .object({
      code: z.enum(['unreadable', 'unknown-product', 'unknown-location', 'unknown-account', 'unknown-sale']),
      message: z.string(),
    })
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

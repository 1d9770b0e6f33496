import { z } from 'zod';
import {
  AmountMinor,
  BusinessDate,
  Code,
  Currency,
  Decimal,
  label,
  Name,
  NAMES_ITS_PRODUCT,
  NAMES_ITS_PRODUCT_SCHEMA,
  namesItsProduct,
  Note,
  PositiveDecimal,
  Quantity,
  Reference,
  words,
} from './fields.ts';
import { EventId, Source } from './envelope.ts';
import { lotFields } from './stock-line.ts';
import { LIMITS } from './limits.ts';

/**
 * What a till tells when money and goods change hands. Amounts are minor units of `currency`.
 *
 *   Σ lines.amountMinor + tipMinor + roundingMinor + cashBackMinor = Σ tenders.amountMinor − changeMinor
 *
 * `lines.amountMinor` is the line's total after its discounts and with every tax in it. A refund is the same
 * with negative signs.
 */
const LineKind = z.enum(['goods', 'service', 'gift_card', 'deposit']);
const TenderKind = z.enum([
  'cash',
  'card',
  'gift_card',
  'store_credit',
  'deposit',
  'loyalty',
  'voucher',
  'mobile',
  'other',
]);
const Disposition = z.enum(['sellable', 'damaged', 'none']);

const Discount = z.object({
  promotionId: Reference.optional(),
  description: Name.optional(),
  amountMinor: AmountMinor,
});

const Tax = z.object({
  category: Code,
  rate: PositiveDecimal,
  amountMinor: AmountMinor,
  included: z.boolean().describe('The unit price holds the tax already; otherwise it was added on top.'),
});

const lineShape = {
  sku: Code.optional(),
  barcode: Code.optional(),
  description: words(LIMITS.name).optional(),
  kind: LineKind,
  quantity: Quantity,
  unitPrice: Decimal.describe('Per unit in major units, such as `2.49`; may be finer than a minor unit.'),
  amountMinor: AmountMinor,
  discounts: z.array(Discount).max(LIMITS.discountsPerLine).optional(),
  taxes: z.array(Tax).max(LIMITS.taxesPerLine).optional(),
  giftCardId: Reference.optional(),
  depositId: Reference.optional().describe('Whose deposit it is, where it is of one customer or order.'),
  employeeId: Reference.optional(),
  originalLine: z
    .int()
    .min(1)
    .max(LIMITS.lines)
    .optional()
    .describe('Of what comes back: which line of its sale it was, from 1.'),
  ...lotFields,
};

export const SaleLine = z
  .object(lineShape)
  .refine(namesItsProduct, NAMES_ITS_PRODUCT)
  .meta(NAMES_ITS_PRODUCT_SCHEMA);
export const RefundLine = z
  .object({
    ...lineShape,
    disposition: Disposition,
  })
  .refine(namesItsProduct, NAMES_ITS_PRODUCT)
  .meta(NAMES_ITS_PRODUCT_SCHEMA);

const ForeignMoney = z.object({ currency: Currency, amountMinor: AmountMinor, rate: PositiveDecimal });

export const Tender = z.object({
  kind: TenderKind,
  amountMinor: AmountMinor,
  processor: Name.optional(),
  reference: Reference.optional(),
  authorisation: Reference.optional(),
  lastFour: z
    .string()
    .regex(/^\d{4}$/, 'is not the last four digits')
    .optional(),
  giftCardId: Reference.optional(),
  storeCreditId: Reference.optional(),
  depositId: Reference.optional(),
  holdId: Reference.optional().describe('The hold that this tender uses up.'),
  loyaltyPoints: z
    .int()
    .min(-LIMITS.points)
    .max(LIMITS.points)
    .optional()
    .describe('Points that were redeemed for it; below zero where a refund gives them back.'),
  foreign: ForeignMoney.optional(),
});

const receiptShape = {
  currency: Currency,
  businessDate: BusinessDate,
  registerSession: Reference,
  location: Code.optional(),
  receiptNumber: Reference.optional(),
  catalogueVersion: z.int().min(0).max(LIMITS.catalogueVersion).optional(),
  customerId: Reference.optional(),
  employeeId: Reference.optional(),
  note: Note.optional(),
  tenders: z.array(Tender).max(LIMITS.tenders),
  changeMinor: AmountMinor.optional(),
  tipMinor: AmountMinor.optional(),
  roundingMinor: AmountMinor.optional(),
  cashBackMinor: AmountMinor.optional(),
  discounts: z
    .array(Discount)
    .max(LIMITS.discountsPerLine)
    .optional()
    .describe('Of the whole receipt. They are in the amounts of the lines already: this tells where from.'),
  taxExempt: Name.optional().describe('Why no tax is charged, such as the number of a certificate.'),
  holdId: Reference.optional().describe(
    'The hold of what is refundable of a sale, which a refund or an exchange uses up.',
  ),
  fiscalSignature: label(LIMITS.fiscalText)
    .describe('Passed through as it came: what a fiscal device signed. JSON or any other text.')
    .optional(),
};

const OriginalSale = z
  .object({ source: Source.optional(), id: EventId })
  .describe('The sale that is meant; without a source, one of the same installation.');

export const SaleCompleted = z.object({
  ...receiptShape,
  lines: z.array(SaleLine).min(1).max(LIMITS.lines),
  exchangeFor: OriginalSale.optional().describe('The sale from which the lines below zero come back.'),
});
export type SaleCompleted = z.infer<typeof SaleCompleted>;

export const RefundCompleted = z.object({
  ...receiptShape,
  original: OriginalSale.optional(),
  originalOrder: z
    .object({ channel: Name, orderNumber: Reference })
    .optional()
    .describe('The order of another channel that is given back here.'),
  lines: z.array(RefundLine).min(1).max(LIMITS.lines),
});
export type RefundCompleted = z.infer<typeof RefundCompleted>;

/** Takes back a whole sale that was completed by mistake: its goods and its money count no more. */
export const SaleVoided = z.object({
  original: OriginalSale,
  businessDate: BusinessDate,
  registerSession: Reference,
  reason: Note.optional(),
  employeeId: Reference.optional(),
});
export type SaleVoided = z.infer<typeof SaleVoided>;

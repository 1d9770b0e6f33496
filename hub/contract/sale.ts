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
  text,
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
const TenderKind = z.enum(['cash', 'card', 'gift_card', 'store_credit', 'voucher', 'mobile', 'other']);
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
  description: text(LIMITS.name).optional(),
  kind: LineKind,
  quantity: Quantity,
  unitPrice: Decimal.describe('Per unit in major units, such as `2.49`; may be finer than a minor unit.'),
  amountMinor: AmountMinor,
  discounts: z.array(Discount).max(LIMITS.discountsPerLine).optional(),
  taxes: z.array(Tax).max(LIMITS.taxesPerLine).optional(),
  giftCardId: Reference.optional(),
  employeeId: Reference.optional(),
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
    originalLine: z.int().min(1).max(LIMITS.lines).optional(),
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
  fiscalSignature: label(LIMITS.fiscalText)
    .describe('Passed through as it came: what a fiscal device signed. JSON or any other text.')
    .optional(),
};

export const SaleCompleted = z.object({
  ...receiptShape,
  lines: z.array(SaleLine).min(1).max(LIMITS.lines),
});
export type SaleCompleted = z.infer<typeof SaleCompleted>;

const OriginalSale = z
  .object({ source: Source.optional(), id: EventId })
  .describe('The sale that is meant; without a source, one of the same installation.');

export const RefundCompleted = z.object({
  ...receiptShape,
  original: OriginalSale.optional(),
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

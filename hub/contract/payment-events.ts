import { z } from 'zod';
import { AmountMinor, BusinessDate, Currency, Name, Note, Reference } from './fields.ts';
import { EventId, Source } from './envelope.ts';
import { LIMITS } from './limits.ts';
import { doneBy } from './stock-line.ts';

const Instant = z.iso.datetime({ offset: true }).max(LIMITS.time);

/**
 * Money of customers that the shop owes: gift cards, store credit, deposits. They change with sales and refunds: a line of
 * kind `gift_card` or `deposit` adds to the account of its `giftCardId` or `depositId`, a tender of kind `gift_card` or
 * `store_credit` takes from it.
 */
export const LiabilityKind = z.enum(['gift_card', 'store_credit', 'deposit']);
export type LiabilityKind = z.infer<typeof LiabilityKind>;

/**
 * A till asks for money to be kept for it before it takes or gives any: all of it or nothing, by the order of the ledger.
 * `refund` keeps what is still refundable of a sale.
 */
export const HoldMade = z.object({
  holdId: Reference,
  kind: z.enum(['gift_card', 'store_credit', 'deposit', 'refund']),
  account: Reference.optional().describe('The gift card, store credit or deposit.'),
  original: z
    .object({ source: Source.optional(), id: EventId })
    .optional()
    .describe('The sale, of a `refund`.'),
  currency: Currency,
  amountMinor: AmountMinor.min(1),
  expiresAt: Instant.optional().describe('Without it, fifteen minutes after the hub received it.'),
  ...doneBy,
});
export type HoldMade = z.infer<typeof HoldMade>;

/** What was held is free again. A sale or refund whose tender names the hold uses it up by itself. */
export const HoldReleased = z.object({ holdId: Reference, ...doneBy });
export type HoldReleased = z.infer<typeof HoldReleased>;

/** Its time is over. Made by the hub itself. */
export const HoldExpired = z.object({ holdId: Reference });
export type HoldExpired = z.infer<typeof HoldExpired>;

/** The balance changes without a sale: cards of an older system, goodwill, a mistake, an expiry. */
export const LiabilityAdjusted = z.object({
  kind: LiabilityKind,
  account: Reference,
  currency: Currency,
  amountMinor: AmountMinor.describe('Signed: above zero is owed to the customer.'),
  reason: z.enum(['opening', 'goodwill', 'correction', 'expired']),
  businessDate: BusinessDate,
  customerId: Reference.optional(),
  ...doneBy,
  note: Note.optional(),
});
export type LiabilityAdjusted = z.infer<typeof LiabilityAdjusted>;

/**
 * Which payment of a processor a tender is: what a till left out or got wrong, as terminals that stand alone do. From
 * then on payouts that name this payment settle the tender. Of two the later one counts.
 */
export const PaymentIdentified = z.object({
  original: z.object({ source: Source.optional(), id: EventId }).describe('The sale or the refund.'),
  tender: z.int().min(1).max(LIMITS.tenders).describe('Its place among the tenders of the receipt, from 1.'),
  processor: Name,
  reference: Reference.describe('As the payout of the processor has it.'),
  ...doneBy,
  note: Note.optional(),
});
export type PaymentIdentified = z.infer<typeof PaymentIdentified>;

const PayoutEntry = z.object({
  kind: z.enum(['payment', 'refund', 'chargeback', 'fee', 'adjustment']),
  reference: Reference.optional().describe('Of the payment or refund, as the tender has it.'),
  grossMinor: AmountMinor.describe('Signed: refunds and chargebacks are below zero.'),
  feeMinor: AmountMinor.describe('What the processor keeps: above zero.'),
  netMinor: AmountMinor.describe('grossMinor − feeMinor.'),
});

/** A processor settles payments: what it pays out, and what it keeps of each. */
export const PayoutRecorded = z.object({
  payoutId: Reference,
  processor: Name,
  currency: Currency,
  arrivedOn: BusinessDate.describe('The day on which the money is at the bank.'),
  grossMinor: AmountMinor,
  feeMinor: AmountMinor,
  netMinor: AmountMinor.describe('What arrives at the bank.'),
  entries: z.array(PayoutEntry).max(LIMITS.payoutEntries),
  bankReference: Reference.optional(),
  ...doneBy,
});
export type PayoutRecorded = z.infer<typeof PayoutRecorded>;

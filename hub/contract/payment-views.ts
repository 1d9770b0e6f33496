import { z } from 'zod';

const Minor = z.int().describe('Minor units of the currency.');

/** A tender that somebody else settles, and what of it is still open. Refunds are below zero. */
export const PaymentAnswer = z.object({
  /** The ledger position of its receipt. */
  seq: z.int(),
  /** Its place among the tenders, from 1. */
  tender: z.int(),
  till: z.string(),
  /** The clearing account in which it stands. */
  account: z.string(),
  kind: z.enum(['card', 'mobile', 'voucher', 'other']),
  processor: z.string().nullable(),
  reference: z.string().nullable(),
  businessDate: z.string(),
  currency: z.string(),
  amountMinor: Minor,
  openMinor: Minor,
});
export type PaymentAnswer = z.infer<typeof PaymentAnswer>;

/** By clearing account and day, the oldest first. `next` is the `after` of the next page. */
export const PaymentPage = z.object({ payments: z.array(PaymentAnswer), next: z.string().nullable() });
export type PaymentPage = z.infer<typeof PaymentPage>;

export const PayoutSummary = z.object({
  seq: z.int(),
  payoutId: z.string(),
  processor: z.string(),
  currency: z.string(),
  arrivedOn: z.string(),
  grossMinor: Minor,
  feeMinor: Minor,
  netMinor: Minor,
  bankReference: z.string().nullable(),
  /** What no payment explains: it stands in suspense. */
  unexplainedMinor: Minor,
});
export type PayoutSummary = z.infer<typeof PayoutSummary>;

/** Newest first. `next` is the `before` of the next page. */
export const PayoutPage = z.object({ payouts: z.array(PayoutSummary), next: z.int().nullable() });
export type PayoutPage = z.infer<typeof PayoutPage>;

const PayoutEntryAnswer = z.object({
  entry: z.int(),
  kind: z.enum(['payment', 'refund', 'chargeback', 'fee', 'adjustment']),
  reference: z.string().nullable(),
  grossMinor: Minor,
  feeMinor: Minor,
  netMinor: Minor,
  /** What of its gross no payment explains. */
  openMinor: Minor,
  /** The receipts that it settles. */
  settles: z.array(z.object({ seq: z.int(), tender: z.int(), minor: Minor })),
});

export const PayoutAnswer = PayoutSummary.extend({ entries: z.array(PayoutEntryAnswer) });
export type PayoutAnswer = z.infer<typeof PayoutAnswer>;

/** What a processor kept of what was paid by one kind of tender and arrived on one day. */
const FeeRow = z.object({
  processor: z.string(),
  /** The kind of tender; `fee` for fees of their own, `other` for what settles no payment. */
  tender: z.string(),
  arrivedOn: z.string(),
  currency: z.string(),
  /** How many entries of payouts. */
  entries: z.int(),
  grossMinor: Minor,
  feeMinor: Minor,
  netMinor: Minor,
});

export const FeeReport = z.object({ from: z.string(), to: z.string(), fees: z.array(FeeRow) });
export type FeeReport = z.infer<typeof FeeReport>;

import type { FeeReport, PaymentPage, PayoutAnswer, PayoutPage } from '../contract/payment-views.ts';

/** What processors owe, what they paid out and kept, and whether a day agrees. */
export interface PaymentReader {
  /** Payments that nobody has settled. `after`: the `next` of the page before. */
  openPayments(options: { after?: string | undefined; limit: number }): PaymentPage;
  /** The receipt of a payment; null where that tender is no payment. */
  receiptOf(payment: { seq: number; tender: number }): { source: string; id: string } | null;
  /** Newest first. */
  payouts(options: { before?: number | undefined; limit: number }): PayoutPage;
  /** The payout that the entry of that number recorded; null where it recorded none. */
  payout(seq: number): PayoutAnswer | null;
  /** From the first day to the last. */
  fees(days: { from: string; to: string }): FeeReport;
}

import { z } from 'zod';
import { LiabilityKind } from './payment-events.ts';

/** One balance in a list. An account that was used in two currencies has two of them. */
export const LiabilitySummary = z.object({
  /** The hub’s own number of it, by which lists are paged. */
  liability: z.int(),
  kind: LiabilityKind,
  /** The gift card, store credit or deposit; `customer:` and the customer's id; or `anonymous`. */
  account: z.string(),
  currency: z.string(),
  /** Above zero: owed to the customer. */
  balanceMinor: z.int(),
  /** Kept for tills by open holds. */
  heldMinor: z.int(),
  /** Never below zero. */
  availableMinor: z.int(),
});
export type LiabilitySummary = z.infer<typeof LiabilitySummary>;

/** One page of a list; `next` is the `before` of the next one. */
export const LiabilityPage = z.object({ liabilities: z.array(LiabilitySummary), next: z.int().nullable() });
export type LiabilityPage = z.infer<typeof LiabilityPage>;

const LiabilityEntry = z.object({
  /** Of which account: several where customers are one. */
  account: z.string(),
  /** The ledger position of the event that made it. */
  seq: z.int(),
  at: z.string(),
  changeMinor: z.int(),
  /** Of that account, with it. */
  balanceMinor: z.int(),
  reason: z.enum([
    'sold',
    'given back',
    'spent',
    'refunded',
    'voided',
    'opening',
    'goodwill',
    'correction',
    'expired',
  ]),
});
export type LiabilityEntry = z.infer<typeof LiabilityEntry>;

const Balance = LiabilitySummary.omit({ kind: true, account: true });

const BalanceWithEntries = Balance.extend({
  /** Newest first; as many as were asked for. */
  entries: z.array(LiabilityEntry),
});

export const LiabilityAnswer = z.object({
  kind: LiabilityKind,
  account: z.string(),
  /** By currency; nearly always one. Of a customer's, all accounts of those that are one with it together. */
  balances: z.array(BalanceWithEntries),
  /** The ledger position that this answer knows of. */
  asOfSeq: z.int(),
});
export type LiabilityAnswer = z.infer<typeof LiabilityAnswer>;

/** What a till is told of an account. */
export const BalanceAnswer = LiabilityAnswer.extend({ balances: z.array(Balance) });
export type BalanceAnswer = z.infer<typeof BalanceAnswer>;

/**
 * awaited: something was said of it, and it is not here yet. refused: it got nothing. used: a sale or refund named it.
 * released: freed by the till. expired: its time was over.
 */
export const HoldState = z.enum(['open', 'used', 'released', 'expired', 'refused', 'awaited']);
export type HoldState = z.infer<typeof HoldState>;

const SaleName = z.object({ source: z.string(), id: z.string() });

export const HoldAnswer = z.object({
  holdId: z.string(),
  state: HoldState,
  /** Null while it is awaited. */
  kind: z.enum(['gift_card', 'store_credit', 'deposit', 'refund']).nullable(),
  account: z.string().nullable(),
  /** Of which it holds what is refundable. */
  sale: SaleName.nullable(),
  currency: z.string().nullable(),
  /** What was asked for. */
  amountMinor: z.int(),
  heldMinor: z.int(),
  usedMinor: z.int(),
  madeAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** Why it got nothing. */
  refusal: z.string().nullable(),
  asOfSeq: z.int(),
});
export type HoldAnswer = z.infer<typeof HoldAnswer>;

const RefundableLine = z.object({
  /** From 1, as the sale has it. */
  line: z.int(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  quantity: z.string(),
  amountMinor: z.int(),
  refundedQuantity: z.string(),
  refundedMinor: z.int(),
  refundableQuantity: z.string(),
  refundableMinor: z.int(),
});

/** What can still be given back of a sale, counted over every refund and exchange that names it. */
export const RefundableAnswer = z.object({
  seq: z.int(),
  ...SaleName.shape,
  businessDate: z.string(),
  currency: z.string(),
  soldMinor: z.int(),
  refundedMinor: z.int(),
  heldMinor: z.int(),
  refundableMinor: z.int(),
  voided: z.boolean(),
  /** Only what refunds say of a line counts in the line. */
  lines: z.array(RefundableLine),
  asOfSeq: z.int(),
});
export type RefundableAnswer = z.infer<typeof RefundableAnswer>;

/** A refund in the shop of what another channel sold. */
export const OrderRefund = z.object({
  seq: z.int(),
  ...SaleName.shape,
  channel: z.string(),
  orderNumber: z.string(),
  businessDate: z.string(),
  currency: z.string(),
  /** Below zero. */
  totalMinor: z.int(),
});
export type OrderRefund = z.infer<typeof OrderRefund>;

import type {
  HoldAnswer,
  LiabilityAnswer,
  LiabilitySummary,
  OrderRefund,
  RefundableAnswer,
} from '../contract/liability-views.ts';
import type { LiabilityKind } from '../contract/payment-events.ts';

/** What the shop owes to customers, what is held of it, and what is refundable. */
export interface LiabilityReader {
  /** Newest first. */
  liabilities(options: {
    kind: LiabilityKind;
    before?: number | undefined;
    limit: number;
  }): LiabilitySummary[];
  /** Null: no event has named the account. */
  liability(of: { kind: LiabilityKind; account: string }, entryLimit: number): LiabilityAnswer | null;
  hold(holdId: string): HoldAnswer | null;
  /** Null: there is no such sale. Without a source, the sale of that id where only one has it. */
  refundable(sale: { source?: string | undefined; id: string }): RefundableAnswer | null;
  /** Newest first. */
  orderRefunds(orderNumber: string, limit: number): OrderRefund[];
}

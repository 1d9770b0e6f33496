import {
  HoldAnswer,
  LiabilityAnswer,
  LiabilityPage,
  OrderRefund,
  RefundableAnswer,
} from '../liability-views.ts';
import { HoldMade, HoldReleased, LiabilityAdjusted } from '../payment-events.ts';

/** What is asked and answered about gift cards, store credit, deposits, holds, and what is refundable. */
export const LIABILITY_SCHEMAS = {
  HoldAnswer,
  HoldFields: HoldMade.partial({ holdId: true }),
  HoldReleasing: HoldReleased.omit({ holdId: true }),
  LiabilityAdjusting: LiabilityAdjusted.omit({ kind: true, account: true }),
  LiabilityAnswer,
  LiabilityPage,
  OrderRefund,
  RefundableAnswer,
};

import { ReconciliationAnswer } from '../day-views.ts';
import { PaymentIdentified, PayoutRecorded } from '../payment-events.ts';
import { FeeReport, PaymentPage, PayoutAnswer, PayoutPage } from '../payment-views.ts';

/** What is asked and answered about payments and payouts. */
export const PAYMENT_SCHEMAS = {
  FeeReport,
  PaymentName: PaymentIdentified.omit({ original: true, tender: true }),
  PaymentPage,
  PayoutAnswer,
  PayoutFields: PayoutRecorded.partial({ payoutId: true }),
  PayoutPage,
  ReconciliationAnswer,
};

import type { PayoutSummary } from '../../hub/contract/payment-views.ts';
import type { PaymentReader } from '../../hub/web/payment-port.ts';

const PAYOUT: PayoutSummary = {
  seq: 9,
  payoutId: 'payout-1',
  processor: 'Acme',
  currency: 'EUR',
  arrivedOn: '2026-11-23',
  grossMinor: 500,
  feeMinor: 9,
  netMinor: 491,
  bankReference: null,
  unexplainedMinor: 0,
};

const { grossMinor, feeMinor, netMinor } = PAYOUT;
const AMOUNTS = { grossMinor, feeMinor, netMinor };
const SETTLED = { account: 'clearing:card:Acme', currency: 'EUR' };

/** One payment is open, another was paid out. */
export const memoryPayments: PaymentReader = {
  openPayments: () => ({
    payments: [
      {
        seq: 7,
        tender: 1,
        till: 'till-1',
        ...SETTLED,
        kind: 'card',
        processor: 'Acme',
        reference: 'r-1',
        businessDate: '2026-11-23',
        amountMinor: 300,
        openMinor: 300,
      },
    ],
    next: null,
  }),
  receiptOf: ({ seq }) => (seq === 7 ? { source: '/stores/1/tills/till-1/1', id: 'sale-7' } : null),
  payouts: () => ({ payouts: [PAYOUT], next: null }),
  payout: (seq) => {
    if (seq !== PAYOUT.seq) return null;
    const settles = [{ seq: 6, tender: 1, minor: 500 }];
    return {
      ...PAYOUT,
      entries: [{ entry: 1, kind: 'payment', reference: 'r-0', ...AMOUNTS, openMinor: 0, settles }],
    };
  },
  fees: (days) => ({
    ...days,
    fees: [
      { processor: 'Acme', tender: 'card', arrivedOn: '2026-11-23', currency: 'EUR', entries: 1, ...AMOUNTS },
    ],
  }),
};

import type { EventType } from '../../hub/contract/events.ts';

const SESSION = { registerSession: 'session-1', businessDate: '2026-11-23', currency: 'EUR' };
const DONE = { employeeId: 'employee-7', note: 'in the back' };

/** The data of each type of event of money and people that a till may send, with every field that the contract has. */
export const FULL_MONEY_DATA = {
  sessionOpened: {
    type: 'backroom.session.opened.v1',
    data: { ...SESSION, location: 'shop', floatMinor: 20_000, ...DONE },
  },
  sessionClosed: {
    type: 'backroom.session.closed.v1',
    data: {
      ...SESSION,
      firstSequence: '000000000001',
      lastSequence: '000000000041',
      countedMinor: 45_050,
      denominations: [{ valueMinor: 5_000, count: 9 }],
      report: {
        salesMinor: 25_050,
        refundsMinor: -500,
        saleCount: 17,
        refundCount: 1,
        tenders: [{ key: 'cash', amountMinor: 25_050 }],
        taxes: [{ key: 'food', amountMinor: 1_200 }],
        expectedCashMinor: 45_050,
      },
      ...DONE,
    },
  },
  cashMoved: {
    type: 'backroom.cash.moved.v1',
    data: { ...SESSION, direction: 'out', amountMinor: 10_000, reason: 'bank', ...DONE },
  },
  holdMade: {
    type: 'backroom.hold.made.v1',
    data: {
      holdId: 'hold-1',
      kind: 'gift_card',
      account: 'card-1',
      original: { id: '01990000-0000-7000-8000-000000000001' },
      currency: 'EUR',
      amountMinor: 500,
      expiresAt: '2026-11-23T10:15:00+01:00',
      employeeId: 'employee-7',
    },
  },
  holdReleased: {
    type: 'backroom.hold.released.v1',
    data: { holdId: 'hold-1', employeeId: 'employee-7' },
  },
  liabilityAdjusted: {
    type: 'backroom.liability.adjusted.v1',
    data: {
      kind: 'gift_card',
      account: 'card-1',
      currency: 'EUR',
      amountMinor: 5_000,
      reason: 'opening',
      businessDate: '2026-11-23',
      customerId: 'customer-5',
      ...DONE,
    },
  },
  paymentIdentified: {
    type: 'backroom.payment.identified.v1',
    data: {
      original: { id: '01990000-0000-7000-8000-000000000001' },
      tender: 1,
      processor: 'Acme',
      reference: 'ref-1',
      employeeId: 'employee-7',
      note: 'The terminal stood alone.',
    },
  },
  payoutRecorded: {
    type: 'backroom.payout.recorded.v1',
    data: {
      payoutId: 'payout-1',
      processor: 'Acme',
      currency: 'EUR',
      arrivedOn: '2026-11-25',
      grossMinor: 500,
      feeMinor: 9,
      netMinor: 491,
      entries: [{ kind: 'payment', reference: 'ref-1', grossMinor: 500, feeMinor: 9, netMinor: 491 }],
      bankReference: 'bank-1',
      employeeId: 'employee-7',
    },
  },
  customerCaptured: {
    type: 'backroom.customer.captured.v1',
    data: {
      customerId: 'customer-5',
      name: 'Ada Byron',
      email: 'ada@example.org',
      phone: '+44 20 7946 0000',
      loyaltyCard: 'card-7',
      verified: ['email'],
      consents: [{ channel: 'email', given: true, at: '2026-11-23T10:00:00+01:00', source: 'till-1' }],
      employeeId: 'employee-7',
    },
  },
  loyaltyAdjusted: {
    type: 'backroom.loyalty.adjusted.v1',
    data: {
      customerId: 'customer-5',
      points: 20,
      reason: 'goodwill',
      businessDate: '2026-11-23',
      ...DONE,
    },
  },
} as const satisfies Record<string, { readonly type: EventType; readonly data: object }>;

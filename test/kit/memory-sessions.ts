import type { MoneySums, SessionAnswer } from '../../hub/contract/session-views.ts';
import type { SessionReader } from '../../hub/web/session-port.ts';

const SUMS: MoneySums = {
  currency: 'GBP',
  sales: { minor: 12_350, count: 9 },
  refunds: { minor: -250, count: 1 },
  voids: { minor: 400, count: 1 },
  taxes: [{ key: 'food', rate: '5', salesMinor: 600, refundsMinor: -12, count: 10, baseMinor: 11_512 }],
  tenders: [{ key: 'cash', salesMinor: 12_350, refundsMinor: -250, count: 10 }],
  departments: [{ key: 'Bakery', salesMinor: 11_750, refundsMinor: -238, count: 10 }],
  liabilities: [],
  tipMinor: 0,
  roundingMinor: 0,
  cashBackMinor: 0,
  discountMinor: 100,
  offMinor: 0,
  cashIn: [],
  cashOut: [{ reason: 'bank', minor: 5_000 }],
};

const DRAWER = { floatMinor: 10_000, expectedMinor: 17_100, countedMinor: 17_000, overMinor: -100 };
const NUMBERS = { first: 1, last: 14 };

const SESSION: SessionAnswer = {
  session: 3,
  till: 'till-1',
  registerSession: 'session-1',
  businessDate: '2026-11-23',
  currency: 'GBP',
  state: 'closed',
  zNumber: 1,
  isSealed: false,
  sales: SUMS.sales,
  refunds: SUMS.refunds,
  voids: SUMS.voids,
  drawer: DRAWER,
  adjustments: 0,
  missing: [],
  report: {
    kind: 'Z',
    source: '/stores/6f8a1c52-0b7e-4d7a-9d5c-1f2e3a4b5c6d/tills/till-1/0c9e2f10-54ab-4b7f-8a51-7a1f0d3b9c22',
    till: 'till-1',
    registerSession: 'session-1',
    businessDate: '2026-11-23',
    zNumber: 1,
    currency: 'GBP',
    openedAt: '2026-11-23T08:00:00.000Z',
    closedAt: '2026-11-23T18:00:00.000Z',
    numbers: NUMBERS,
    missing: [],
    sums: [SUMS],
    drawer: DRAWER,
    grandTotals: [{ currency: 'GBP', sales: SUMS.sales, refunds: SUMS.refunds, voids: SUMS.voids }],
  },
  zSha256: 'ab'.repeat(32),
  seal: null,
  adjusted: { rows: [], sums: [] },
  differences: [],
  asOfSeq: 1,
};

/** The sessions of a shop that closed one, a pound short. */
export const memorySessions: SessionReader = {
  sessions: ({ before = Infinity }) => ({
    sessions: SESSION.session < before ? [summary()] : [],
    next: null,
  }),
  session: (session) => (session === SESSION.session ? SESSION : null),
  days: ({ before = '9999' }) => ({
    days:
      SESSION.businessDate < before
        ? [{ businessDate: SESSION.businessDate, isClosed: false, sessions: 1, openSessions: 0 }]
        : [],
    next: null,
  }),
  day: (businessDate) => ({
    businessDate,
    closedAt: null,
    closedBy: null,
    sessions: businessDate === SESSION.businessDate ? [summary()] : [],
    sums: businessDate === SESSION.businessDate ? [SUMS] : [],
    adjusted: { rows: [], sums: [] },
    differences:
      businessDate === SESSION.businessDate
        ? [
            {
              cause: 'cash.short',
              about: 'session-1 of till-1',
              currency: 'GBP',
              minor: -100,
              detail: 'Less cash was counted than expected.',
              advice: 'Count again, and look for cash that was taken out without being told.',
            },
          ]
        : [],
    asOfSeq: 1,
  }),
};

function summary() {
  const {
    report: _report,
    zSha256: _hash,
    seal: _seal,
    adjusted: _adjusted,
    differences: _differences,
    asOfSeq: _seq,
    ...rest
  } = SESSION;
  return rest;
}

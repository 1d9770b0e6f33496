import type { ReconciliationAnswer } from '../../hub/contract/day-views.ts';
import type { MoneySums, SessionAnswer, SessionSummary } from '../../hub/contract/session-views.ts';
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
  openedBy: { employeeId: 'e-7', name: 'Grace' },
  closedBy: { employeeId: 'e-8', name: null },
  zSha256: 'ab'.repeat(32),
  seal: null,
  adjusted: { rows: [], sums: [] },
  differences: [],
  asOfSeq: 1,
};

/** A second till, which is still open: something that it sent did not arrive. */
const OPEN: SessionAnswer = {
  ...SESSION,
  session: 5,
  till: 'till-2',
  registerSession: 'session-7',
  state: 'open',
  zNumber: null,
  drawer: { ...DRAWER, countedMinor: null, overMinor: null },
  missing: [{ first: 12, last: 12 }],
  report: {
    ...SESSION.report,
    kind: 'X',
    till: 'till-2',
    registerSession: 'session-7',
    zNumber: null,
    closedAt: null,
    numbers: null,
    drawer: { ...DRAWER, countedMinor: null, overMinor: null },
  },
  zSha256: null,
};

/** Closed, signed, and then a sale came late; the till had added up to something else. */
const CLOSED: SessionAnswer = {
  ...SESSION,
  isSealed: true,
  adjustments: 1,
  seal: {
    seq: 41,
    at: '2026-11-23T18:00:01.000Z',
    zSha256: 'ab'.repeat(32),
    headSeq: 40,
    headHash: 'cd'.repeat(32),
    publicKey: 'k'.repeat(43),
    signature: 's'.repeat(86),
    isOfThisChain: true,
  },
  adjusted: {
    rows: [
      {
        seq: 57,
        at: '2026-11-24T09:12:00.000Z',
        kind: 'sale',
        session: SESSION.session,
        currency: 'GBP',
        totalMinor: 1_250,
      },
    ],
    sums: [{ ...SUMS, sales: { minor: 1_250, count: 1 }, refunds: { minor: 0, count: 0 } }],
  },
  differences: [{ aspect: 'tender', key: 'cash', tillMinor: 12_400, hubMinor: 12_100 }],
};

const ALL = [OPEN, CLOSED];
const DAY = SESSION.businessDate;

const AGREEMENT: Omit<ReconciliationAnswer, 'businessDate' | 'asOfSeq'> = {
  agrees: false,
  sales: [{ about: 'sales', currency: 'GBP', oursMinor: 25_450, theirsMinor: 25_450 }],
  journal: [{ about: 'revenue', currency: 'GBP', oursMinor: 11_512, theirsMinor: 11_512 }],
  clearing: [{ about: 'clearing:card:Acme', currency: 'GBP', oursMinor: 300, theirsMinor: 300 }],
  unsettled: [{ account: 'clearing:card:Acme', currency: 'GBP', count: 1, minor: 300 }],
  destinations: [
    { name: 'books', waiting: 0, parked: 0, holds: 'agrees', detail: 'books holds what the books have.' },
    {
      name: 'webhook',
      waiting: 2,
      parked: 0,
      holds: 'does_not_say',
      detail: 'webhook takes what it is sent, and does not say what it holds.',
    },
  ],
  differences: [
    {
      cause: 'session.open',
      about: 'Session session-7 of till-2 is not closed',
      session: OPEN.session,
      currency: 'GBP',
      oursMinor: 12_100,
      theirsMinor: null,
      detail: 'Session session-7 of till-2 is not closed: 121.00 GBP so far.',
      advice: 'Count the drawer and close the session at its till. Until then its money is not in the books.',
    },
    {
      cause: 'cash.short',
      about: 'Session session-1 of till-1, cash in the drawer',
      session: CLOSED.session,
      currency: 'GBP',
      oursMinor: 17_100,
      theirsMinor: 17_000,
      detail: 'Session session-1 of till-1, cash in the drawer: 171.00 GBP expected, 170.00 GBP counted.',
      advice: 'Count the drawer again, and look for cash that was taken out without a word.',
    },
    {
      cause: 'destination.behind',
      about: 'webhook',
      session: null,
      currency: null,
      oursMinor: 2,
      theirsMinor: null,
      detail: 'webhook: 2 on the way.',
      advice: 'It goes by itself when the destination can be reached again.',
    },
  ],
};

const AGREES: typeof AGREEMENT = {
  agrees: true,
  sales: [],
  journal: [],
  clearing: [],
  unsettled: [],
  destinations: [],
  differences: [],
};

/** The sessions of a shop that closed one, a pound short, and has not closed the other. The day before agreed. */
export const memorySessions: SessionReader = {
  sessions: ({ before = Infinity }) => ({
    sessions: ALL.filter(({ session }) => session < before).map(summaryOf),
    next: null,
  }),
  session: (session) => ALL.find((one) => one.session === session) ?? null,
  days: ({ before = '9999' }) => ({
    days: [
      { businessDate: DAY, isClosed: false, sessions: 2, openSessions: 1, differences: null },
      { businessDate: '2026-11-22', isClosed: true, sessions: 0, openSessions: 0, differences: 0 },
    ].filter(({ businessDate }) => businessDate < before),
    next: null,
  }),
  day: (businessDate) => {
    const isIt = businessDate === DAY;
    return {
      businessDate,
      closedAt: isIt ? null : '2026-11-23T02:00:00.000Z',
      closedBy: isIt ? null : 'Ada',
      sessions: isIt ? ALL.map(summaryOf) : [],
      sums: isIt ? [SUMS] : [],
      adjusted: isIt ? CLOSED.adjusted : { rows: [], sums: [] },
      ...(isIt ? AGREEMENT : AGREES),
      asOfSeq: 1,
    };
  },
  reconciliation: (businessDate) => ({
    businessDate,
    ...(businessDate === DAY ? AGREEMENT : AGREES),
    asOfSeq: 1,
  }),
};

function summaryOf(of: SessionAnswer): SessionSummary {
  const {
    report: _report,
    zSha256: _hash,
    seal: _seal,
    adjusted: _adjusted,
    differences: _differences,
    asOfSeq: _seq,
    ...rest
  } = of;
  return rest;
}

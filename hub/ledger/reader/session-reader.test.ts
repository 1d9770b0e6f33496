import { expect, test } from 'vitest';
import { sessionEvents } from '../../../test/kit/session-model.ts';
import type { SessionPlan, SessionStep } from '../../../test/kit/session-model.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent } from '../../../test/kit/till-events.ts';

const DAY = '2026-11-23';

function paid(minor: number, more: Partial<Extract<SessionStep, { tender: string }>> = {}): SessionStep {
  return { kind: 'sale', tender: 'cash', minor, tip: 0, rounding: 0, cashBack: 0, ...more };
}

function planOf(name: string, steps: readonly SessionStep[], countedMinor: number | null): SessionPlan {
  return { till: 'till-1', name, floatMinor: 10_000, steps, countedMinor };
}

/** A float, a sale in cash, a card sale with cash paid out, a refund, cash to the bank; closed a pound short. */
const MORNING = planOf(
  'morning',
  [
    paid(2_000),
    paid(3_000, { tender: 'card', cashBack: 1_000, tip: 200 }),
    paid(500, { kind: 'refund' }),
    { kind: 'cash', direction: 'out', minor: 4_000 },
  ],
  6_400,
);
const EVENING = planOf('evening', [paid(700), { kind: 'void', back: 0 }, paid(900)], null);

/** The days of a shop: what its till tells, but for what is kept back. */
function shop(plans: readonly SessionPlan[], keptBack: (id: string) => boolean = () => false) {
  const temp = tempLedger(() => 1_795_000_000_000);
  const events = sessionEvents(plans).map(({ event }) => event);
  const tell = (some: typeof events): void => void temp.ledger.commit(some.map((one) => ledgerEvent(one)));
  tell(events.filter(({ id }) => !keptBack(id)));
  return {
    temp,
    reader: temp.reader,
    tellRest: () => tell(events.filter(({ id }) => keptBack(id))),
    closeDay: () =>
      temp.ledger.commit([
        ledgerEvent({ type: 'backroom.day.closed.v1', data: { businessDate: DAY, by: 'Ada' } }),
      ]),
    causes: () =>
      temp.reader
        .exceptions({ limit: 100 })
        .map(({ cause }) => cause)
        .filter((cause) => /^(session|day)\./.test(cause)),
  };
}

test('a Z report tells what was sold, given back and is in the drawer, and the grand totals of the till', () => {
  const { temp, reader } = shop([MORNING, EVENING]);
  using _ = temp;
  const { sessions } = reader.sessions({ limit: 10 });
  expect(sessions.map(({ registerSession, state, zNumber }) => [registerSession, state, zNumber])).toEqual([
    ['evening', 'closed', 2],
    ['morning', 'closed', 1],
  ]);
  const [evening, morning] = sessions.map(({ session }) => reader.session(session));
  expect(morning?.report).toMatchObject({
    kind: 'Z',
    numbers: { first: 1, last: 5 },
    missing: [],
    sums: [
      {
        currency: 'EUR',
        sales: { minor: 5_000, count: 2 },
        refunds: { minor: -500, count: 1 },
        tenders: [
          { key: 'card', salesMinor: 4_200, refundsMinor: 0, count: 1 },
          { key: 'cash', salesMinor: 2_000, refundsMinor: -500, count: 2 },
        ],
        tipMinor: 200,
        cashBackMinor: 1_000,
        cashOut: [{ reason: 'change', minor: 4_000 }],
      },
    ],
    drawer: { floatMinor: 10_000, expectedMinor: 6_500, countedMinor: 6_400, overMinor: -100 },
    grandTotals: [{ sales: { minor: 5_000, count: 2 } }],
  });
  expect(evening?.report).toMatchObject({
    sums: [{ sales: { minor: 900, count: 1 }, voids: { minor: 700, count: 1 } }],
    grandTotals: [{ sales: { minor: 5_900, count: 3 }, refunds: { minor: -500 }, voids: { minor: 700 } }],
    drawer: { countedMinor: null, overMinor: null },
  });
});

test('a session that lacks a number says which, and is posted when it comes', () => {
  const { temp, reader, tellRest, causes } = shop([MORNING], (id) => id === 'till-1-3');
  using _ = temp;
  const [before] = reader.sessions({ limit: 1 }).sessions;
  expect(before).toMatchObject({ state: 'closing', missing: [{ first: 3, last: 3 }] });
  expect(reader.session(before?.session ?? 0)?.report.kind).toBe('X');
  expect(causes()).toEqual(['session.numbers_missing']);
  expect(reader.day(DAY).differences).toMatchObject([
    { cause: 'session.incomplete', detail: expect.stringContaining('under 3: 15.00 EUR so far') },
  ]);
  tellRest();
  expect(reader.sessions({ limit: 1 }).sessions).toMatchObject([{ state: 'closed', missing: [] }]);
  expect(causes()).toEqual([]);
});

test('what comes after the day was closed is an adjustment of that day, and the Z report stays as it was', () => {
  const { temp, reader, tellRest, closeDay, causes } = shop([MORNING], (id) => id === 'till-1-2');
  using _ = temp;
  closeDay();
  const [closed] = reader.sessions({ limit: 1 }).sessions;
  const before = reader.session(closed?.session ?? 0);
  expect(before?.report).toMatchObject({ kind: 'Z', missing: [{ first: 2, last: 2 }] });
  expect(before?.drawer.overMinor).toBe(1_900);
  tellRest();
  const after = reader.session(closed?.session ?? 0);
  expect(after?.zSha256).toBe(before?.zSha256);
  expect(after?.report).toEqual(before?.report);
  expect(after?.drawer.overMinor).toBe(-100);
  expect(reader.day(DAY)).toMatchObject({
    closedBy: 'Ada',
    sums: [{ sales: { minor: 3_000, count: 1 } }],
    adjusted: { rows: [{ kind: 'sale', totalMinor: 2_000 }], sums: [{ sales: { minor: 2_000, count: 1 } }] },
  });
  expect(causes()).toEqual(['day.adjusted']);
});

test('a sale whose day is over opens no day, whoever named its session before', () => {
  const { temp, reader, closeDay, causes } = shop([]);
  using _ = temp;
  closeDay();
  const [opening, sale] = sessionEvents([MORNING]);
  temp.ledger.commit([sale, opening].flatMap((one) => (one === undefined ? [] : [ledgerEvent(one.event)])));
  expect(reader.sessions({ limit: 1 }).sessions).toMatchObject([{ state: 'closed', zNumber: null }]);
  expect(reader.day(DAY).adjusted.rows.map(({ kind }) => kind)).toEqual(['sale', 'opening']);
  expect(reader.sessionsToSeal(10)).toEqual([]);
  expect(causes()).toEqual(['day.adjusted']);
});

test('where the till adds up to something else, each difference is told until they agree', () => {
  const { temp, reader, causes } = shop([]);
  using _ = temp;
  const events = sessionEvents([planOf('s', [paid(700)], 10_700)]).map(({ event }) => event);
  const report = { salesMinor: 800, saleCount: 1, tenders: [{ key: 'card', amountMinor: 100 }] };
  const told = events.map((event) =>
    event.type === 'backroom.session.closed.v1'
      ? { ...event, data: { ...event.data, report, denominations: [{ valueMinor: 500, count: 21 }] } }
      : event,
  );
  temp.ledger.commit(told.map((one) => ledgerEvent(one)));
  const [session] = reader.sessions({ limit: 1 }).sessions;
  expect(reader.session(session?.session ?? 0)?.differences).toEqual([
    { aspect: 'denominations', key: '', tillMinor: 10_500, hubMinor: 10_700 },
    { aspect: 'sales', key: '', tillMinor: 800, hubMinor: 700 },
    { aspect: 'tender', key: 'card', tillMinor: 100, hubMinor: 0 },
    { aspect: 'tender', key: 'cash', tillMinor: 0, hubMinor: 700 },
  ]);
  expect(causes()).toEqual(['session.report_differs']);
});

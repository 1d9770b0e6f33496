import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cardSale, payoutOf } from '../../../test/kit/payment-events.ts';
import { proven } from '../../../test/kit/proven.ts';
import { MODEL_DAY, sessionEvents } from '../../../test/kit/session-model.ts';
import type { SessionPlan, SessionStep } from '../../../test/kit/session-model.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, tillSource } from '../../../test/kit/till-events.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';

const SEED = Number(process.env['RECONCILIATION_SEED'] ?? 20_261_123);

const sale = (tender: 'cash' | 'card', minor: number): SessionStep => ({
  kind: 'sale',
  tender,
  minor,
  tip: 0,
  rounding: 0,
  cashBack: 0,
});

const PLAN: SessionPlan = {
  till: 'till-1',
  name: 's-0',
  floatMinor: 1_000,
  steps: [sale('cash', 700), sale('card', 500)],
  countedMinor: 1_700,
};

const told = (plans: readonly SessionPlan[]): LedgerEvent[] =>
  sessionEvents(plans).map(({ event }) => ledgerEvent(event));

function causes(temp: ReturnType<typeof tempLedger>, day = MODEL_DAY): string[] {
  return temp.reader.reconciliation(day).differences.map(({ cause }) => cause);
}

test('a day that is closed agrees, and what is not settled is listed', () => {
  using temp = tempLedger();
  temp.ledger.commit(told([PLAN]));
  const answer = temp.reader.reconciliation(MODEL_DAY);
  expect(answer).toMatchObject({
    agrees: true,
    sales: [{ about: 'sales', currency: 'EUR', oursMinor: 1_200, theirsMinor: 1_200 }],
    clearing: [{ about: 'clearing:card', currency: 'EUR', oursMinor: 500, theirsMinor: 500 }],
    unsettled: [{ account: 'clearing:card', currency: 'EUR', count: 1, minor: 500 }],
  });
  expect(answer.journal.map(({ about }) => about)).toEqual(['cash over', 'clearing', 'revenue']);
});

test('an open session is a difference until it is closed', () => {
  using temp = tempLedger();
  const events = told([PLAN]);
  temp.ledger.commit(events.slice(0, -1));
  expect(temp.reader.reconciliation(MODEL_DAY).differences).toMatchObject([
    {
      cause: 'session.open',
      detail: 'Session s-0 of till-1 is not closed: 12.00 EUR so far.',
      oursMinor: 1_200,
      currency: 'EUR',
    },
  ]);
  temp.ledger.commit(events.slice(-1));
  expect(causes(temp)).toEqual([]);
});

test('a session whose numbers are missing, a drawer that is short and a payout that nothing explains are told', () => {
  using temp = tempLedger();
  const events = told([{ ...PLAN, countedMinor: 1_650 }]);
  temp.ledger.commit(events.toSpliced(1, 1));
  expect(causes(temp)).toEqual(['session.incomplete']);
  temp.ledger.commit(events.slice(1, 2));
  expect(causes(temp)).toEqual(['cash.short']);
  temp.ledger.commit([
    ledgerEvent(payoutOf('p-1', [{ reference: 'nowhere', grossMinor: 500 }], { arrivedOn: MODEL_DAY })),
  ]);
  expect(causes(temp)).toEqual(['cash.short', 'suspense.open', 'payout.unexplained']);
});

test('what waits for a destination is told with its day, and with no other', () => {
  using temp = tempLedger();
  temp.ledger.commit(told([PLAN]));
  temp.db.exec(`INSERT INTO destination (name, kind) VALUES ('books', 'webhook');
    INSERT INTO outbox (destination, seq, partition_key, state) VALUES (1, 1, 1, 'waiting'), (1, 2, 1, 'parked')`);
  expect(causes(temp)).toEqual(['destination.behind', 'destination.parked']);
  expect(causes(temp, '2026-11-22')).toEqual([]);
});

test('a payment that is settled before its session is posted leaves nothing in clearing', () => {
  using temp = tempLedger();
  const at = { id: 'by card', sequence: 1, source: tillSource('till-1') };
  temp.ledger.commit([
    ledgerEvent({ ...cardSale('r-1', 500), ...at }),
    ledgerEvent(payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500 }])),
  ]);
  const account = 'clearing:card:Acme';
  const { clearing, differences } = temp.reader.reconciliation(MODEL_DAY);
  expect(clearing).toContainEqual({ about: account, currency: 'EUR', oursMinor: -500, theirsMinor: -500 });
  expect(differences.map(({ cause }) => cause)).toEqual(['session.open']);
});

const step: fc.Arbitrary<SessionStep> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('sale', 'refund'),
    tender: fc.constantFrom('cash', 'card'),
    minor: fc.integer({ min: 1, max: 900 }),
    tip: fc.constantFrom(0, 50),
    rounding: fc.constantFrom(0, 2),
    cashBack: fc.constant(0),
  }),
  fc.record({ kind: fc.constant('void'), back: fc.nat(3) }),
);

test('whatever comes late or twice, sales, journal and clearing agree; only what is open does not', ({
  task,
}) => {
  const day = fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 3 }).chain((sessions) => {
    const plans = sessions.map((steps, index) => ({
      ...PLAN,
      name: `s-${index}`,
      steps,
      countedMinor: null,
    }));
    const events = told(plans);
    return fc.record({
      late: fc.shuffledSubarray([...events, ...events], { minLength: events.length }),
      all: fc.constant(events),
    });
  });
  fc.assert(
    fc.property(day, ({ late, all }) => {
      using temp = tempLedger();
      for (const event of late) {
        temp.ledger.commit([event]);
        const open = ['session.open', 'session.incomplete'];
        expect(causes(temp).filter((cause) => !open.includes(cause))).toEqual([]);
      }
      temp.ledger.commit(all);
      expect(causes(temp)).toEqual([]);
    }),
    { seed: SEED, numRuns: 10 },
  );
  proven(task, { promise: 'reconciliation', cases: 10 });
});

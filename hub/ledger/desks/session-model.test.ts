import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { MODEL_DAY, sessionEvents, SessionModel } from '../../../test/kit/session-model.ts';
import type { SessionEvent, SessionPlan, SessionStep } from '../../../test/kit/session-model.ts';
import { proven } from '../../../test/kit/proven.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, tillSource } from '../../../test/kit/till-events.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';

const SEED = Number(process.env['SESSION_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['SESSION_RUNS'] ?? 25);
const PATIENT = { timeout: 30_000 + RUNS * 1_000 };

const minor = fc.integer({ min: 1, max: 5_000 });
const few = fc.constantFrom(0, 0, 0, 3, 500);

const step: fc.Arbitrary<SessionStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('sale', 'sale', 'sale', 'refund'),
      tender: fc.constantFrom('cash', 'card'),
      minor,
      tip: few,
      rounding: fc.constantFrom(0, 0, 2, -2),
      cashBack: few,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('void'), back: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cash'), direction: fc.constantFrom('in', 'out'), minor }),
  },
);

const plan = fc.record({
  till: fc.constantFrom('till-1', 'till-2'),
  floatMinor: fc.nat(20_000),
  steps: fc.array(step, { maxLength: 8 }),
  countedMinor: fc.option(fc.nat(30_000), { nil: null, freq: 4 }),
});

const plans: fc.Arbitrary<SessionPlan[]> = fc
  .array(plan, { minLength: 1, maxLength: 4 })
  .map((all) => all.map((each, index) => ({ ...each, name: `s-${index}` })));

/** The events that are ever told, in the order of their coming: late, twice, or lost. */
const days = plans.chain((all) => {
  const events = sessionEvents(all);
  const kept = fc.oneof(
    { weight: 2, arbitrary: fc.constant(events) },
    { weight: 3, arbitrary: fc.subarray(events, { minLength: Math.ceil(events.length / 2) }) },
  );
  return kept.chain((told) =>
    fc.record({
      plans: fc.constant(all),
      told: fc.constant(told),
      late: fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 }),
      /** After how many events the day is closed; null: it is not. */
      closedAfter: fc.option(fc.nat(told.length * 2), { nil: null }),
      batchMax: fc.integer({ min: 1, max: 9 }),
    }),
  );
});

const dayClosed: LedgerEvent = ledgerEvent({
  type: 'backroom.day.closed.v1',
  data: { businessDate: MODEL_DAY },
});

function tell(
  temp: ReturnType<typeof tempLedger>,
  events: readonly SessionEvent[],
  how: { closedAfter: number | null; batchMax: number },
): void {
  const all = events.map(({ event }) => ledgerEvent(event));
  if (how.closedAfter !== null) all.splice(how.closedAfter, 0, dayClosed);
  for (let from = 0; from < all.length; from += how.batchMax)
    temp.ledger.commit(all.slice(from, from + how.batchMax));
}

interface Row {
  readonly session: number;
  readonly state: string;
  readonly float_minor: number | null;
  readonly counted_minor: number | null;
  readonly complete: number;
}

function rowOf(temp: ReturnType<typeof tempLedger>, of: SessionPlan): Row | null {
  const row = temp.db
    .prepare<[string, string], Row>(
      `SELECT r.session, r.state, r.float_minor, r.counted_minor, r.complete FROM register_session r
       JOIN stream s ON s.stream = r.stream WHERE s.source = ? AND r.name = ?`,
    )
    .get(tillSource(of.till), of.name);
  return row ?? null;
}

function sumsOf(temp: ReturnType<typeof tempLedger>, session: number): Record<string, string> {
  const rows = temp.db
    .prepare<[number], { name: string; sums: string }>(
      `SELECT aspect || ' ' || side || ' ' || key AS name, sum(minor) || ' x ' || sum(count) AS sums
       FROM session_total WHERE session = ? AND aspect NOT IN ('department', 'grand')
       GROUP BY name HAVING sum(minor) <> 0 OR sum(count) <> 0`,
    )
    .all(session);
  return Object.fromEntries(rows.map(({ name, sums }) => [name, sums]));
}

function overOf(row: Row, sums: Record<string, string>): number | null {
  if (row.counted_minor === null) return null;
  let cash = row.float_minor ?? 0;
  for (const [name, sum] of Object.entries(sums)) {
    const amount = Number.parseInt(sum, 10);
    if (/^(tender \w+ cash|cash-in drawer change)$/.test(name)) cash += amount;
    if (/^(cash-back \w+ |cash-out drawer change)$/.test(name)) cash -= amount;
  }
  return row.counted_minor - cash;
}

function stateOf(model: SessionModel, of: SessionPlan, isDayClosed: boolean): string {
  if (isDayClosed || model.isWhole(of)) return 'closed';
  if (model.isClosed(of)) return 'closing';
  return model.isOpened(of) ? 'open' : 'awaited';
}

/** What the journal says that the drawers had too much. */
function journalOver(temp: ReturnType<typeof tempLedger>): number {
  const row = temp.db
    .prepare<[], { over: number | null }>(
      `SELECT sum(credit_minor - debit_minor) AS over FROM journal_line WHERE account = 'cash-over-short'`,
    )
    .get();
  return row?.over ?? 0;
}

function missingTold(temp: ReturnType<typeof tempLedger>): number {
  return temp.reader.exceptions({ limit: 500 }).filter(({ cause }) => cause === 'session.numbers_missing')
    .length;
}

test(
  'sessions and their adjustments are what a small model says, however late, shuffled, doubled or lost their events are',
  PATIENT,
  ({ task }) => {
    fc.assert(
      fc.property(days, ({ plans: all, told, late, closedAfter, batchMax }) => {
        using temp = tempLedger();
        tell(temp, late, { closedAfter, batchMax });
        const model = new SessionModel(told);
        let overAll = 0;
        for (const of of all) {
          const row = rowOf(temp, of);
          expect(row !== null).toBe(model.isNamed(of));
          if (row === null) continue;
          const state = stateOf(model, of, closedAfter !== null);
          expect(row.state, of.name).toBe(state);
          expect(row.complete === 1).toBe(model.isWhole(of));
          const sums = sumsOf(temp, row.session);
          expect(sums).toEqual(model.sums(of));
          expect(overOf(row, sums)).toBe(model.over(of));
          if (state === 'closed') overAll += model.over(of) ?? 0;
        }
        expect(journalOver(temp)).toBe(overAll);
        expect(missingTold(temp)).toBe(all.filter((of) => model.isClosed(of) && !model.isWhole(of)).length);
        expectWhole(temp.file);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    proven(task, { promise: 'money-models', cases: RUNS });
  },
);

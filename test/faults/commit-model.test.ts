import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSequence } from '../../hub/contract/envelope.ts';
import { formatQuantity } from '../../hub/kit/quantity.ts';
import { openReader } from '../../hub/ledger/open.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { brokenInvariants } from '../../hub/ledger/verify/invariants.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { LedgerWorld } from '../kit/ledger-world.ts';
import type { Step } from '../kit/ledger-world.ts';
import { proven } from '../kit/proven.ts';
import { someEvent, TILLS } from '../kit/shop-stories.ts';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 60);

const dieAt = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 5 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      events: fc.array(someEvent(), { minLength: 1, maxLength: 6 }),
      dieAt,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), back: fc.nat(8), dieAt }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);

/** Everything that the model knows, asked of the file by a reader of its own. */
function expectSame(world: LedgerWorld): void {
  const db = openReader(world.file);
  try {
    const reader = createLedgerReader(db, '');
    for (const [sku, places] of world.model.onHand()) {
      const stock = reader.stock({ sku });
      const locations = stock?.locations.filter(({ onHand }) => onHand !== '0') ?? [];
      const actual = Object.fromEntries(
        locations.map(({ location, onHand }) => [location.toLowerCase(), onHand]),
      );
      const expected = Object.entries(places).map(([place, micro]) => [place, formatQuantity(micro)]);
      expect(actual, `stock of ${sku}`).toEqual(Object.fromEntries(expected));
    }
    const days = reader
      .dayTotals(100)
      .map(({ businessDate, currency, ...figures }) => [`${businessDate} ${currency}`, figures]);
    expect(Object.fromEntries(days)).toEqual(Object.fromEntries(world.model.days()));
    const acks = Object.fromEntries(reader.acks().map(({ till, ack }) => [till, ack.sequence]));
    for (const { name, source } of TILLS) {
      const sequence = formatSequence(world.model.contiguous(source));
      expect(acks[name] ?? formatSequence(0), `sequence of ${name}`).toBe(sequence);
    }
    expect(keysOf(db).toSorted()).toEqual(world.model.keys.toSorted());
    expect(countOf(db, 'event WHERE standing = 1')).toBe(world.model.conflicts);
    expect(countOf(db, 'outbox')).toBe(world.model.keys.length);
  } finally {
    db.close();
  }
}

function keysOf(db: Database): string[] {
  const rows = db.prepare<[], { key: string }>(
    "SELECT source || ' ' || id AS key FROM event_key k JOIN stream s ON s.stream = k.stream",
  );
  return rows.all().map(({ key }) => key);
}

function countOf(db: Database, from: string): number | undefined {
  return db.prepare<[], { count: number }>(`SELECT count(*) AS count FROM ${from}`).get()?.count;
}

test(
  'after any run of events, repetitions, conflicts, restarts and deaths the ledger says what a plain model says',
  { timeout: 60_000 + RUNS * 500 },
  ({ task }) => {
    const property = fc.property(fc.array(step, { minLength: 4, maxLength: 25 }), (steps) => {
      using world = new LedgerWorld();
      for (const action of steps) {
        world.run(action);
        expect(brokenInvariants(world.db)).toEqual([]);
      }
      expectSame(world);
      expectWhole(world.file);
    });
    fc.assert(property, { numRuns: RUNS });
    proven(task, { promise: 'commit-model', cases: RUNS });
  },
);

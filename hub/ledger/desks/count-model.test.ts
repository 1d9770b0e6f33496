import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { countPosted, countReviewed, countScanned, countStarted } from '../../../test/kit/count-events.ts';
import { CountedShop } from '../../../test/kit/counted-shop.ts';
import type { Happening } from '../../../test/kit/counted-shop.ts';
import { proven } from '../../../test/kit/proven.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, received, saleOf } from '../../../test/kit/till-events.ts';

const SEED = Number(process.env['COUNT_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['COUNT_RUNS'] ?? 30);

/** Each run is a ledger on disk that proves itself at the end. */
const timeout = 60_000 + RUNS * 2_000;

const sku = fc.constantFrom('MUG', 'CUP');
const spot = fc.constantFrom('shelf', 'window');
const count = fc.constantFrom('c-1', 'c-2', 'c-3', 'c-4');
const units = fc.integer({ min: 1, max: 4 });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('sell' as const), sku, spot, units }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('receive' as const), sku, spot, units }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('steal' as const), sku, spot, units }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('start' as const), count }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('scan' as const), count, sku, held: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('recount' as const), count, sku }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('approve' as const), count }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('post' as const), count }) },
);

test(
  'a posted count makes the ledger what is truly on the shelf, however much is sold meanwhile',
  { timeout },
  ({ task }) => {
    let booked = 0;
    let doubtful = 0;
    fc.assert(
      fc.property(fc.array(happening, { minLength: 60, maxLength: 120, size: 'max' }), (happenings) => {
        using temp = tempLedger();
        const shop = new CountedShop(temp);
        for (const one of happenings) shop.play(one);
        shop.deliverAll();
        booked += shop.proved;
        doubtful += shop.doubtful;
        expectWhole(temp.file);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    // The rules would hold of a shop that never counts, too.
    expect(booked).toBeGreaterThan(RUNS / 2);
    expect(doubtful).toBeGreaterThan(0);
    proven(task, { promise: 'counts', cases: booked });
  },
);

/** Scans of a few devices, with positions anywhere in the past, and none that replaces another. */
const piece = fc.record({ sku, quantity: units.map(String), atSeq: fc.integer({ min: 0, max: 12 }) });

test('shuffled, doubled and late scans of a count make the same count', { timeout }, () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), sku, units), { minLength: 10, maxLength: 10 }),
      fc.array(fc.array(piece, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (trade, scans, random) => {
        const told = [
          countStarted('c', { kind: 'spot', skus: ['MUG', 'CUP'] }),
          ...scans.map((lines) => countScanned('c', ...lines)),
        ].map((event, index) => ({ ...event, id: `count-${index}`, sequence: index + 1 }));
        const shuffled = [...told, ...told]
          .map((event) => ({ event, key: random.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(countOf(trade, shuffled)).toEqual(countOf(trade, told));
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
});

/** What becomes of the count after the trade of some days, in words that do not name entries. */
function countOf(
  trade: readonly (readonly [boolean, string, number])[],
  told: readonly {
    readonly type: string;
    readonly data: object;
    readonly id: string;
    readonly sequence: number;
  }[],
): object {
  using temp = tempLedger();
  temp.ledger.commit([ledgerEvent(productSet({ sku: 'MUG' })), ledgerEvent(productSet({ sku: 'CUP' }))]);
  temp.ledger.commit(
    trade.map(([isSale, code, quantity]) => {
      const line = { sku: code, quantity: String(quantity) };
      return ledgerEvent(isSale ? saleOf(line) : received(line));
    }),
  );
  for (const event of told) temp.ledger.commit([ledgerEvent(event)]);
  const lines = (): object[] =>
    temp.db.prepare<[], object>('SELECT * FROM count_line ORDER BY product').all();
  const scanned = lines();
  temp.ledger.commit([ledgerEvent(countReviewed('c')), ledgerEvent(countPosted('c'))]);
  expectWhole(temp.file);
  const posted = lines();
  return {
    scanned,
    posted,
    count: temp.db
      .prepare('SELECT state, kind, place, blind, belonging, newest_ms, newest_at_seq FROM stock_count')
      .all(),
    stock: temp.db.prepare('SELECT product, place, on_hand_micro FROM stock').all(),
    exceptions: temp.reader.exceptions({ limit: 50 }).map(({ cause, subject }) => `${cause} ${subject}`),
  };
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdingAt, spansFrom } from './prices.ts';

interface Price {
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number | null;
}

const instant = fc.integer({ min: 0, max: 12 });
const prices: fc.Arbitrary<Price[]> = fc
  .array(fc.record({ fromMs: instant, untilMs: fc.option(instant) }), { maxLength: 8 })
  .map((rows) => rows.map((row, index) => ({ ...row, name: `price ${index}` })));

/** The same rule as a walk over every instant there is. */
function slowlyHolding(rows: readonly Price[], atMs: number): string | null {
  const ranked = rows
    .map((row, order) => ({ ...row, order }))
    .filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < (untilMs ?? Infinity))
    .toSorted((a, b) => b.fromMs - a.fromMs || b.order - a.order);
  return ranked[0]?.name ?? null;
}

test('the price that began last holds, of two that began together the one that was said last', () => {
  const rows = [
    { name: 'usual', fromMs: 0, untilMs: null },
    { name: 'offer', fromMs: 5, untilMs: 8 },
    { name: 'better offer', fromMs: 5, untilMs: 7 },
  ];
  expect([4, 5, 6, 7, 8].map((at) => holdingAt(rows, at)?.name)).toEqual([
    'usual',
    'better offer',
    'better offer',
    'offer',
    'usual',
  ]);
  expect(holdingAt(rows, -1)).toBeNull();
});

test('what holds at an instant is what a look at every row gives', () => {
  fc.assert(
    fc.property(prices, instant, (rows, at) => {
      expect(holdingAt(rows, at)?.name ?? null).toBe(slowlyHolding(rows, at));
    }),
  );
});

test('what is told of now and later says at every instant from now on the price that holds then', () => {
  fc.assert(
    fc.property(prices, instant, (rows, now) => {
      const spans = spansFrom(rows, now);
      for (let at = now; at <= 13; at += 1) {
        const told = spans.filter(({ fromMs, untilMs }) => fromMs <= at && at < (untilMs ?? Infinity));
        expect(told.map(({ row }) => row.name)).toEqual(
          [slowlyHolding(rows, at)].filter((name) => name !== null),
        );
      }
    }),
  );
});

test('nothing that is over is told, and nothing that never holds', () => {
  fc.assert(
    fc.property(prices, instant, (rows, now) => {
      for (const { fromMs, untilMs } of spansFrom(rows, now)) {
        expect(untilMs ?? Infinity).toBeGreaterThan(Math.max(fromMs, now));
      }
    }),
  );
});

test('a time that goes by changes nothing that is told of what is still to come', () => {
  fc.assert(
    fc.property(prices, instant, instant, (rows, a, b) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)];
      const at = (spans: ReturnType<typeof spansFrom<Price>>) =>
        Array.from({ length: 14 - late }, (_, step) =>
          spans.find(({ fromMs, untilMs }) => fromMs <= late + step && late + step < (untilMs ?? Infinity)),
        ).map((span) => span?.row.name);
      expect(at(spansFrom(rows, early))).toEqual(at(spansFrom(rows, late)));
    }),
  );
});

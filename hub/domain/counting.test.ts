import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addPiece, correction, joinLines, LOOK_BACK_MAX, lookBack, positionOf } from './counting.ts';
import type { CountedLine, HistoryStep, Piece } from './counting.ts';
import { PLACE } from './places.ts';

const piece: fc.Arbitrary<Piece> = fc.record({
  quantityMicro: fc.integer({ min: -5_000_000, max: 5_000_000 }),
  atSeq: fc.nat(100),
  countedMs: fc.option(fc.nat(1_000)),
  again: fc.constant(false),
});

function lineOf(pieces: readonly Piece[]): CountedLine | null {
  return pieces.reduce<CountedLine | null>((line, next) => addPiece(line, next), null);
}

/** What happened to a product, the oldest first: several movements may be of one entry. */
const history: fc.Arbitrary<HistoryStep[]> = fc
  .array(
    fc.record({
      seq: fc.integer({ min: 1, max: 30 }),
      changeMicro: fc.integer({ min: -9, max: 9 }),
      kind: fc.constantFrom('goods' as const, 'goods' as const, 'correction' as const, 'merge' as const),
    }),
    { maxLength: 30 },
  )
  .map((steps) => steps.toSorted((a, b) => a.seq - b.seq));

const sum = (steps: readonly HistoryStep[]): number =>
  steps.reduce((total, step) => total + step.changeMicro, 0);

describe('pieces', () => {
  test('make the same line in whatever order they come', () => {
    fc.assert(
      fc.property(
        fc
          .array(piece, { minLength: 1 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([told, shuffled]) => {
          expect(lineOf(shuffled)).toEqual(lineOf(told));
        },
      ),
    );
  });

  test('add up, from the first position to the latest', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
        const positions = pieces.map(({ atSeq }) => atSeq);
        expect(lineOf(pieces)).toMatchObject({
          countedMicro: pieces.reduce((total, { quantityMicro }) => total + quantityMicro, 0),
          firstSeq: Math.min(...positions),
          atSeq: Math.max(...positions),
        });
      }),
    );
  });

  test('of two products that are one are as if they had been counted of one', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), fc.array(piece, { minLength: 1 }), (some, others) => {
        const [one, other] = [lineOf(some), lineOf(others)];
        if (one === null || other === null) throw new Error('each has a piece');
        expect(joinLines(one, other)).toEqual(lineOf([...some, ...others]));
      }),
    );
  });

  test('of a recount stand alone, and are to be looked at', () => {
    fc.assert(
      fc.property(fc.array(piece), piece, (before, last) => {
        const line = lineOf(before);
        const reviewed = line === null ? null : { ...line, state: 'recount' as const, late: true };
        expect(addPiece(reviewed, { ...last, again: true })).toEqual(addPiece(null, last));
      }),
    );
  });

  test('take an approval back, and leave a wish for a recount', () => {
    const line = addPiece(null, { quantityMicro: 1, atSeq: 1, countedMs: null, again: false });
    if (line === null) throw new Error('there is a line');
    const next = { quantityMicro: 1, atSeq: 2, countedMs: null, again: false };
    expect(addPiece({ ...line, state: 'approved' }, next)?.state).toBe('open');
    expect(addPiece({ ...line, state: 'recount' }, next)?.state).toBe('recount');
  });
});

describe('what is expected', () => {
  test('is what was there at the position, and what was corrected since', () => {
    fc.assert(
      fc.property(history, fc.nat(30), fc.nat(30), (steps, one, other) => {
        const [firstSeq, atSeq] = [Math.min(one, other), Math.max(one, other)];
        const before = steps.filter(({ seq, kind }) => seq <= atSeq || kind === 'correction');
        const moved = steps.some(({ seq, kind }) => kind === 'goods' && seq > firstSeq && seq <= atSeq);
        const found = lookBack(sum(steps), steps.toReversed(), { firstSeq, atSeq });
        expect(found).toEqual({ expectedMicro: sum(before), moved, atSeq });
      }),
    );
  });

  test('is looked for no further than a limit, and between two entries', () => {
    const steps = Array.from({ length: LOOK_BACK_MAX * 2 }, (_, index) => ({
      seq: 1 + Math.floor(index / 3),
      changeMicro: 1,
      kind: 'goods' as const,
    }));
    const { atSeq, expectedMicro } = lookBack(sum(steps), steps.toReversed(), { firstSeq: 0, atSeq: 0 });
    expect(expectedMicro).toBe(sum(steps.filter(({ seq }) => seq <= atSeq)));
    expect(steps.filter(({ seq }) => seq > atSeq).length).toBeGreaterThanOrEqual(LOOK_BACK_MAX);
    expect(steps.filter(({ seq }) => seq > atSeq).length).toBeLessThan(LOOK_BACK_MAX + 3);
  });
});

test('a position ahead of the entry that tells it is that entry', () => {
  expect([positionOf(3, 5), positionOf(9, 5), positionOf(undefined, 5)]).toEqual([3, 5, 5]);
});

test('a correction moves the difference, and nothing where there is none', () => {
  const at = { product: 7, place: 1 };
  expect(correction(at, 0)).toBeNull();
  expect(correction(at, 4)).toEqual({ product: 7, from: PLACE.difference, to: 1, quantityMicro: 4 });
  expect(correction(at, -4)).toEqual({ product: 7, from: 1, to: PLACE.difference, quantityMicro: 4 });
});

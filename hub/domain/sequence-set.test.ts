import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addNumbers } from './sequence-set.ts';
import type { NumberRange, SequenceSet } from './sequence-set.ts';

const EMPTY_SEQUENCE: SequenceSet = { contiguous: 0, ahead: [] };

const range = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.oneof(fc.constant(0), fc.nat(6)))
  .map(([first, more]) => ({ first, last: first + more }));

function numbersOf({ first, last }: NumberRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function contiguousOf(numbers: ReadonlySet<number>): number {
  let last = 0;
  while (numbers.has(last + 1)) last += 1;
  return last;
}

test('the set knows the same numbers as a plain set of numbers, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 40 }), (ranges) => {
      const model = new Set<number>();
      let set: SequenceSet = EMPTY_SEQUENCE;
      for (const next of ranges) {
        const change = addNumbers(set, next);
        expect(change.overlaps).toBe(numbersOf(next).some((number) => model.has(number)));
        for (const number of numbersOf(next)) model.add(number);
        set = change.set;
        const known = new Set([
          ...numbersOf({ first: 1, last: set.contiguous }),
          ...set.ahead.flatMap(numbersOf),
        ]);
        expect(known).toEqual(model);
        expect(set.contiguous).toBe(contiguousOf(model));
      }
    }),
  );
});

test('ranges ahead stand in order and apart, and a table that follows the changes holds the same', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 40 }), (ranges) => {
      const table = new Map<number, number>();
      let set: SequenceSet = EMPTY_SEQUENCE;
      for (const next of ranges) {
        const change = addNumbers(set, next);
        for (const removed of change.removed) expect(table.delete(removed.first)).toBe(true);
        for (const added of change.added) table.set(added.first, added.last);
        set = change.set;
        expect([...table].toSorted(([a], [b]) => a - b)).toEqual(
          set.ahead.map(({ first, last }) => [first, last]),
        );
        set.ahead.reduce((before, { first, last }) => {
          expect(first).toBeGreaterThan(before + 1);
          return last;
        }, set.contiguous);
      }
    }),
  );
});

test('a skipped range of any size costs one range', () => {
  const skipped = addNumbers(EMPTY_SEQUENCE, { first: 3, last: 999_999_999_999 }).set;
  expect(skipped).toEqual({ contiguous: 0, ahead: [{ first: 3, last: 999_999_999_999 }] });
  expect(addNumbers(skipped, { first: 1, last: 2 }).set).toEqual({ contiguous: 999_999_999_999, ahead: [] });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { depthOf } from './depth.ts';

test.each([
  [5, 0],
  ['text', 0],
  [null, 0],
  [undefined, 0],
  [{}, 1],
  [[], 1],
  [[[]], 2],
  [{ a: [{ b: 1 }] }, 3],
  [{ a: 1, b: { c: {} }, d: [] }, 3],
])('%j is nested %d levels deep', (value, depth) => {
  expect(depthOf(value, 16)).toBe(depth);
});

test('beyond the maximum it says only that it is deeper', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 20 }), (depth, max) => {
      const value: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
      expect(depthOf(value, max)).toBe(Math.min(depth, max + 1));
    }),
  );
});

test('a value as deep as JSON can be does not exhaust the stack', () => {
  const value: unknown = JSON.parse('['.repeat(500_000) + ']'.repeat(500_000));
  expect(depthOf(value, 16)).toBe(17);
});

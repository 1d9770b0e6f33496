import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messagesIn, Rate } from './rate.ts';

const LIMIT = { perSecond: 100, atOnce: 10 };

test('what comes at once waits for nothing up to the limit, and in turn beyond it', () => {
  const rate = new Rate(LIMIT);
  const due = Array.from({ length: 13 }, () => rate.take('till-1', 1, 5_000));
  expect(due.slice(0, 10)).toEqual(Array(10).fill(5_000));
  expect(due.slice(10)).toEqual([5_010, 5_020, 5_030]);
});

test('how long a name still has to wait is told without taking anything', () => {
  const rate = new Rate(LIMIT);
  expect(rate.waitMs('till-1', 0)).toBe(0);
  rate.take('till-1', 30, 0);
  expect(rate.waitMs('till-1', 0)).toBe(200);
  expect(rate.waitMs('till-1', 150)).toBe(50);
  expect(rate.waitMs('till-1', 900)).toBe(0);
});

test('a large message counts as several', () => {
  expect([0, 4_095, 4_096, 1_048_576].map(messagesIn)).toEqual([1, 1, 2, 257]);
});

test('one name waits for no other', () => {
  const rate = new Rate(LIMIT);
  for (let count = 0; count < 1_000; count += 1) rate.take('till-1', 1, 0);
  expect(rate.take('till-2', 1, 0)).toBe(0);
});

test('whoever keeps to the rate never waits, and a pause gives the room back', () => {
  const rate = new Rate(LIMIT);
  for (let second = 0; second < 100; second += 1)
    expect(rate.take('till-1', 100 / 20, second * 50)).toBe(second * 50);
  rate.take('till-1', 500, 10_000);
  expect(rate.take('till-1', 10, 20_000)).toBe(20_000);
});

test('in any second no more is due than the rate and what may come at once, and the order holds', () => {
  const arrivals = fc.array(fc.record({ afterMs: fc.nat(50), count: fc.integer({ min: 1, max: 8 }) }), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(arrivals, (steps) => {
      const rate = new Rate(LIMIT);
      let nowMs = 0;
      const due = steps.map(({ afterMs, count }) => ({
        atMs: rate.take('till-1', count, (nowMs += afterMs)),
        count,
      }));
      expect(due.map(({ atMs }) => atMs)).toEqual(due.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
      for (const { atMs } of due) {
        const within = due.filter((other) => other.atMs >= atMs && other.atMs < atMs + 1_000);
        const sum = within.reduce((total, { count }) => total + count, 0);
        expect(sum).toBeLessThanOrEqual(LIMIT.perSecond + LIMIT.atOnce + 8);
      }
    }),
  );
});

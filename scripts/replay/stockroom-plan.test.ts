import { expect, test } from 'vitest';
import { comesInParts, planStockroom } from './stockroom-plan.ts';

const SHOP = { events: 4_000, skus: Array.from({ length: 50 }, (_, index) => `SKU-${index}`) };

test('the same seed plans the same work, and another seed other work', () => {
  expect(planStockroom(1, SHOP)).toEqual(planStockroom(1, SHOP));
  expect(planStockroom(2, SHOP)).not.toEqual(planStockroom(1, SHOP));
});

test('every kind of work has its place while the tills sell', () => {
  const tasks = planStockroom(3, SHOP);
  expect(new Set(tasks.map(({ work }) => work))).toEqual(
    new Set(['transfer', 'count', 'reservation', 'lastPiece', 'mistake']),
  );
  expect(tasks.every(({ atEvent }) => atEvent > 0 && atEvent < SHOP.events)).toBe(true);
  expect(tasks.every(({ skus }) => new Set(skus).size === skus.length)).toBe(true);
});

test('a shop that sells next to nothing has no stockroom', () => {
  expect(planStockroom(1, { events: 3, skus: ['A'] })).toEqual([]);
});

test('of two deliveries one comes in parts', () => {
  for (const seed of [1, 2]) expect([comesInParts(seed, 0), comesInParts(seed, 1)]).toContain(true);
  for (const seed of [1, 2]) expect([comesInParts(seed, 0), comesInParts(seed, 1)]).toContain(false);
});

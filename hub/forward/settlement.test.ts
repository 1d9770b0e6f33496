import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outboundItem } from '../../test/contracts/connector-contract.ts';
import { refusalDelayMs, RETRY_MAX_MS, retryDelayMs } from './backoff.ts';
import type { ClaimedBatch } from './ports.ts';
import { REFUSALS_MAX, settlementOf } from './settlement.ts';

const time = { nowMs: 1_000, retryMaxMs: RETRY_MAX_MS, random: () => 0.5 };

function batchOf(...refusals: number[]): ClaimedBatch {
  const items = refusals.map((count, index) => ({ ...outboundItem(index + 1), refusals: count }));
  return { key: 'k', failures: 0, items };
}

test('a delay lies between nothing and the longest wait, and grows with the failures', () => {
  const setting = fc.record({
    failures: fc.nat(),
    retryMaxMs: fc.integer({ min: 1, max: RETRY_MAX_MS }),
    afterMs: fc.option(fc.nat(), { nil: undefined }),
  });
  fc.assert(
    fc.property(setting, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (backoff, drawn) => {
      const delayMs = retryDelayMs(backoff, () => drawn);
      expect(delayMs).toBeGreaterThanOrEqual(Math.min(backoff.afterMs ?? 0, RETRY_MAX_MS));
      expect(delayMs).toBeLessThanOrEqual(
        Math.max(backoff.retryMaxMs, Math.min(backoff.afterMs ?? 0, RETRY_MAX_MS)),
      );
      const later = retryDelayMs({ ...backoff, failures: backoff.failures + 1 }, () => drawn);
      expect(later).toBeGreaterThanOrEqual(delayMs);
    }),
  );
});

test('a refused item waits longer each time', () => {
  expect([0, 1, 2].map((refusals) => refusalDelayMs(refusals, RETRY_MAX_MS))).toEqual([1_000, 4_000, 16_000]);
  expect(refusalDelayMs(50, RETRY_MAX_MS)).toBe(RETRY_MAX_MS);
});

test('items that the destination does not name are delivered', () => {
  const refused = [
    { seq: 2, reason: 'too old' },
    { seq: 99, reason: 'a stranger' },
  ];
  expect(settlementOf(batchOf(0, 0, 0), { kind: 'done', refused }, time)).toMatchObject({
    kind: 'answered',
    delivered: [1, 3],
    refused: [{ seq: 2, reason: 'too old', notBeforeMs: 2_000, park: false }],
  });
});

test('a refused batch is halved, a refused item is put back, and parked at its last refusal', () => {
  const outcome = { kind: 'refused', reason: 'No.' } as const;
  expect(settlementOf(batchOf(0, 0), outcome, time)).toMatchObject({ kind: 'split' });
  expect(settlementOf(batchOf(0), outcome, time)).toMatchObject({ refused: [{ seq: 1, park: false }] });
  expect(settlementOf(batchOf(REFUSALS_MAX - 1), outcome, time)).toMatchObject({
    refused: [{ seq: 1, park: true }],
  });
});

test('a reason is cut where a row would grow without end', () => {
  const settlement = settlementOf(batchOf(0), { kind: 'retry', reason: 'x'.repeat(100_000) }, time);
  expect(settlement).toMatchObject({
    kind: 'retry',
    notBeforeMs: 1_500,
    reason: 'x'.repeat(500),
    answered: false,
  });
});

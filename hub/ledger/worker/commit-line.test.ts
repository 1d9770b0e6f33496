import { expect, test } from 'vitest';
import { ledgerEvent, saleOf } from '../../../test/kit/till-events.ts';
import { CommitLine } from './commit-line.ts';
import type { Waiting } from './commit-line.ts';

const waiting = (number: number): Waiting => ({
  event: ledgerEvent({ ...saleOf({ sku: 'MUG' }), id: `sale-${number}` }),
  resolve: () => undefined,
  reject: () => undefined,
});

function lineOf(count: number): CommitLine {
  const line = new CommitLine();
  for (let number = 0; number < count; number += 1) line.offer(waiting(number));
  return line;
}

const idsOf = (batch: readonly Waiting[] | undefined): string[] => (batch ?? []).map(({ event }) => event.id);
const OPEN = { mayGoAhead: true };

test('the second batch is posted ahead when enough wait for it, and there is no third', () => {
  const line = lineOf(1);
  expect(line.next(OPEN)).toMatchObject({ isAhead: false });
  for (let number = 1; number < 96; number += 1) line.offer(waiting(number));
  expect(line.next(OPEN)).toBeNull();
  line.offer(waiting(96));
  expect(line.next({ mayGoAhead: false })).toBeNull();
  const ahead = line.next(OPEN);
  expect([ahead?.isAhead, ahead?.batch.length]).toEqual([true, 96]);
  for (let number = 97; number < 400; number += 1) line.offer(waiting(number));
  expect(line.next(OPEN)).toBeNull();
  const first = line.committed();
  expect([idsOf(first.done), first.again]).toEqual([['sale-0'], null]);
  expect(line.next(OPEN)?.isAhead).toBe(true);
});

test('what was refused behind a batch that is held back is posted again when that one is through', () => {
  const line = lineOf(1_000);
  const [first, second] = [line.next(OPEN), line.next(OPEN)];
  expect(line.notTaken(first?.batch ?? [])).toBe(true);
  expect(line.notTaken(second?.batch ?? [])).toBe(false);
  expect(line.next({ mayGoAhead: false })).toBeNull();
  expect(line.current()).toEqual({ batch: first?.batch, isAhead: false });
  const { done, again } = line.committed();
  expect([done, again]).toEqual([first?.batch, { batch: second?.batch, isAhead: false }]);
  expect(line.notTaken(second?.batch ?? [])).toBe(true);
  expect(line.committed()).toEqual({ done: second?.batch, again: null });
  expect(line.isEmpty).toBe(true);
});

test('all that is not on disk comes out in its order', () => {
  const line = lineOf(1_100);
  expect([line.next(OPEN), line.next(OPEN)]).not.toContain(null);
  expect(idsOf(line.takeAll())).toEqual(Array.from({ length: 1_100 }, (_, number) => `sale-${number}`));
  expect([line.isEmpty, line.queued]).toEqual([true, 0]);
});

import { expect, test } from 'vitest';
import { until } from '../../test/kit/until.ts';
import { VirtualClock } from '../../test/kit/virtual-clock.ts';
import type { EventReply } from '../contract/reply.ts';
import { LowStockTeller } from './low-stock-teller.ts';
import type { LowStockNews } from './low-stock-teller.ts';

/** A ledger with something to tell, which takes what is told off its list as the real one does. */
function shop(count: number) {
  const clock = new VirtualClock();
  const untold = Array.from({ length: count }, (_, index) => newsOf(index));
  const state = {
    clock,
    untold,
    told: [] as string[],
    heard: [] as string[],
    logged: [] as string[],
    looks: 0,
    limits: new Set<number>(),
    outcome: 'accepted' as EventReply['outcome'] | 'pending' | 'broken',
    commit: (): void => undefined,
  };
  const log = (_: object, message: string): void => void state.logged.push(message);
  const teller = new LowStockTeller({
    clock,
    log: { debug: log, info: log, warn: log, error: log },
    changes: { subscribe: (listener) => ((state.commit = listener), () => (state.commit = () => undefined)) },
    reader: {
      lowStockToTell: (limit) => {
        state.looks += 1;
        state.limits.add(limit);
        return untold.slice(0, limit);
      },
    },
    submitHub: async (_, data, { id }) => {
      if (state.outcome === 'pending') return new Promise(() => undefined);
      if (state.outcome === 'broken') throw new Error('no such disk');
      if (state.outcome === 'accepted')
        untold.splice(
          untold.findIndex((each) => each.id === id),
          1,
        );
      state.told.push(data.sku);
      return { outcome: state.outcome };
    },
  });
  teller.subscribe(({ sku }) => state.heard.push(sku));
  return Object.assign(state, { teller });
}

function newsOf(index: number): LowStockNews {
  const data = { sku: `P-${index}`, name: 'x', location: 'shop', unit: 'each', state: 'low' } as const;
  return { id: `low-stock:${index}`, data: { ...data, onHand: '1', available: '1', sinceSeq: 1 } };
}

test('everything that waits is told at the start, some at a time, and to those who listen', async () => {
  const { teller, ...state } = shop(250);
  await using _running = teller;
  teller.start();
  await until('all is told', () => state.told.length === 250);
  expect(new Set(state.heard).size).toBe(250);
  expect(Math.max(...state.limits)).toBeLessThanOrEqual(100);
});

test('however many commits come, the ledger is asked once in a quarter of a second', async () => {
  const state = shop(0);
  await using _running = state.teller;
  state.teller.start();
  await until('it looked', () => state.looks === 1);
  for (let commit = 0; commit < 1_000; commit += 1) state.commit();
  await until('it rests', () => state.clock.waiting > 0);
  expect(state.looks).toBe(1);
  state.untold.push(newsOf(1));
  state.clock.advance(250);
  await until('it is told', () => state.told.length === 1);
  expect(state.looks).toBe(2);
});

test('a ledger that says it was told before is asked again only after the next commit, and the log says it', async () => {
  const state = shop(100);
  await using _running = state.teller;
  state.outcome = 'duplicate';
  state.teller.start();
  await until('it rests', () => state.clock.waiting > 0);
  expect([state.looks, state.logged]).toEqual([1, ['Low stock was told before.']]);
});

test('a failure is logged, and it is tried again after the next commit', async () => {
  const state = shop(1);
  await using _running = state.teller;
  state.outcome = 'broken';
  state.teller.start();
  await until('it rests', () => state.clock.waiting > 0);
  expect(state.logged).toEqual(['Low stock could not be told.']);
  state.outcome = 'accepted';
  state.clock.advance(250);
  state.commit();
  await until('it is told', () => state.told.length === 1);
});

test('it stops although the disk is full and what is told waits for room', async () => {
  const state = shop(1);
  state.outcome = 'pending';
  state.teller.start();
  await until('it asks', () => state.looks === 1);
  await state.teller[Symbol.asyncDispose]();
  expect([state.told, state.logged]).toEqual([[], []]);
});

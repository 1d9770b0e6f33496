import { expect, test } from 'vitest';
import { VirtualClock } from '../../../test/kit/virtual-clock.ts';
import { silentLog } from '../../kit/log.ts';
import { WriterWatch } from './writer-watch.ts';

const LIMITS = { slowMs: 5_000, stuckMs: 20_000 };

function watched() {
  const clock = new VirtualClock();
  const faults: string[] = [];
  const watch = new WriterWatch({
    clock,
    log: silentLog,
    limits: LIMITS,
    onStuck: ({ code }) => void faults.push(code),
  });
  void watch.run();
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      await new Promise(setImmediate);
    }
  };
  return { clock, faults, watch, pass };
}

test('a writer with nothing to do may be silent for ever', async () => {
  const { watch, faults, pass } = watched();
  await pass(60);
  expect([watch.waitedMs, watch.isSlow, faults]).toEqual([0, false, []]);
});

test('each answer may take its time; one that takes too long is slow first, and then a fault, once', async () => {
  const { watch, faults, pass } = watched();
  watch.asked();
  await pass(4);
  watch.answered(1);
  await pass(4);
  expect(watch.isSlow).toBe(false);
  await pass(2);
  expect([watch.isSlow, faults]).toEqual([true, []]);
  await pass(60);
  expect(faults).toEqual(['ledger.stuck']);
});

test('a process that was stopped for an hour, or a clock that jumps, makes no writer slow', async () => {
  const { clock, watch, faults, pass } = watched();
  watch.asked();
  await pass(1);
  clock.advance(3_600_000);
  clock.jump(-86_400_000);
  await pass(1);
  expect(watch.isSlow).toBe(false);
  expect(faults).toEqual([]);
});

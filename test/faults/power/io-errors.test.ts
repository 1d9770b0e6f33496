import { expect, test } from 'vitest';
import { diskShim } from '../../kit/disk-shim/disk-shim.ts';
import type { DiskFault, DiskShim } from '../../kit/disk-shim/disk-shim.ts';
import { proven } from '../../kit/proven.ts';
import { countCalls, dayWith } from './failing-disk.ts';
import type { Calls, FaultyDay } from './failing-disk.ts';
import { MESSAGES } from './small-day.ts';

/**
 * A day is counted: how often a hub writes, syncs and truncates from its start to its stop. Then the same day is lived
 * again and again, and another of these calls fails each time. All of them are 1,400 or so, at most of a second each,
 * so that a usual run takes a part of them, evenly spaced; more runs than calls takes every one.
 */
const RUNS = Number(process.env['IO_FAULTS'] ?? 60);
/** How many of a hundred runs fall to each kind of call. Writes are many and alike, truncates are few. */
const SHARES: Calls = { write: 45, sync: 43, truncate: 12 };
const LANES = 2;
/** How often a whole hub is started afterwards, and not only its ledger. */
const HUB_EVERY = 8;

test(
  `whichever call to the disk fails, nothing acknowledged is lost and the hub ends with 74 (${RUNS} runs)`,
  { timeout: 120_000 + RUNS * 5_000 },
  async ({ task }) => {
    using shim = diskShim();
    const calls = await countCalls(shim);
    const faults = faultsOf(calls);
    const days = await liveAll(shim, faults);
    const reached = days.filter(({ wasReached }) => wasReached);
    const [at74, survived] = [74, 0].map(
      (code) => reached.filter(({ exitCode }) => exitCode === code).length,
    );
    const report = { calls, runs: days.length, reached: reached.length, endedWith74: at74, survived };
    process.stdout.write(`failing disk: ${JSON.stringify(report)}\n`);
    expect(days.flatMap(({ problems }) => problems)).toEqual([]);
    expect(reached.length, 'the day makes as many calls as when it was counted').toBeGreaterThan(
      days.length * 0.9,
    );
    const figures = `${calls.write} writes, ${calls.sync} fsyncs, ${calls.truncate} truncates in the day`;
    proven(task, { promise: 'io-errors', cases: reached.length, figures });
  },
);

test('a disk that is full for a moment holds the day up and ends nothing', { timeout: 60_000 }, async () => {
  using shim = diskShim();
  const { write } = await countCalls(shim);
  const faults = [0.3, 0.5, 0.7].map((part) => ({
    call: 'write' as const,
    nth: Math.floor(write * part),
    full: true,
  }));
  const days = await liveAll(shim, faults);
  expect(days.flatMap(({ problems }) => problems)).toEqual([]);
  for (const { wasReached, acknowledged, exitCode } of days)
    expect({ wasReached, acknowledged, exitCode }).toEqual({
      wasReached: true,
      acknowledged: MESSAGES,
      exitCode: 0,
    });
});

function faultsOf(calls: Calls): DiskFault[] {
  const takesAll = RUNS >= calls.write + calls.sync + calls.truncate;
  return (['write', 'sync', 'truncate'] as const).flatMap((call) => {
    const runs = takesAll ? calls[call] : Math.min(calls[call], Math.ceil((RUNS * SHARES[call]) / 100));
    return Array.from({ length: runs }, (_, run) => ({
      call,
      nth: Math.floor((run * calls[call]) / runs) + 1,
    }));
  });
}

async function liveAll(shim: DiskShim, faults: readonly DiskFault[]): Promise<FaultyDay[]> {
  const waiting = [...faults.entries()];
  const days: FaultyDay[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, fault] = next;
      days.push(await dayWith(shim, fault, { hubAfter: index % HUB_EVERY === 0 }));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return days;
}

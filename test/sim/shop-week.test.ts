import { describe, expect, test } from 'vitest';
import { proven } from '../kit/proven.ts';
import { runWeek } from './shop-week.ts';

const SEEDS = Number(process.env['SIM_SEEDS'] ?? 10);
const DEEDS = Number(process.env['SIM_EVENTS'] ?? 1_000);
const ONE_DAY = { days: 1, deeds: 150 };
const TIMEOUT_MS = 300_000;

describe("a shop's week", () => {
  test.for(Array.from({ length: SEEDS }, (_, index) => index + 1))(
    'keeps every invariant with seed %i',
    { timeout: TIMEOUT_MS },
    async (seed, { task }) => {
      const week = await runWeek({ seed, deeds: DEEDS });
      expect(
        week.failure,
        [...week.lastLines, `Again: npm run sim -- --seed ${seed} --events ${DEEDS}`].join('\n'),
      ).toBe(null);
      expect(week.acknowledged).toBeGreaterThan(DEEDS / 2);
      const { starts, repeats } = week.counts;
      const figures = `${week.events} events, ${starts} starts, ${repeats} delivered again`;
      proven(task, { promise: 'simulation', cases: 1, figures });
    },
  );

  test('is the same week for the same seed, and another for another', { timeout: TIMEOUT_MS }, async () => {
    const [first, again, other] = [
      await runWeek({ seed: 7, ...ONE_DAY }),
      await runWeek({ seed: 7, ...ONE_DAY }),
      await runWeek({ seed: 8, ...ONE_DAY }),
    ];
    expect(first.failure).toBe(null);
    expect(again).toEqual(first);
    expect(other.hash).not.toBe(first.hash);
  });
});

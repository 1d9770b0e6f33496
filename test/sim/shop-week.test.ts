import Database from 'better-sqlite3';
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

  test.each([
    ['acknowledged events are lost', 'DELETE FROM event_key WHERE seq = 12'],
    ['The chain is broken', 'UPDATE event SET received_ms = received_ms + 1 WHERE seq = 12'],
    ['the stock of', 'UPDATE stock SET on_hand_micro = on_hand_micro + 1000000 WHERE place = 1'],
    ['what is reserved of a product', 'UPDATE stock SET reserved_micro = 7 WHERE product = 2 AND place = 1'],
    ['what is incoming of a product', 'UPDATE on_its_way SET quantity_micro = quantity_micro + 1'],
    ['the money of the days', 'UPDATE day_total SET sales = sales + 1, sales_minor = sales_minor + 100'],
    ['the receipts of the sessions', "UPDATE session_total SET count = count + 1 WHERE aspect = 'total'"],
    ['the gift cards', 'UPDATE liability SET balance_minor = balance_minor + 1'],
    ['what is unsettled', 'UPDATE payment SET open_minor = 0'],
    ['all points together', 'UPDATE loyalty_account SET points = points + 1'],
    ['the sequence of', 'UPDATE progress SET contiguous = contiguous + 1'],
    ['product.unlisted', "DELETE FROM exception WHERE cause = 'product.unlisted'"],
    ['what still waits', 'INSERT INTO outbox (destination, seq, partition_key) VALUES (1, 12, 1)'],
    ['the count of what was delivered', 'UPDATE destination SET delivered = delivered - 1'],
  ])('fails with “%s” where it should', { timeout: TIMEOUT_MS }, async (words, sql) => {
    const sabotage = (file: string): void => {
      const db = new Database(file);
      db.exec(sql);
      db.close();
    };
    const week = await runWeek({ seed: 7, ...ONE_DAY, sabotage });
    expect(week.failure).toContain(words);
  });
});

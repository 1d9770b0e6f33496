import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateRows, toCsv } from '../../scripts/replay/generate.ts';
import { type ReplayResult, runReplay } from '../../scripts/replay/run-replay.ts';
import { proven } from '../kit/proven.ts';
import { sharedPath } from '../kit/shared-material.ts';
import { tempFolder } from '../kit/temp-folder.ts';

const SEED = 20_101_201;
const LINES = Number(process.env['REPLAY_LINES'] ?? 6_000);
const KILLS = Number(process.env['REPLAY_KILLS'] ?? 4);
const TIME_LIMIT_MS = 60_000 + LINES * 15;

/** The retailer's file where it is, else trading of our own making in the same format. */
function tradingFile(folder: string): string {
  const real = sharedPath('data/online-retail-2010-12_2011-08.csv.gz');
  if (real !== null) return real;
  const file = join(folder, 'trading.csv');
  writeFileSync(file, toCsv(generateRows({ seed: SEED, lines: LINES })));
  return file;
}

async function replay(chaos: boolean): Promise<{ result: ReplayResult; said: string[] }> {
  using folder = tempFolder();
  const shopFolder = join(folder.path, 'shop');
  mkdirSync(shopFolder);
  const said: string[] = [];
  const result = await runReplay({
    file: tradingFile(folder.path),
    folder: shopFolder,
    tills: 4,
    speed: 'max',
    limit: LINES,
    ...(chaos ? { chaos: { seed: SEED, kills: KILLS } } : {}),
    say: (line) => said.push(line),
  });
  return { result, said };
}

const FAITHFUL = {
  lost: 0,
  twice: 0,
  stockDifferences: 0,
  valueDifferences: 0,
  moneyDifferences: 0,
  destinationLost: 0,
  destinationTwice: 0,
};

/** The stockroom was at work with all that it does. */
function expectStockroom({ stockroom }: ReplayResult): void {
  const { unfairRaces, ...done } = stockroom;
  expect(unfairRaces).toBe(0);
  for (const [work, times] of Object.entries(done)) expect(times, work).toBeGreaterThan(0);
}

/** The tills' days were full of everything too. */
function expectTillDays({ money }: ReplayResult): void {
  for (const [what, times] of Object.entries(money)) expect(times, what).toBeGreaterThan(0);
}

test(
  `a hub that is killed again and again loses nothing and counts nothing twice (seed ${SEED})`,
  async ({ task }) => {
    const { result, said } = await replay(true);
    expect(result, said.join('\n')).toMatchObject(FAITHFUL);
    expect(result.kills).toBeGreaterThanOrEqual(KILLS);
    expect(result.conflicts).toBeGreaterThan(0);
    expect(result.sales).toBeGreaterThan(200);
    expectStockroom(result);
    expectTillDays(result);
    const { deliveriesInParts, transfers, counts, reservations } = result.stockroom;
    const room = `${deliveriesInParts} deliveries in parts, ${transfers} transfers, ${counts} counts, ${reservations} reservations`;
    const { sessions, late, days, payouts } = result.money;
    const day = `${sessions} sessions, ${late} late receipts, ${days} closed days, ${payouts} payouts`;
    const figures = `${result.kills} kills, seed ${SEED}, ${room}, ${day}`;
    proven(task, { promise: 'replay', cases: result.sales, figures });
  },
  TIME_LIMIT_MS,
);

test(
  'a shop without trouble has the stock and the takings that the oracle says',
  async ({ task }) => {
    const { result, said } = await replay(false);
    expect(result, said.join('\n')).toMatchObject({ ...FAITHFUL, kills: 0, conflicts: 0 });
    expectStockroom(result);
    expectTillDays(result);
    proven(task, { promise: 'replay', cases: result.sales });
  },
  TIME_LIMIT_MS,
);

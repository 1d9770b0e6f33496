import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DiskEntry } from '../../kit/disk-shim/disk-log.ts';
import { proven } from '../../kit/proven.ts';
import { tempFolder } from '../../kit/temp-folder.ts';
import { filesOf } from './disk-model.ts';
import { cutAtTheEnd, explore, wholeImage } from './explore.ts';
import { countsOf, recordDay, recordFirstStart, recordKilledFsync } from './recorded-day.ts';
import type { RecordedDay } from './recorded-day.ts';

/**
 * Power is cut in the middle of a hub's day, again and again: what a real hub wrote and synced is recorded, and disks
 * that a power cut may have left are rebuilt from the recording and opened. The seed decides when power is cut and what
 * is left then; which sales share a transaction differs from run to run.
 */
const IMAGES = Number(process.env['IMAGES'] ?? 500);
const FIRST_START_IMAGES = Math.ceil(IMAGES / 20);
const SEED = Number(process.env['IMAGE_SEED'] ?? 20_261_123);
const timeout = 60_000 + IMAGES * 1_000;

test(
  `every sale that was acknowledged is there after each of ${IMAGES} power cuts (seed ${SEED})`,
  { timeout },
  async ({ task }) => {
    using folder = tempFolder();
    const day = await recordDay(folder.path);
    expectSameFiles(day, join(folder.path, 'whole'));
    const recorded = countsOf(day);
    expect(recorded.checkpoints, 'power also goes while a checkpoint runs').toBeGreaterThan(5);
    expect(recorded.walTruncates, 'power also goes while the log is made shorter').toBeGreaterThan(0);
    expect(recorded.walUnlinks, 'power also goes while the log is removed').toBe(1);
    const found = await explore(day, { images: IMAGES, seed: SEED });
    process.stdout.write(`power cuts, seed ${SEED}: ${JSON.stringify({ recorded, ...found })}\n`);
    expect(found.problems).toEqual([]);
    expect(found.lost).toBe(0);
    const figures = `${found.acknowledgedMax} sales, ${recorded.walSyncs} fsyncs, ${recorded.checkpoints} checkpoints`;
    proven(task, { promise: 'power-loss', cases: IMAGES, figures });
  },
);

test(
  `a ledger that was being made opens after each of ${FIRST_START_IMAGES} power cuts (seed ${SEED})`,
  { timeout },
  async () => {
    using folder = tempFolder();
    const day = await recordFirstStart(folder.path);
    expectSameFiles(day, join(folder.path, 'whole'));
    const { problems } = await explore(day, { images: FIRST_START_IMAGES, seed: SEED });
    expect(problems).toEqual([]);
  },
);

test(
  'a sale whose fsync a kill cut off is on disk before the next start acknowledges it',
  { timeout: 60_000 },
  async () => {
    using folder = tempFolder();
    const day = await recordKilledFsync(folder.path);
    const [sale] = [...day.sent.values()].flatMap((ids) => [...ids.values()]);
    const isWrite = (entry: DiskEntry): boolean => entry.kind === 'write' && entry.data.includes(sale ?? '?');
    const writes = day.entries.slice(day.entries.findIndex(isWrite), day.entries.findLastIndex(isWrite));
    expect(
      writes.filter(({ kind }) => kind === 'sent' || kind === 'sync'),
      'it is written once',
    ).toEqual([]);
    expect(await cutAtTheEnd(day)).toEqual({ lost: 0, problems: [] });
  },
);

/** A recording that missed a call would prove nothing: all of it together is what the hub really left. */
function expectSameFiles(day: RecordedDay, folder: string): void {
  wholeImage(day, folder);
  expect(filesOf(folder)).toEqual(filesOf(day.shop.dataDir));
  for (const name of filesOf(folder)) {
    const same = readFileSync(join(folder, name)).equals(readFileSync(join(day.shop.dataDir, name)));
    expect(same, `${name} is recorded byte for byte`).toBe(true);
  }
}

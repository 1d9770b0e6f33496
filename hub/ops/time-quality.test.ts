import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { VirtualClock } from '../../test/kit/virtual-clock.ts';
import { HubError } from '../kit/errors.ts';
import { silentLog } from '../kit/log.ts';
import type { ClockQuality } from './time-quality.ts';
import { TimeQuality } from './time-quality.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

function watched(folder: string, clock = new VirtualClock()) {
  const noted: ClockQuality[] = [];
  const faults: HubError[] = [];
  const syncedFile = join(folder, 'synchronized');
  let at = 1_000;
  const watch = new TimeQuality({
    clock,
    log: silentLog,
    syncedFile,
  });
  const look = (): Promise<void> =>
    watch.look(async (quality) => {
      const fault = faults.pop();
      if (fault !== undefined) throw fault;
      noted.push(quality);
    });
  const sync = (): void => {
    writeFileSync(syncedFile, '');
    utimesSync(syncedFile, at, at);
    at += 1;
  };
  return { clock, noted, faults, look, sync };
}

test('a clock is unknown until the operating system has set it, and then synced', async () => {
  using folder = tempFolder();
  const { look, noted, sync } = watched(folder.path);
  await look();
  sync();
  await look();
  await look();
  expect(noted).toEqual(['unknown', 'synced']);
});

test.each([-3 * DAY_MS, 400 * DAY_MS, -5_000])(
  'a clock that jumped by %i ms is unsynced until it is set again',
  async (jumpMs) => {
    using folder = tempFolder();
    const { look, clock, noted, sync } = watched(folder.path);
    sync();
    await look();
    clock.jump(jumpMs);
    await look();
    clock.advance(DAY_MS);
    await look();
    expect(noted).toEqual(['synced', 'unsynced']);
    sync();
    await look();
    expect(noted).toEqual(['synced', 'unsynced', 'synced']);
  },
);

test.each([-3 * DAY_MS, 400 * DAY_MS, -5_000])(
  'a clock that nobody sets and that jumped by %i ms is unknown again when it has gone on evenly for ten minutes',
  async (jumpMs) => {
    using folder = tempFolder();
    const { look, clock, noted } = watched(folder.path);
    const settled = async (): Promise<void> => {
      clock.advance(10 * MINUTE_MS - 1);
      await look();
    };
    await look();
    clock.jump(jumpMs);
    await look();
    await settled();
    clock.jump(-jumpMs);
    await look();
    await settled();
    expect(noted).toEqual(['unknown', 'unsynced']);
    clock.advance(1);
    await look();
    expect(noted).toEqual(['unknown', 'unsynced', 'unknown']);
  },
);

test('a clock that jumped to before the first Backroom never settles', async () => {
  using folder = tempFolder();
  const { look, clock, noted } = watched(folder.path);
  await look();
  clock.jump(-clock.nowMs());
  await look();
  clock.advance(DAY_MS);
  await look();
  expect(noted).toEqual(['unknown', 'unsynced']);
});

test('the jump with which the operating system sets a clock is no reason for doubt', async () => {
  using folder = tempFolder();
  const { look, clock, noted, sync } = watched(folder.path, new VirtualClock(0));
  await look();
  clock.jump(Date.UTC(2026, 10, 23));
  sync();
  await look();
  expect(noted).toEqual(['unsynced', 'synced']);
});

test('what the ledger could not take is written down later', async () => {
  using folder = tempFolder();
  const { look, faults, noted } = watched(folder.path);
  faults.push(new HubError('ledger.full'));
  await look();
  expect(noted).toEqual([]);
  await look();
  expect(noted).toEqual(['unknown']);
});

test('a clock that was set at a time still to come has been set back, also when no hub saw it', async () => {
  using folder = tempFolder();
  const clock = new VirtualClock();
  const { look, noted, sync } = watched(folder.path, clock);
  sync();
  const setAt = new Date(clock.nowMs());
  utimesSync(join(folder.path, 'synchronized'), setAt, setAt);
  await look();
  clock.jump(-DAY_MS);
  const later = watched(folder.path, clock);
  await later.look();
  expect([...noted, ...later.noted]).toEqual(['synced', 'unsynced']);
});

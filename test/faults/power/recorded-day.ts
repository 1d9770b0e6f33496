import { cpSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, must } from '../../../hub/kit/assert.ts';
import { hubFolder } from '../../kit/hub-folder.ts';
import type { HubFolder } from '../../kit/hub-folder.ts';
import { HubProcess } from '../../kit/hub-process.ts';
import { readDiskLog } from '../../kit/disk-shim/disk-log.ts';
import type { DiskEntry } from '../../kit/disk-shim/disk-log.ts';
import { diskShim } from '../../kit/disk-shim/disk-shim.ts';
import type { DiskFault } from '../../kit/disk-shim/disk-shim.ts';
import { until } from '../../kit/until.ts';
import { filesOf, LEDGER_FILES } from './disk-model.ts';
import { SellingTill } from './selling-till.ts';
import type { SentEvents } from './selling-till.ts';

export interface RecordedDay {
  readonly shop: HubFolder;
  /** A copy of the data folder from before the first entry, when nobody had it open. */
  readonly before: string;
  /** By name, of the files that were there before. */
  readonly inodes: ReadonlyMap<string, number>;
  readonly entries: readonly DiskEntry[];
  readonly sent: SentEvents;
}

export interface DaySettings {
  /** To show that the test finds something: a hub whose commits do not wait for the disk. */
  readonly synchronous?: 'NORMAL';
  /** Every fsync of the hub takes so much longer. */
  readonly fsyncMs?: number;
  readonly checkpointPages?: number;
}

const TILLS = 3;
const SALES_PER_TILL = 25;
const IN_FLIGHT = 4;
/** Small enough for many checkpoints in a day, so that power also goes while one runs. */
const CHECKPOINT_PAGES = 40;

/** Many starts need not read the same sources many times. */
const QUICK_START = { NODE_COMPILE_CACHE: join(tmpdir(), 'backroom-compile-cache') };

const PRAGMAS = new URL('../../kit/disk-shim/changed-pragmas.ts', import.meta.url).href;

/**
 * A day of a real hub with real tills: it is stopped and started, and killed and started, each while nobody sells, so
 * that the recording also has the end of a write-ahead log and its recovery. A kill in the middle of a write is one of
 * the images that are made of the recording.
 */
export async function recordDay(folder: string, settings: DaySettings = {}): Promise<RecordedDay> {
  const shop = await hubFolder(folder, { tills: TILLS });
  const sent: SentEvents = new Map();
  const tills = shop.tills.map((identity) => new SellingTill(shop, identity, sent));
  const sell = () => Promise.all(tills.map((till) => till.sell(SALES_PER_TILL, IN_FLIGHT)));
  return record({ folder, shop, sent, settings }, async ({ hub }) => {
    await hub.start();
    await sell();
    await hub.stop();
    await hub.start();
    await sell();
    await hub.kill();
    await hub.start();
    await sell();
    await hub.kill();
  });
}

/** The first day of a hub's life: it finds an empty folder, makes its ledger, and is started once more. */
export async function recordFirstStart(folder: string): Promise<RecordedDay> {
  const shop = await hubFolder(folder, { tills: 0 });
  rmSync(shop.dataDir, { recursive: true });
  mkdirSync(shop.dataDir);
  return record({ folder, shop, sent: new Map(), settings: {} }, async ({ hub }) => {
    await hub.start();
    await hub.stop();
    await hub.start();
    await hub.kill();
  });
}

/** Long enough for a kill between a commit's last write and the end of its fsync. */
const FSYNC_MS = 700;

/** A hub is killed while the fsync of a sale runs, started again, and told the same sale again, which it acknowledges. */
export async function recordKilledFsync(folder: string): Promise<RecordedDay> {
  const shop = await hubFolder(folder, { tills: 1 });
  const till = must(shop.tills[0], 'a till');
  const sent: SentEvents = new Map();
  return record({ folder, shop, sent, settings: { fsyncMs: FSYNC_MS } }, async ({ hub }) => {
    await hub.start();
    const unheard = expectCutOff(new SellingTill(shop, till, sent).sell(1, 1));
    await until(
      'the sale waits for its fsync',
      lastsBehind(join(folder, 'disk.log'), `${till.name}-sale-1.`),
    );
    await hub.kill();
    await unheard;
    await hub.start();
    await new SellingTill(shop, till, sent).sell(1, 1);
    await hub.kill();
  });
}

/**
 * A day with a stop at its end, in which an fsync fails, or that one and all after it. `startsInVain`: the disk is no
 * better at the next start. Then the disk is sound again, the hub is started, and the till sends again what it had sent,
 * until all is acknowledged: nothing new, because the checkpoint after many more sales would hide a loss. Without a fault
 * nothing is sent twice.
 */
export async function recordFailedFsync(folder: string, fault: FsyncFault | null): Promise<FailedDay> {
  const shop = await hubFolder(folder, { tills: 1 });
  const identity = must(shop.tills[0], 'a till');
  const sent: SentEvents = new Map();
  let exitCode: number | null = 0;
  const settings = { checkpointPages: FAILED_DAY_CHECKPOINT_PAGES };
  const day = await record({ folder, shop, sent, settings }, async ({ hub, hubWith }) => {
    const broken = fault === null ? hub : hubWith(fault);
    exitCode = await dayUntilItsEnd(broken, new SellingTill(shop, identity, sent));
    if (fault === null) return;
    if (fault.startsInVain) await startInVain(hubWith(AT_EVERY_FSYNC));
    await hub.start();
    const sales = Math.max(1, ...[...sent.values()].map((ids) => ids.size));
    await new SellingTill(shop, identity, sent).sell(sales, 1);
    await hub.kill();
  });
  return { ...day, exitCode };
}

export interface FsyncFault extends DiskFault {
  readonly startsInVain: boolean;
}

export interface FailedDay extends RecordedDay {
  /** Of the hub that had the fault. */
  readonly exitCode: number | null;
}

const FAILED_DAY_SALES = 12;
/** None before the stop: a checkpoint writes again what is to be missed. */
const FAILED_DAY_CHECKPOINT_PAGES = 400;
const AT_EVERY_FSYNC: DiskFault = { call: 'sync', nth: 1, goesOn: true };

async function dayUntilItsEnd(hub: HubProcess, till: SellingTill): Promise<number | null> {
  const isDone = await hub
    .start()
    .then(() => till.sell(FAILED_DAY_SALES, 1))
    .then(
      () => true,
      () => false,
    );
  // A hub that goes down by itself is let go: a signal would hide its exit code.
  if (!isDone) await hub.gone;
  return hub.stop();
}

async function startInVain(hub: HubProcess): Promise<void> {
  const isStarted = await hub.start().then(
    () => true,
    () => false,
  );
  assert(!isStarted, 'a hub does not start on a disk that takes no fsync');
}

/** Answers true when the text is in the file and nothing more was written between two looks. */
function lastsBehind(file: string, text: string): () => boolean {
  let before = -1;
  return () => {
    const bytes = readFileSync(file);
    const isStill = bytes.length === before;
    before = bytes.length;
    return isStill && bytes.includes(text);
  };
}

async function expectCutOff(selling: Promise<void>): Promise<void> {
  const wasHeard = await selling.then(
    () => true,
    () => false,
  );
  assert(!wasHeard, 'the hub was killed before it acknowledged');
}

interface Recording {
  readonly folder: string;
  readonly shop: HubFolder;
  readonly sent: SentEvents;
  readonly settings: DaySettings;
}

async function record(
  { folder, shop, sent, settings }: Recording,
  work: (hubs: { hub: HubProcess; hubWith: (fault: DiskFault) => HubProcess }) => Promise<void>,
): Promise<RecordedDay> {
  const before = join(folder, 'before');
  cpSync(shop.dataDir, before, { recursive: true });
  const inodes = new Map(filesOf(before).map((name) => [name, statSync(join(shop.dataDir, name)).ino]));
  const log = join(folder, 'disk.log');
  using shim = diskShim();
  const disk = { folder: shop.dataDir, prefix: LEDGER_FILES, log, fsyncMs: settings.fsyncMs ?? 0 };
  const env = {
    ...shim.env(disk),
    ...QUICK_START,
    CHECKPOINT_PAGES: String(settings.checkpointPages ?? CHECKPOINT_PAGES),
    ...(settings.synchronous === undefined ? {} : { SYNCHRONOUS: settings.synchronous }),
  };
  await using hub = new HubProcess(shop.config, { env, preload: PRAGMAS });
  const hubWith = (fault: DiskFault) =>
    new HubProcess(shop.config, { env: { ...env, ...shim.env({ ...disk, fault }) }, preload: PRAGMAS });
  await work({ hub, hubWith });
  return { shop, before, inodes, entries: readDiskLog(log), sent };
}

/** How often the files of the ledger were written, synced and cut, for those who read what a test says. */
export function countsOf({ entries }: RecordedDay) {
  const count = (kind: DiskEntry['kind'], name: string): number =>
    entries.filter((entry) => entry.kind === kind && 'name' in entry && entry.name === name).length;
  return {
    entries: entries.length,
    walSyncs: count('sync', 'ledger.db-wal'),
    checkpoints: count('sync', 'ledger.db'),
    walTruncates: count('truncate', 'ledger.db-wal'),
    walUnlinks: count('unlink', 'ledger.db-wal'),
  };
}

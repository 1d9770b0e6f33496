import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../hub/kit/clock.ts';
import { problemsOf } from '../../kit/assert-whole.ts';
import { readDiskLog } from '../../kit/disk-shim/disk-log.ts';
import type { DiskEntry } from '../../kit/disk-shim/disk-log.ts';
import type { DiskFault, DiskShim } from '../../kit/disk-shim/disk-shim.ts';
import { hubFolder } from '../../kit/hub-folder.ts';
import type { HubFolder } from '../../kit/hub-folder.ts';
import { HubProcess } from '../../kit/hub-process.ts';
import { tempFolder } from '../../kit/temp-folder.ts';
import { LEDGER_FILES } from './disk-model.ts';
import { sellAtNextStart } from './next-start.ts';
import { MESSAGES, missingOf, sendDay } from './small-day.ts';

const PRAGMAS = new URL('../../kit/disk-shim/changed-pragmas.ts', import.meta.url).href;

/** Small enough for ten checkpoints in a day. */
const CHECKPOINT_PAGES = 40;

/** A hundred starts need not read the same sources a hundred times. */
const QUICK_START = { NODE_COMPILE_CACHE: join(tmpdir(), 'backroom-compile-cache') };

export type Calls = Record<DiskFault['call'], number>;

export interface FaultyDay {
  /** The call never came: the day made fewer of them than the day that was counted. */
  readonly wasReached: boolean;
  readonly acknowledged: number;
  readonly exitCode: number | null;
  /** What is not as it was promised. */
  readonly problems: readonly string[];
}

/** How often a start, a day of messages and a stop write, sync and truncate files of the data folder. */
export async function countCalls(shim: DiskShim): Promise<Calls> {
  using folder = tempFolder();
  const { entries, acknowledged, exitCode } = await day(shim, await hubFolder(folder.path, { tills: 1 }));
  const count = (...kinds: DiskEntry['kind'][]): number =>
    entries.filter(({ kind }) => kinds.includes(kind)).length;
  if (exitCode !== 0 || acknowledged.length !== MESSAGES) throw new Error('a day without a fault went wrong');
  return { write: count('write'), sync: count('sync', 'sync-folder'), truncate: count('truncate') };
}

/** One day in which one call fails, and the start after it. `hubAfter`: that start is a whole hub's, with a whole day. */
export async function dayWith(
  shim: DiskShim,
  fault: DiskFault,
  options: { hubAfter: boolean },
): Promise<FaultyDay> {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: 1 });
  const { entries, acknowledged, exitCode, complaints } = await day(shim, shop, fault);
  const problems = missingOf(shop.file, acknowledged);
  const failed = entries.find((entry) => entry.kind === 'failed');
  const wanted = exitCodeAfter(fault, failed?.name ?? null, acknowledged.length);
  if (exitCode !== wanted) problems.push(`the hub ended with ${exitCode}, not with ${wanted}: ${complaints}`);
  if (wanted === 0 && acknowledged.length !== MESSAGES)
    problems.push('the hub went on and did not acknowledge');
  // Opening moves the log into the file: what a start finds is proved after it, with the acknowledged messages.
  problems.push(...(await (options.hubAfter ? nextDay(shop) : nextStart(shop))));
  const at = `${fault.call} ${fault.nth}${failed === undefined ? '' : ` of ${failed.name || 'the folder'}`}`;
  problems.push(...missingOf(shop.file, acknowledged));
  return {
    wasReached: failed !== undefined,
    acknowledged: acknowledged.length,
    exitCode,
    problems: problems.map((problem) => `${at}: ${problem}`),
  };
}

/**
 * 74 (the disk did not take a write) after every call that failed, but for these, which hold nothing of the shop:
 * - cutting the write-ahead log shorter. SQLite goes on with a log that takes more space than it was asked to;
 * - SQLite's fsync of the folder after a new file was made, which it does not tell. The hub has one of its own before it
 *   acknowledges anything, which does end it (`settleNames`);
 * - giving back the lock at the end of a stop: the lock's file says nothing, and the kernel lets go of it anyway;
 * - a full disk, which is waited out.
 */
function exitCodeAfter(fault: DiskFault, name: string | null, acknowledged: number): 0 | 74 {
  if (name === null || fault.full === true) return 0;
  if (name === '') return acknowledged === 0 ? 74 : 0;
  if (fault.call === 'truncate' && name === 'ledger.db-wal') return 0;
  return name.startsWith('ledger.db.lock') && acknowledged === MESSAGES ? 0 : 74;
}

async function day(shim: DiskShim, shop: HubFolder, fault?: DiskFault) {
  const log = `${shop.dataDir}.log`;
  const settings = {
    folder: shop.dataDir,
    prefix: LEDGER_FILES,
    log,
    ...(fault === undefined ? {} : { fault }),
  };
  const env = { ...shim.env(settings), ...QUICK_START, CHECKPOINT_PAGES: String(CHECKPOINT_PAGES) };
  await using hub = new HubProcess(shop.config, { env, preload: PRAGMAS });
  const isStarted = await hub.start().then(
    () => true,
    () => false,
  );
  const acknowledged = isStarted ? await sendDay(shop) : [];
  // A hub that goes down by itself is let go: a signal would meet it on its way out, and hide its exit code.
  if (isStarted && acknowledged.length < MESSAGES) await gone(hub);
  const exitCode = await hub.stop();
  return { entries: readDiskLog(log), acknowledged, exitCode, complaints: hub.complaints };
}

async function nextStart({ dataDir, file }: HubFolder): Promise<string[]> {
  const outcome = await sellAtNextStart(dataDir, { withService: false });
  return outcome === 'accepted' ? [...problemsOf(file)] : [`a sale after it is ${outcome}`];
}

/** A hub that does not go down by itself is a finding, not a reason to wait for ever. */
const GONE_WITHIN_MS = 20_000;

async function gone(hub: HubProcess): Promise<void> {
  const isOver = new AbortController();
  await Promise.race([hub.gone, systemClock.sleep(GONE_WITHIN_MS, isOver.signal)]);
  isOver.abort();
}

/** A hub that is started again takes the whole day, of which it may have some already. */
async function nextDay(shop: HubFolder): Promise<string[]> {
  await using hub = new HubProcess(shop.config);
  await hub.start();
  const acknowledged = await sendDay(shop);
  const exitCode = await hub.stop();
  const problems = [...missingOf(shop.file, acknowledged), ...problemsOf(shop.file)];
  if (exitCode !== 0) problems.push(`the hub after it ended with ${exitCode}: ${hub.complaints}`);
  if (acknowledged.length !== MESSAGES) problems.push('the hub after it did not take the day');
  return problems;
}

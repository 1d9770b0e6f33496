import { expect, test } from 'vitest';
import { assert } from '../../../hub/kit/assert.ts';
import { proven } from '../../kit/proven.ts';
import { tempFolder } from '../../kit/temp-folder.ts';
import { cutAtTheEnd, explore } from './explore.ts';
import { recordFailedFsync } from './recorded-day.ts';
import type { FailedDay, FsyncFault } from './recorded-day.ts';

/**
 * An fsync fails, the hub ends, is started again and acknowledges the sales that the till sends again; then power goes.
 * What the failed fsync did not write is on the disk only when it was written again: after such a failure Linux calls
 * the pages clean, gives them to everybody who reads, and leaves them out of the next fsync. A failure that the shim
 * makes leaves them dirty, so that only the model of the disk can show it.
 */
const DAYS = Number(process.env['FSYNC_FAULTS'] ?? 10);
const IMAGES = 4;
const SEED = Number(process.env['IMAGE_SEED'] ?? 20_261_123);
const LANES = 2;

const LOG = 'ledger.db-wal';
const FOLDER = '';

test(
  `a sale is safe that is acknowledged after a failed fsync and a restart (${DAYS} days, seed ${SEED})`,
  { timeout: 60_000 + DAYS * 5_000 },
  async ({ task }) => {
    const faults = await faultsOfADay();
    const lived = await liveAll(faults);
    // A transaction of the hub's own may take the place of the sale's before the hub ends: then nothing can be lost.
    for (const fault of faults.filter(({ name }) => name === LOG)) {
      if (lived.some(({ without }) => without > 0)) break;
      lived.push(await live(fault));
    }
    const report = lived.map(({ what, exitCode, atEnd, without }) => [what, exitCode, atEnd.lost, without]);
    process.stdout.write(`failed fsyncs, seed ${SEED}: ${JSON.stringify(report)}\n`);
    expect(lived.flatMap(({ problems }) => problems)).toEqual([]);
    // SQLite keeps a failed fsync of the folder to itself; the hub has one of its own.
    for (const { what, exitCode, isOfFolder } of lived) if (!isOfFolder) expect(exitCode, what).toBe(74);
    const losing = lived.filter(({ without }) => without > 0);
    expect(losing.length, 'without what the start writes again, sales are lost').toBeGreaterThan(0);
    const lost = losing.reduce((sum, { without }) => sum + without, 0);
    const figures = `without the rewrite ${lost} sales are lost in ${losing.length} of the days`;
    proven(task, { promise: 'failed-fsync', cases: lived.length * (IMAGES + 1), figures });
  },
);

const FOLDER_WORD = 'the folder';

interface NamedFault extends FsyncFault {
  /** What the fsync is of. */
  readonly name: string;
}

/**
 * The fsyncs of a day without a fault: both of the folder, one of the file, that is in a checkpoint, one of the log that
 * no sale waits for, and for the rest those that a sale waits for. Most disks stay broken until the hub has ended, and
 * some also at the next start.
 */
async function faultsOfADay(): Promise<NamedFault[]> {
  using folder = tempFolder();
  const { entries } = await recordFailedFsync(folder.path, null);
  const calls = entries.filter(({ kind }) => ['sync', 'sync-folder', 'sent'].includes(kind));
  const syncs = calls
    .map((entry, at) => ({ entry, isHeard: calls[at + 1]?.kind === 'sent' }))
    .filter(({ entry }) => entry.kind !== 'sent')
    .map(({ entry, isHeard }, at) => ({ nth: at + 1, name: 'name' in entry ? entry.name : FOLDER, isHeard }));
  const of = (name: string, isHeard: boolean) =>
    syncs.filter((sync) => sync.name === name && sync.isHeard === isHeard);
  const others = [
    ...syncs.filter(({ name }) => name === FOLDER).slice(0, 2),
    ...syncs.filter(({ name }) => name === 'ledger.db').slice(0, 1),
    ...spread(of(LOG, false), 1),
  ];
  const chosen = [...others, ...spread(of(LOG, true), Math.max(1, DAYS - others.length))];
  return chosen.map(({ nth, name }, index) => ({
    nth,
    name,
    call: 'sync',
    goesOn: name !== FOLDER && index % 5 !== 3,
    startsInVain: index % 4 === 2,
  }));
}

/** So many of them, or all, evenly. */
function spread<T>(all: readonly T[], count: number): T[] {
  return all.filter(
    (_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
  );
}

interface LivedDay {
  readonly what: string;
  /** Nothing but fsyncs of the folder failed. */
  readonly isOfFolder: boolean;
  readonly exitCode: number | null;
  readonly atEnd: { readonly lost: number };
  /** Sales that are lost when nothing is written again. */
  readonly without: number;
  readonly problems: readonly string[];
}

async function liveAll(faults: readonly NamedFault[]): Promise<LivedDay[]> {
  const waiting = [...faults];
  const lived: LivedDay[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) lived.push(await live(next));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return lived;
}

async function live(fault: NamedFault): Promise<LivedDay> {
  using folder = tempFolder();
  const day = await recordFailedFsync(folder.path, fault);
  const atEnd = await cutAtTheEnd(day);
  const found = await explore(day, { images: IMAGES, seed: SEED + fault.nth });
  const { lost: without } = await cutAtTheEnd(withoutRewrite(day));
  const goesOn = fault.goesOn === true ? ' and all after it' : '';
  const failed = failedOf(day);
  const isOfFolder = failed.every((name) => name === FOLDER);
  const what = `${failed[0] || FOLDER_WORD}, fsync ${fault.nth}${goesOn}${fault.startsInVain ? ', a start in vain' : ''}`;
  const problems = [...atEnd.problems, ...found.problems].map((problem) => `${what}: ${problem}`);
  return { what, isOfFolder, exitCode: day.exitCode, atEnd, without, problems };
}

/** What the fsyncs were of that failed, in their order: two of a start may change places from one day to the next. */
function failedOf({ entries }: FailedDay): string[] {
  const names = entries.flatMap((entry) => (entry.kind === 'failed' ? [entry.name] : []));
  assert(names.length > 0, 'the fsync that was to fail came about');
  return names;
}

/** The day as if a start only synced the log that it finds, which is no other log than that of the failed fsync. */
function withoutRewrite(day: FailedDay): FailedDay {
  const failed = day.entries.findLastIndex(({ kind }) => kind === 'failed');
  const synced = day.entries.findIndex((entry, index) => index > failed && isOfLog(entry, 'sync'));
  if (day.entries.slice(failed, synced).some((entry) => isOfLog(entry, 'create'))) return day;
  const isRewrite = (entry: FailedDay['entries'][number], index: number): boolean =>
    index > failed && index < synced && isOfLog(entry, 'write');
  return { ...day, entries: day.entries.filter((entry, index) => !isRewrite(entry, index)) };
}

function isOfLog(entry: FailedDay['entries'][number], kind: 'sync' | 'create' | 'write'): boolean {
  return entry.kind === kind && entry.name === LOG;
}

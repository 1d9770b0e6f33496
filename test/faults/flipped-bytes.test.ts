import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { createArchiveFileConnector } from '../../hub/connectors/archive-file/client.ts';
import { readArchive } from '../../hub/connectors/archive-file/read-archive.ts';
import { HubError } from '../../hub/kit/errors.ts';
import { OutboxTable } from '../../hub/ledger/outbox/outbox.ts';
import { verifyArchive } from '../../hub/ledger/verify/verify-archive.ts';
import { randomFrom } from '../../scripts/replay/random.ts';
import type { Random } from '../../scripts/replay/random.ts';
import { problemsOf } from '../kit/assert-whole.ts';
import { fill, shopEvents } from '../kit/filled-ledger.ts';
import { contentOf } from '../kit/ledger-content.ts';
import type { LedgerContent } from '../kit/ledger-content.ts';
import { proven } from '../kit/proven.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { tempLedger } from '../kit/temp-ledger.ts';
import { ledgerEvent, saleOf, tillSource } from '../kit/till-events.ts';

const SEED = Number(process.env['FLIP_SEED'] ?? 20_261_123);
const LEDGER_FLIPS = Number(process.env['FLIPS'] ?? 200);
const WAL_FLIPS = LEDGER_FLIPS / 2;
const WAL_COMMITS = 20;
const ARCHIVE_FLIPS = 300;
const TIME_LIMIT_MS = 60_000 + LEDGER_FLIPS * 1_000;

/** Three of four flips meet a byte that holds something: a young file is mostly empty. */
const WRITTEN_PERCENT = 75;

/** Flips one bit of one byte, at a place that the seed names. */
function flip(bytes: Buffer, random: Random): { readonly at: number; readonly bit: number } {
  let at = random.below(bytes.length);
  if (random.chance(WRITTEN_PERCENT)) while (bytes[at] === 0) at = random.below(bytes.length);
  const bit = random.below(8);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return { at, bit };
}

test(
  `a bit that flips in a ledger file is found, or it changes no row and no answer (seed ${SEED})`,
  { timeout: TIME_LIMIT_MS },
  ({ task }) => {
    using folder = tempFolder();
    const original = writtenLedger(folder.path);
    const whole = contentOf(original);
    const bytes = readFileSync(original);
    const random = randomFrom(SEED);
    const count = { found: 0, harmless: 0, outsideTheLog: 0 };
    for (let index = 0; index < LEDGER_FLIPS; index += 1) {
      const copy = Buffer.from(bytes);
      const { at, bit } = flip(copy, random);
      const file = join(folder.path, 'flipped.db');
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      writeFileSync(file, copy);
      count[judge(file, whole, `bit ${bit} of byte ${at}`)] += 1;
    }
    process.stdout.write(`flipped bits in a ledger, seed ${SEED}: ${JSON.stringify(count)}\n`);
    expect(count.found).toBeGreaterThan(LEDGER_FLIPS / 3);
    const figures = `${count.found} found, ${count.harmless} harmless, ${count.outsideTheLog} in a queue, seed ${SEED}`;
    proven(task, { promise: 'flipped-byte', cases: LEDGER_FLIPS, figures });
  },
);

test(
  `a bit that flips in the write-ahead log of a killed hub is found, unless it is in the very last commit (seed ${SEED})`,
  { timeout: TIME_LIMIT_MS },
  ({ task }) => {
    using folder = tempFolder();
    const { file: original, withoutLast } = killedLedger(folder.path);
    const [whole, shorter] = [contentOf(original), contentOf(withoutLast)];
    const [database, wal] = [readFileSync(original), readFileSync(`${original}-wal`)];
    const random = randomFrom(SEED);
    const count = { found: 0, harmless: 0, lastCommit: 0 };
    const file = join(folder.path, 'flipped.db');
    for (let index = 0; index < WAL_FLIPS; index += 1) {
      const copy = Buffer.from(wal);
      const { at, bit } = flip(copy, random);
      rmSync(`${file}-shm`, { force: true });
      writeFileSync(file, database);
      writeFileSync(`${file}-wal`, copy);
      count[judgeWal(file, { whole, shorter }, `bit ${bit} of byte ${at}`)] += 1;
    }
    process.stdout.write(`flipped bits in a write-ahead log, seed ${SEED}: ${JSON.stringify(count)}\n`);
    expect(count.found).toBeGreaterThan(WAL_FLIPS / 2);
    const figures = `${count.found} found, ${count.lastCommit} in the last commit, seed ${SEED}`;
    proven(task, { promise: 'flipped-byte', cases: WAL_FLIPS, figures });
  },
);

/** Nobody can tell damage in the last commit from a power cut in the middle of it: that one, whole, may be gone. */
function judgeWal(
  file: string,
  { whole, shorter }: { whole: LedgerContent; shorter: LedgerContent },
  where: string,
): 'found' | 'harmless' | 'lastCommit' {
  if (problemsOf(file).length > 0) return 'found';
  const { proven: content } = contentOf(file);
  if (isDeepStrictEqual(content, whole.proven)) return 'harmless';
  expect(content, `${where} was not found, and changed more than the last commit`).toEqual(shorter.proven);
  return 'lastCommit';
}

/** A ledger whose newest commits stand in its write-ahead log, and the same before the last of them. */
function killedLedger(folder: string): { file: string; withoutLast: string } {
  using temp = tempLedger();
  fill(temp, shopEvents());
  temp.db.pragma('wal_checkpoint(TRUNCATE)');
  const [file, withoutLast] = [join(folder, 'killed.db'), join(folder, 'without-last.db')];
  for (let sequence = 1; sequence <= WAL_COMMITS; sequence += 1) {
    if (sequence === WAL_COMMITS) copyLedger(temp.file, withoutLast);
    const source = tillSource('till-of-the-last-hour', 9);
    temp.ledger.commit([ledgerEvent({ ...saleOf({ sku: 'MUG' }), source, sequence })]);
  }
  copyLedger(temp.file, file);
  return { file, withoutLast };
}

function copyLedger(from: string, to: string): void {
  for (const suffix of ['', '-wal']) copyFileSync(`${from}${suffix}`, `${to}${suffix}`);
}

/** Fails when a flip went unseen although it changed what the log stands for. */
function judge(file: string, whole: LedgerContent, where: string): 'found' | 'harmless' | 'outsideTheLog' {
  if (problemsOf(file).length > 0) return 'found';
  const flipped = contentOf(file);
  expect(flipped.proven, `${where} was not found, and changed what the log makes`).toEqual(whole.proven);
  if (JSON.stringify(flipped.unproven) === JSON.stringify(whole.unproven)) return 'harmless';
  return 'outsideTheLog';
}

/** A ledger with something in every table, moved wholly into its one file. */
function writtenLedger(folder: string): string {
  using temp = tempLedger();
  new OutboxTable(temp.db).ensureDestinations([{ name: 'cloud', kind: 'webhook' }]);
  fill(temp, shopEvents());
  temp.db.pragma('wal_checkpoint(TRUNCATE)');
  const file = join(folder, 'original.db');
  copyFileSync(temp.file, file);
  return file;
}

test(`a bit that flips in an archive is found (seed ${SEED})`, async ({ task }) => {
  using folder = tempFolder();
  const ledger = writtenLedger(folder.path);
  const archive = await archived(ledger, join(folder.path, 'archive'));
  expect(await archiveProblems(archive, ledger)).toEqual([]);
  const files = readdirSync(archive).map((name) => join(archive, name));
  const random = randomFrom(SEED);
  for (let index = 0; index < ARCHIVE_FLIPS; index += 1) {
    const file = random.pick(files);
    const bytes = readFileSync(file);
    const copy = Buffer.from(bytes);
    const { at, bit } = flip(copy, random);
    writeFileSync(file, copy);
    const problems = await archiveProblems(archive, ledger);
    const around = JSON.stringify(copy.subarray(Math.max(0, at - 30), at + 30).toString());
    expect(problems, `bit ${bit} of byte ${at} of ${file}, in ${around}`).not.toEqual([]);
    writeFileSync(file, bytes);
  }
  proven(task, { promise: 'flipped-byte', cases: ARCHIVE_FLIPS, figures: `all found, seed ${SEED}` });
});

/** What the command line would say. */
async function archiveProblems(archive: string, ledger: string): Promise<readonly string[]> {
  try {
    return (await verifyArchive(readArchive(archive), ledger)).problems;
  } catch (error) {
    if (error instanceof HubError) return [error.message];
    throw error;
  }
}

/** The whole log in daily files of a few lines each, as the forwarder writes them. */
async function archived(ledger: string, folder: string): Promise<string> {
  const connector = createArchiveFileConnector({ folder, partBytesMax: 20_000 });
  const { items } = contentOf(ledger);
  for (let from = 0; from < items.length; from += 20) {
    const batch = { key: `batch-${from}`, items: items.slice(from, from + 20) };
    expect(await connector.send(batch, new AbortController().signal)).toEqual({ kind: 'done' });
  }
  return folder;
}

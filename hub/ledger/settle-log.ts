import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { HubError, messageOf } from '../kit/errors.ts';
import { damageOf } from './verify/wal-damage.ts';
import { lastTransaction, readWriteAheadLog } from './verify/write-ahead-log.ts';
import type { WriteAheadLog } from './verify/write-ahead-log.ts';

/**
 * What an earlier process left in the write-ahead log is whole and on disk before SQLite reads it. The caller holds the
 * ledger's lock: nobody else writes to the log meanwhile.
 *
 * A process that ends between a write and its fsync, or whose fsync failed, leaves a commit that only the kernel has.
 * SQLite takes it for done, and the till that sends its sale again is told that it is a duplicate, without another
 * fsync. An fsync here is not enough: after one that failed, Linux calls the pages clean that never reached the disk
 * (Rebello et al., ATC '20), and the next one has nothing to write and says that all is well. So the bytes are written
 * again, which makes the pages dirty again, and then synced.
 *
 * Which bytes: those of the last transaction that SQLite reads. A commit returns after its fsync, with
 * `synchronous=FULL`, and after one that failed nobody is told and the process ends; so every transaction that has
 * another behind it was synced. That goes for all the frames of a transaction, also those that SQLite wrote before the
 * commit because they did not fit into memory. The header has an fsync of its own before the first frame, and is
 * written again with it all the same. Frames behind the last commit are nothing to SQLite, and the next commit writes
 * over them; a header without a commit is made anew by the next one.
 *
 * Whatever cuts this short does no harm: only what was just read is written, to where it stood, so that a sector holds
 * the same bytes before and after. When it fails, or its fsync does, the process ends, and the next start finds the same
 * transaction last in the log and begins again.
 *
 * The file itself needs none of that. After a checkpoint whose fsync failed the log is kept (checkpoint.ts), and the
 * next one writes every page again, from the first frame on: SQLite notes how far it came in the -shm file, which the
 * first process to open the ledger begins anew. A program of others that has the ledger open all the while would keep
 * it; only then, and only when a checkpoint had been stopped half way by a reader, may a page be missed.
 */
export function settleLog(file: string): void {
  const log = `${file}-wal`;
  if (!existsSync(log)) return;
  onDisk(() => rewriteLastTransaction(file, log));
  settleNames(file);
}

/**
 * The files of an open ledger have their names on disk. SQLite syncs the folder when it has made the log, but keeps to
 * itself that this failed, and without its name a log is gone with all that was acknowledged since.
 */
export function settleNames(file: string): void {
  onDisk(() => syncFolder(dirname(file)));
}

function onDisk(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof HubError) throw error;
    throw new HubError('ledger.io', { cause: error, detail: `(${messageOf(error)})` });
  }
}

function rewriteLastTransaction(file: string, path: string): void {
  const log = readWriteAheadLog(file);
  if (log !== null) refuseDamagedLog(log);
  const span = log === null ? null : lastTransaction(log);
  const descriptor = openSync(path, 'r+');
  try {
    if (log !== null && span !== null) writeAll(descriptor, log.bytes.subarray(0, span.to), span.from);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes the bytes from that one on to where they stand in the file. */
function writeAll(descriptor: number, bytes: Buffer, from: number): void {
  for (let at = from; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at, at);
}

/** Asked before SQLite opens the file: it would drop what stands behind the damage, and nobody would ever know. */
function refuseDamagedLog(log: WriteAheadLog): void {
  const damage = damageOf(log);
  if (damage === null) return;
  const hint =
    'Sales wait at the tills. Copy the whole data folder away before anything else, and have the disk looked at.';
  throw new HubError('ledger.damaged', { detail: damage, hint });
}

function syncFolder(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

import Database from 'better-sqlite3';

/**
 * Loaded into a hub with `--import`, in each of its threads: gives SQLite other settings than those the hub asks for.
 * The hub has no way to be told them, and must not have one.
 *
 *   CHECKPOINT_PAGES=40       the write-ahead log goes into the file after so many pages, not after 64 MB, and is kept
 *                             shorter, so that a short day has many checkpoints, restarts of the log and truncates
 *   SYNCHRONOUS=NORMAL        commits without fsync. A hub refuses to run on a connection that says so, and therefore
 *                             the connection is also made to say that it is FULL
 */
const { CHECKPOINT_PAGES: checkpointPages, SYNCHRONOUS: synchronous } = process.env;
const WAL_PAGE_BYTES = 4_096 + 24;

const changes = new Map<string, string>();
if (checkpointPages !== undefined) {
  changes.set('wal_autocheckpoint', `wal_autocheckpoint = ${checkpointPages}`);
  changes.set('journal_size_limit', `journal_size_limit = ${(Number(checkpointPages) / 2) * WAL_PAGE_BYTES}`);
}
if (synchronous !== undefined) changes.set('synchronous', `synchronous = ${synchronous}`);

const pragma = Database.prototype.pragma;
const SYNCHRONOUS_FULL = 2;
/** What the hub switches off stays off. */
const OFF = '0';

Database.prototype.pragma = function changed(this: Database.Database, source: string, options) {
  const [name = '', value] = source.split('=').map((part) => part.trim());
  if (value === undefined && name === 'synchronous' && synchronous !== undefined) return SYNCHRONOUS_FULL;
  const isSet = value !== undefined && value !== OFF;
  const change = isSet ? changes.get(name) : undefined;
  return pragma.call(this, change ?? source, options);
};

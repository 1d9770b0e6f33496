import Database from 'better-sqlite3';
import { HubError } from '../kit/errors.ts';
import { migrate } from './migrate.ts';
import { rebuildIfDue } from './rebuild-due.ts';
import { settleLog, settleNames } from './settle-log.ts';

/** 'BKRM' in ASCII, in the file's header: this SQLite file is a Backroom ledger. */
export const APPLICATION_ID = 0x424b_524d;

/** Below this, SQLite could lose a committed transaction at a WAL reset (fixed in 3.51.3). */
const SQLITE_MIN = [3, 51, 3] as const;

const BUSY_TIMEOUT_MS = 5_000;
const CACHE_KIB = 16_384;
const WAL_CHECKPOINT_PAGES = 16_000;
const WAL_KEPT_BYTES = 67_108_864;

/**
 * Opens the ledger's only read-write connection and brings the schema up to date. Throws HubError when the
 * file is foreign, newer or damaged, or SQLite does not keep to what was asked. The caller holds the ledger's lock, where
 * others could write to it.
 */
export function openWriter(file: string): Database.Database {
  settleLog(file);
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    refuseForeignFile(db, file);
    setPragmas(db);
    nameFile(db);
    migrate(db, file);
    assertEngine(db);
    rebuildIfDue(db);
    settleNames(file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a connection that cannot write. Keep its iterators short: a long one holds the WAL. */
export function openReader(file: string): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  db.pragma('query_only = ON');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma('mmap_size = 0');
  db.pragma('trusted_schema = OFF');
  return db;
}

/** WAL first: better-sqlite3 lowers `synchronous` with it, so FULL is set after it and asserted. */
function setPragmas(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('mmap_size = 0');
  db.pragma('temp_store = MEMORY');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma(`wal_autocheckpoint = ${WAL_CHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
}

/**
 * Before the first table: a start that is cut off after it would leave a ledger that looks like a foreign file. Written
 * only once, because a start must also succeed on a disk without room.
 */
function nameFile(db: Database.Database): void {
  if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return;
  db.pragma(`application_id = ${APPLICATION_ID}`);
}

function refuseForeignFile(db: Database.Database, file: string): void {
  if (isOurs(db)) return;
  throw new HubError('ledger.foreign', {
    detail: file,
    hint: 'Give another data folder, or move this file away.',
  });
}

/** A file without a table is new. What SQLite cannot read as a database never was a ledger. */
function isOurs(db: Database.Database): boolean {
  try {
    const applicationId: unknown = db.pragma('application_id', { simple: true });
    const tables = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM sqlite_schema').get();
    return applicationId === APPLICATION_ID || tables?.count === 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') return false;
    throw error;
  }
}

function assertEngine(db: Database.Database): void {
  const row = db.prepare<[], { version: string }>('SELECT sqlite_version() AS version').get();
  const version = row?.version ?? '0';
  if (!isAtLeast(version.split('.').map(Number), SQLITE_MIN)) {
    throw new HubError('ledger.engine', {
      detail: `SQLite ${version} is too old.`,
      hint: 'Install Backroom anew.',
    });
  }
  const wanted = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, mmap_size: 0 };
  for (const [pragma, value] of Object.entries(wanted)) {
    const actual: unknown = db.pragma(pragma, { simple: true });
    if (actual === value) continue;
    throw new HubError('ledger.engine', {
      detail: `${pragma} is ${String(actual)} and not ${value}.`,
      hint: 'The data folder must be on a local disk: network shares cannot hold a ledger.',
    });
  }
}

function isAtLeast(version: readonly number[], least: readonly number[]): boolean {
  for (const [index, wanted] of least.entries()) {
    const actual = version[index] ?? 0;
    if (actual !== wanted) return actual > wanted;
  }
  return true;
}

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { blanking, forgetSamples, writeAgain } from './books/write-again.ts';
import { faultOf, healsByItself } from './fault.ts';

const SNAPSHOT = /^\.before-\d+$/;

const OF_ERASED = `SELECT seq FROM customer_capture WHERE customer IN (SELECT customer FROM now.customer
    INDEXED BY customer_erased WHERE erased_seq IS NOT NULL)`;

/**
 * The snapshots that updates left beside the ledger forget whom the ledger has forgotten, so that nobody is known again
 * who goes back to one. A snapshot is older than the ledger: it has the same entries, and some of its tables. One that is
 * no ledger any more is removed: nobody can go back to it, and nobody can look whom it knows.
 */
export function forgetInSnapshots(file: string): void {
  if (!existsSync(file)) return;
  const [folder, name] = [dirname(file), basename(file)];
  for (const found of readdirSync(folder)) {
    if (!found.startsWith(name) || !SNAPSHOT.test(found.slice(name.length))) continue;
    forgetIn(join(folder, found), file);
  }
}

/** Whether the ledger has forgotten anybody. */
export function hasErased(db: Database.Database): boolean {
  const customer = 'SELECT 1 FROM customer INDEXED BY customer_erased WHERE erased_seq IS NOT NULL';
  const employee = 'SELECT 1 FROM employee INDEXED BY employee_erased WHERE erased_seq IS NOT NULL';
  return db.prepare(`${customer} UNION ALL ${employee} LIMIT 1`).get() !== undefined;
}

function forgetIn(snapshot: string, file: string): void {
  const db = new Database(snapshot);
  try {
    db.pragma('temp_store = MEMORY');
    db.prepare('ATTACH ? AS now').run(file);
    const tables = new Set(
      db.prepare<[], string>("SELECT name FROM main.sqlite_schema WHERE type = 'table'").pluck().all(),
    );
    blanking(db, () => db.transaction(() => forgetTables(db, tables)).immediate());
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    // A full disk: the next start, or the next who is forgotten, does it.
    if (!healsByItself(fault.code)) rmSync(snapshot, { force: true });
  } finally {
    db.close();
  }
}

function forgetTables(db: Database.Database, tables: ReadonlySet<string>): void {
  if (tables.has('person')) {
    const known = 'customer_id NOT IN (SELECT customer_id FROM now.customer WHERE erased_seq IS NOT NULL)';
    writeAgain(db, 'person', `${known} ORDER BY customer_id, field`);
    forgetSamples(db, 'person');
  }
  if (tables.has('employee_name')) {
    const known = 'employee_id NOT IN (SELECT employee_id FROM now.employee WHERE erased_seq IS NOT NULL)';
    writeAgain(db, 'employee_name', `${known} ORDER BY employee_id`);
  }
  // As the ledger has them by now: what was blanked there is blanked here.
  db.exec(`UPDATE main.rejected SET payload = r.payload, payload_sha256 = r.payload_sha256
      FROM now.rejected r WHERE r.rejected = main.rejected.rejected AND r.payload <> main.rejected.payload;
    UPDATE main.event_extra SET extra = x.extra, sha256 = x.sha256
      FROM now.event_extra x WHERE x.seq = main.event_extra.seq AND main.event_extra.seq IN (
        ${OF_ERASED}
        UNION ${OF_ERASED.replace('customer_capture', 'customer_receipt')}
        UNION ${OF_ERASED.replace('customer_capture', 'loyalty_entry')}
        UNION SELECT seq FROM now.unknown_event UNION SELECT seq FROM now.conflict_key)`);
}

import type { Database } from 'better-sqlite3';

/**
 * Writes a table again with what is to be kept of it, over pages that are blanked first: what was left behind where rows
 * were moved, and in its indexes, goes too. `kept` is what follows WHERE.
 */
export function writeAgain(db: Database, table: string, kept: string): void {
  db.exec(
    `CREATE TEMP TABLE kept_rows AS SELECT * FROM main.${table} WHERE ${kept};
     DELETE FROM main.${table};
     INSERT INTO main.${table} SELECT * FROM kept_rows;
     DROP TABLE kept_rows`,
  );
}

/** SQLite overwrites with zeros what it deletes, and what it moves away, while `write` runs. */
export function blanking<Result>(db: Database, write: () => Result): Result {
  db.pragma('secure_delete = ON');
  try {
    return write();
  } finally {
    db.pragma('secure_delete = OFF');
  }
}

/** What SQLite keeps of the rows of a table as samples, where its statistics were taken. */
export function forgetSamples(db: Database, table: string): void {
  const statistics = db.prepare("SELECT name FROM sqlite_schema WHERE name = 'sqlite_stat4'").get();
  if (statistics !== undefined) writeAgain(db, 'sqlite_stat4', `tbl <> '${table}'`);
}

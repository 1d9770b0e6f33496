import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { HubError } from '../kit/errors.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the schema up to date, one numbered file after the other, each in its own transaction with the
 * schema's version. Before the first step a snapshot of the file is written beside it. A schema that is newer
 * than this program is refused: an older program must not write to it.
 */
export function migrate(
  db: Database,
  file: string,
  migrations: readonly Migration[] = readMigrations(),
): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) {
    throw new HubError('ledger.newer', {
      detail: `Its schema is ${current}, this program knows ${newest}.`,
      hint: 'Install the newer Backroom again, or restore the snapshot beside the ledger.',
    });
  }
  const due = migrations.filter((migration) => migration.version > current);
  if (current > 0 && due.length > 0) snapshot(db, `${file}.before-${newest}`);
  for (const migration of due) apply(db, migration);
}

function apply(db: Database, migration: Migration): void {
  db.transaction(() => {
    db.exec(migration.sql);
    db.pragma(`user_version = ${migration.version}`);
  }).immediate();
}

/** A snapshot that a crash left half written is made anew: the migration had not begun. */
function snapshot(db: Database, file: string): void {
  if (existsSync(file)) rmSync(file);
  db.prepare('VACUUM INTO ?').run(file);
}

const FOLDER = new URL('migrations/', import.meta.url);

/** The numbered files, in order. */
export function readMigrations(): Migration[] {
  const names = readdirSync(FOLDER).filter((name) => /^\d{4}-[a-z-]+\.sql$/.test(name));
  return names.sort().map((name) => ({
    version: Number(name.slice(0, 4)),
    name,
    sql: readFileSync(new URL(name, FOLDER), 'utf8'),
  }));
}

import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { barcodeKey } from '../kit/barcode-key.ts';
import { HubError } from '../kit/errors.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the schema up to date, one numbered file after the other, each in its own transaction with the
 * schema's version. Before the first step a snapshot of the file is written beside it; a new file has nothing to lose.
 * A schema that is newer than this program is refused: an older program must not write to it.
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
  // A migration that makes keys anew makes them as the program does.
  db.function('barcode_key', { deterministic: true }, barcodeKey);
  const due = migrations.filter(({ version }) => version > current);
  if (current > 0 && due[0] !== undefined) snapshot(db, `${file}.before-${due[0].version}`);
  for (const migration of due) apply(db, migration);
}

function apply(db: Database, migration: Migration): void {
  db.transaction(() => {
    db.exec(migration.sql);
    db.pragma(`user_version = ${migration.version}`);
  }).immediate();
}

/**
 * A snapshot has its name when it is whole and on disk: SQLite does not sync what `VACUUM INTO` writes. It is named after
 * the step that follows, so that a start that goes on after some steps never overwrites the state before the first.
 */
function snapshot(db: Database, file: string): void {
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  db.prepare('VACUUM INTO ?').run(unfinished);
  sync(unfinished);
  renameSync(unfinished, file);
  sync(dirname(file));
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
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

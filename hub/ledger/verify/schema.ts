import Database from 'better-sqlite3';
import { migrate, readMigrations } from '../migrate.ts';
import { APPLICATION_ID } from '../open.ts';

interface SchemaRow {
  readonly name: string;
  readonly sql: string | null;
}

/** Tables, indexes and their conditions are part of what a ledger says: they must be those that this program makes. */
export function schemaProblems(db: Database.Database): string[] {
  const version = Number(db.pragma('user_version', { simple: true }));
  const newest = readMigrations().at(-1)?.version ?? 0;
  if (version !== newest) return [`The schema of the file is ${version}, this program makes ${newest}.`];
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    return ['The file lost its mark as a ledger.'];
  const [actual, made] = [schemaOf(db), freshSchema()];
  const names = new Set([...actual.keys(), ...made.keys()]);
  return [...names]
    .filter((name) => actual.get(name) !== made.get(name))
    .map((name) => `The schema of ${name} was changed.`);
}

function freshSchema(): Map<string, string | null> {
  const db = new Database(':memory:');
  try {
    migrate(db, ':memory:');
    return schemaOf(db);
  } finally {
    db.close();
  }
}

/** What SQLite makes for itself, such as statistics, comes and goes. */
function schemaOf(db: Database.Database): Map<string, string | null> {
  const rows = db
    .prepare<[], SchemaRow>(
      "SELECT type || ' ' || name || ' of ' || tbl_name AS name, sql FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'",
    )
    .all();
  return new Map(rows.map(({ name, sql }) => [name, sql]));
}

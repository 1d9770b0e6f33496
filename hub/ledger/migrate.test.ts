import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { HubError } from '../kit/errors.ts';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { Migration } from './migrate.ts';

const first: Migration = { version: 1, name: '0001-one.sql', sql: 'CREATE TABLE one (n INTEGER) STRICT;' };
const second: Migration = {
  version: 2,
  name: '0002-two.sql',
  sql: 'CREATE TABLE two (n INTEGER) STRICT; INSERT INTO two SELECT n * 10 FROM one;',
};
const broken: Migration = {
  version: 3,
  name: '0003-three.sql',
  sql: 'CREATE TABLE three (n INTEGER) STRICT; DELETE FROM two; INSERT INTO nowhere VALUES (1);',
};

function scratch() {
  const folder = tempFolder();
  const file = join(folder.path, 'ledger.db');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  return {
    db,
    file,
    version: () => db.pragma('user_version', { simple: true }),
    tables: () => namesOf(db),
    [Symbol.dispose]: () => {
      db.close();
      folder[Symbol.dispose]();
    },
  };
}

function namesOf(db: Database.Database): string[] {
  const rows = db.prepare<[], { name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
  );
  return rows.all().map(({ name }) => name);
}

function faultOf(attempt: () => void): unknown {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return error;
  }
}

test('a new file gets every migration, and no snapshot of nothing', () => {
  using temp = scratch();
  migrate(temp.db, temp.file, [first, second]);
  expect(temp.version()).toBe(2);
  expect(temp.tables()).toEqual(['one', 'two']);
  expect(existsSync(`${temp.file}.before-2`)).toBe(false);
});

test('only the steps that are due are taken, once', () => {
  using temp = scratch();
  migrate(temp.db, temp.file, [first]);
  temp.db.exec('INSERT INTO one VALUES (4)');
  migrate(temp.db, temp.file, [first, second]);
  migrate(temp.db, temp.file, [first, second]);
  expect(temp.db.prepare('SELECT n FROM two').all()).toEqual([{ n: 40 }]);
});

test('before a step the file is kept as it was, and that snapshot opens', () => {
  using temp = scratch();
  migrate(temp.db, temp.file, [first]);
  temp.db.exec('INSERT INTO one VALUES (4)');
  migrate(temp.db, temp.file, [first, second]);
  const snapshot = new Database(`${temp.file}.before-2`, { readonly: true });
  expect(namesOf(snapshot)).toEqual(['one']);
  expect(snapshot.prepare('SELECT n FROM one').all()).toEqual([{ n: 4 }]);
  expect(snapshot.pragma('user_version', { simple: true })).toBe(1);
  snapshot.close();
});

test('a step that fails half way leaves nothing of itself, and is taken whole the next time', () => {
  using temp = scratch();
  migrate(temp.db, temp.file, [first]);
  temp.db.exec('INSERT INTO one VALUES (4)');
  expect(() => migrate(temp.db, temp.file, [first, second, broken])).toThrow('nowhere');
  expect(temp.version()).toBe(2);
  expect(temp.tables()).toEqual(['one', 'two']);
  expect(temp.db.prepare('SELECT n FROM two').all()).toEqual([{ n: 40 }]);
  migrate(temp.db, temp.file, [first, second, { ...broken, sql: 'CREATE TABLE three (n INTEGER) STRICT;' }]);
  expect(temp.version()).toBe(3);
});

test('there is one snapshot, of the state before the first step, and a start that goes on later keeps it', () => {
  using temp = scratch();
  migrate(temp.db, temp.file, [first]);
  const versionOf = (version: number): unknown => {
    const snapshot = new Database(`${temp.file}.before-${version}`, { readonly: true });
    const found = snapshot.pragma('user_version', { simple: true });
    snapshot.close();
    return found;
  };
  expect(() => migrate(temp.db, temp.file, [first, second, broken])).toThrow('nowhere');
  expect(versionOf(2)).toBe(1);
  expect(existsSync(`${temp.file}.before-3`)).toBe(false);
  expect(() => migrate(temp.db, temp.file, [first, second, broken])).toThrow('nowhere');
  expect([versionOf(2), versionOf(3)]).toEqual([1, 2]);
});

test('a snapshot that a crash left half written is made anew', () => {
  using temp = scratch();
  migrate(temp.db, temp.file, [first]);
  writeFileSync(`${temp.file}.before-2.unfinished`, 'half a snapshot');
  migrate(temp.db, temp.file, [first, second]);
  expect(existsSync(`${temp.file}.before-2.unfinished`)).toBe(false);
  expect(existsSync(`${temp.file}.before-2`)).toBe(true);
});

test('a schema that is newer than the program is refused, told in words and left alone', () => {
  using temp = scratch();
  migrate(temp.db, temp.file, [first, second]);
  const fault = faultOf(() => migrate(temp.db, temp.file, [first]));
  expect(fault).toBeInstanceOf(HubError);
  expect(fault).toMatchObject({
    code: 'ledger.newer',
    exitCode: 78,
    hint: expect.stringContaining('newer Backroom'),
  });
  expect(temp.tables()).toEqual(['one', 'two']);
  expect(temp.version()).toBe(2);
});

test('the migrations of this program are numbered from one without a gap', () => {
  const versions = readMigrations().map(({ version }) => version);
  expect(versions).toEqual(versions.map((_, index) => index + 1));
});

test('what an older ledger says of a destination that fails is kept as the newer one says it', () => {
  using temp = scratch();
  const [spine, ...later] = readMigrations();
  migrate(temp.db, temp.file, spine === undefined ? [] : [spine]);
  temp.db.exec(`INSERT INTO destination (name, kind, last_error) VALUES
    ('well', 'webhook', NULL), ('away', 'webhook', 'It cannot be reached: connect ECONNREFUSED.'),
    ('silent', 'webhook', 'It did not answer within 30 seconds.'), ('broken', 'webhook', 'It is out of order (503).')`);
  migrate(temp.db, temp.file, spine === undefined ? later : [spine, ...later]);
  const answered = temp.db.prepare('SELECT name FROM destination WHERE answered = 1').pluck().all();
  expect(answered).toEqual(['broken']);
});

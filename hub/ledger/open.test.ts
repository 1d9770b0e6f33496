import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { sha256Hex } from '../kit/digest.ts';
import { openReader, openWriter } from './open.ts';

function inFolder(work: (file: string) => void): void {
  using folder = tempFolder();
  work(join(folder.path, 'ledger.db'));
}

test('every connection that writes asks for an fsync with every commit, also when the file is opened again', () => {
  inFolder((file) => {
    for (const attempt of ['new', 'known']) {
      const db = openWriter(file);
      const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'mmap_size', 'trusted_schema'];
      const values = pragmas.map((pragma) => db.pragma(pragma, { simple: true }));
      expect(values, attempt).toEqual(['wal', 2, 1, 0, 0]);
      db.close();
    }
  });
});

test('a ledger whose write-ahead log is damaged before its last commit is not opened, and nothing of it is dropped', () => {
  inFolder((file) => {
    const db = openWriter(file);
    db.exec("UPDATE place SET code = 'a'; UPDATE place SET code = 'b'; UPDATE place SET code = 'c'");
    const copy = `${file}.copy`;
    copyFileSync(file, copy);
    const log = readFileSync(`${file}-wal`);
    db.close();
    log[200] = (log[200] ?? 0) ^ 1;
    writeFileSync(`${copy}-wal`, log);
    expect(() => openWriter(copy)).toThrow(/does not prove itself.*log is damaged in frame 1/);
    expect(readFileSync(`${copy}-wal`)).toEqual(log);
  });
});

test('a reader cannot write', () => {
  inFolder((file) => {
    openWriter(file).close();
    const db = openReader(file);
    expect(() => db.exec('DELETE FROM place')).toThrow(/readonly|query_only/);
    expect(() => db.exec('CREATE TEMP TABLE t (n)')).toThrow(/readonly|query_only/);
    db.close();
  });
});

test('a reader does not make a ledger where there is none', () => {
  inFolder((file) => expect(() => openReader(file)).toThrow(/unable to open/));
});

test('a file of another program is refused and not touched', () => {
  inFolder((file) => {
    const other = new Database(file);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    const before = sha256Hex(readFileSync(file));
    expect(() => openWriter(file)).toThrow(expect.objectContaining({ code: 'ledger.foreign', exitCode: 78 }));
    expect(sha256Hex(readFileSync(file))).toBe(before);
  });
});

test('a file that is no database at all is refused as foreign, in words', () => {
  inFolder((file) => {
    writeFileSync(file, 'This is the shopping list of the shop.\n'.repeat(100));
    expect(() => openWriter(file)).toThrow(expect.objectContaining({ code: 'ledger.foreign' }));
  });
});

test('a ledger whose first start was cut off before its tables were made is a ledger', () => {
  inFolder((file) => {
    const begun = openWriter(file);
    const mark: unknown = begun.pragma('application_id', { simple: true });
    begun.close();
    const cutOff = new Database(`${file}-cut-off`);
    cutOff.pragma(`application_id = ${String(mark)}`);
    cutOff.close();
    const db = openWriter(`${file}-cut-off`);
    expect(db.pragma('user_version', { simple: true })).toBeGreaterThan(0);
    db.close();
  });
});

test('the schema of a newer program is refused', () => {
  inFolder((file) => {
    const db = openWriter(file);
    db.pragma('user_version = 9999');
    db.close();
    expect(() => openWriter(file)).toThrow(expect.objectContaining({ code: 'ledger.newer', exitCode: 78 }));
  });
});

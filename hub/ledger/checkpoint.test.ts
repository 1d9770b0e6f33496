import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { ledgerEvent, saleOf } from '../../test/kit/till-events.ts';
import { openWriter } from './open.ts';
import { createLedgerWriter } from './writer.ts';

const PAGES_MAX = 20;

function writerOf(file: string) {
  const open = (path: string) => {
    const db = openWriter(path);
    db.pragma(`wal_autocheckpoint = ${PAGES_MAX}`);
    return db;
  };
  return createLedgerWriter({ file, destinations: [], nowMs: () => 0, open });
}

const sale = (sequence: number) => ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence });

test('a log that has grown large goes into the file after a commit, and begins anew', () => {
  using temp = tempLedger();
  temp.db.pragma('wal_checkpoint(TRUNCATE)');
  using writer = writerOf(temp.file);
  const atFirst = statSync(temp.file).size;
  for (let sequence = 1; sequence <= 200; sequence += 1) writer.commit([sale(sequence)]);
  expect(statSync(temp.file).size).toBeGreaterThan(atFirst);
  expect(statSync(`${temp.file}-wal`).size).toBeLessThan(4_096 * PAGES_MAX * 4);
});

test('a log that is held by a reader waits for a later commit', () => {
  using temp = tempLedger();
  using writer = writerOf(temp.file);
  writer.commit([sale(1)]);
  const held = temp.db.prepare('SELECT seq FROM event');
  const rows = held.iterate();
  rows.next();
  for (let sequence = 2; sequence <= 100; sequence += 1) writer.commit([sale(sequence)]);
  const whileHeld = statSync(`${temp.file}-wal`).size;
  rows.return?.();
  for (let sequence = 101; sequence <= 200; sequence += 1) writer.commit([sale(sequence)]);
  // The file keeps its length; what is written after the log began anew takes the place of what was there.
  expect(statSync(`${temp.file}-wal`).size).toBeLessThan(whileHeld * 1.2);
});

test('after a checkpoint that failed nothing more of the log is moved, and it stays for the next start', () => {
  using folder = tempFolder();
  const path = join(folder.path, 'ledger.db');
  const open = (file: string) => {
    const db = openWriter(file);
    db.function('disk_fails', () => {
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
    });
    const prepare = db.prepare.bind(db);
    return Object.assign(db, {
      prepare: (sql: string) => prepare(sql.includes('PASSIVE') ? 'SELECT disk_fails()' : sql),
    });
  };
  const writer = createLedgerWriter({ file: path, destinations: [], nowMs: () => 0, open });
  writer.commit([sale(1)]);
  const sizes = [statSync(path).size, statSync(`${path}-wal`).size];
  expect(() => writer[Symbol.dispose]()).toThrow('disk I/O error');
  expect([statSync(path).size, statSync(`${path}-wal`).size]).toEqual(sizes);
});

import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { must } from '../../kit/assert.ts';
import { settleLog } from '../settle-log.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, saleOf } from '../../../test/kit/till-events.ts';
import { lastTransaction, readWriteAheadLog } from './write-ahead-log.ts';

const COMMITS = 6;

/** A ledger after a kill, and where each of its commits ends in the log. */
function killedLedger() {
  const temp = tempLedger();
  temp.db.pragma('wal_checkpoint(TRUNCATE)');
  const ends = Array.from({ length: COMMITS }, (_, index) => {
    temp.ledger.commit([ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence: index + 1 })]);
    return statSync(`${temp.file}-wal`).size;
  });
  return { temp, ends, file: copyOf(temp), [Symbol.dispose]: () => temp[Symbol.dispose]() };
}

function copyOf(temp: ReturnType<typeof tempLedger>): string {
  const file = join(temp.folder, 'killed.db');
  copyFileSync(temp.file, file);
  copyFileSync(`${temp.file}-wal`, `${file}-wal`);
  return file;
}

function lastOf(file: string) {
  return lastTransaction(must(readWriteAheadLog(file), 'a log'));
}

test('the last transaction reaches from the end of the commit before it to its own, whatever is torn off behind it', () => {
  using killed = killedLedger();
  for (let last = COMMITS - 1; last > 0; last -= 1) {
    expect(lastOf(killed.file)).toEqual({ from: killed.ends[last - 1], to: killed.ends[last] });
    truncateSync(`${killed.file}-wal`, must(killed.ends[last], 'an end') - 1);
  }
});

test('the first transaction has the header with it, and a log without a commit has none', () => {
  using killed = killedLedger();
  const first = must(killed.ends[0], 'an end');
  truncateSync(`${killed.file}-wal`, first);
  expect(lastOf(killed.file)).toEqual({ from: 0, to: first });
  truncateSync(`${killed.file}-wal`, first - 1);
  expect(lastOf(killed.file)).toBeNull();
});

test('what a transaction wrote before its commit, because memory did not hold it, belongs to it', () => {
  using temp = tempLedger();
  temp.db.pragma('wal_checkpoint(TRUNCATE)');
  temp.ledger.commit([ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence: 1 })]);
  const before = statSync(`${temp.file}-wal`).size;
  temp.db.pragma('cache_size = 10');
  temp.db.exec('BEGIN; CREATE TABLE large (bytes)');
  for (let row = 0; row < 50; row += 1) temp.db.exec('INSERT INTO large VALUES (randomblob(40000))');
  expect(statSync(`${temp.file}-wal`).size, 'it is written before the commit').toBeGreaterThan(before + 1e6);
  expect(lastOf(temp.file)?.to).toBe(before);
  temp.db.exec('COMMIT');
  expect(lastOf(temp.file)).toEqual({ from: before, to: statSync(`${temp.file}-wal`).size });
});

test('settling a log leaves every byte of it, also of one that is torn or no log at all', () => {
  using killed = killedLedger();
  const whole = readFileSync(`${killed.file}-wal`);
  for (const log of [
    whole,
    whole.subarray(0, whole.length - 100),
    whole.subarray(0, 20),
    whole.subarray(0, 0),
  ]) {
    writeFileSync(`${killed.file}-wal`, log);
    settleLog(killed.file);
    expect(readFileSync(`${killed.file}-wal`).equals(log)).toBe(true);
  }
});

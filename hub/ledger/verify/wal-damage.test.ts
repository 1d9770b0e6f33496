import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, saleOf } from '../../../test/kit/till-events.ts';
import { walDamage } from './wal-damage.ts';

const COMMITS = 12;

/** A ledger whose newest commits stand in its write-ahead log, as after a kill. */
function killedLedger() {
  const temp = tempLedger();
  temp.db.pragma('wal_checkpoint(TRUNCATE)');
  for (let sequence = 1; sequence <= COMMITS; sequence += 1)
    temp.ledger.commit([ledgerEvent({ ...saleOf({ sku: 'MUG' }), sequence })]);
  const file = join(temp.folder, 'killed.db');
  copyFileSync(temp.file, file);
  copyFileSync(`${temp.file}-wal`, `${file}-wal`);
  const wal = readFileSync(`${file}-wal`);
  return { file, wal, [Symbol.dispose]: () => temp[Symbol.dispose]() };
}

function flipped(wal: Buffer, at: number): Buffer {
  const copy = Buffer.from(wal);
  copy[at] = (copy[at] ?? 0) ^ 4;
  return copy;
}

test('a log that is whole, and one that is empty or not there, is not damaged', () => {
  using killed = killedLedger();
  expect(walDamage(killed.file)).toEqual([]);
  truncateSync(`${killed.file}-wal`, 0);
  expect(walDamage(killed.file)).toEqual([]);
  expect(walDamage(`${killed.file}-of-nobody`)).toEqual([]);
});

test('a flipped bit before the last commit is found, in the header, a frame or its head', () => {
  using killed = killedLedger();
  for (const at of [0, 9, 17, 25, 33, 41, 49, 200, 4_120 * 3 + 40, Math.floor(killed.wal.length / 2)]) {
    writeFileSync(`${killed.file}-wal`, flipped(killed.wal, at));
    expect(walDamage(killed.file), `byte ${at}`).toHaveLength(1);
  }
});

test('an end that a power cut tore off is not damage', () => {
  using killed = killedLedger();
  for (let bytes = killed.wal.length; bytes > 32; bytes -= 1_999) {
    writeFileSync(`${killed.file}-wal`, killed.wal.subarray(0, bytes));
    expect(walDamage(killed.file), `${bytes} bytes`).toEqual([]);
    // What was written last may be there while what was written just before it is not.
    const torn = Buffer.from(killed.wal.subarray(0, Math.floor((bytes - 32) / 4_120) * 4_120 + 32));
    if (torn.length <= 32 + 4_120) continue;
    torn.fill(0, torn.length - 4_120 + 24, torn.length);
    writeFileSync(`${killed.file}-wal`, torn);
    expect(walDamage(killed.file), `${bytes} bytes, torn`).toEqual([]);
  }
});

test('what an older log left behind the end is not damage', () => {
  using killed = killedLedger();
  const end = 32 + 4_120 * 8;
  const older = Buffer.from(killed.wal);
  for (let at = end; at + 4_120 <= older.length; at += 4_120) older.writeUInt32BE(7, at + 8);
  writeFileSync(`${killed.file}-wal`, older);
  expect(walDamage(killed.file)).toEqual([]);
});

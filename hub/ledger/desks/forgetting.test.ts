import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { captured, customerErased, customersMerged, saying } from '../../../test/kit/customer-events.ts';
import { proven } from '../../../test/kit/proven.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, saleOf } from '../../../test/kit/till-events.ts';
import { sha256 } from '../../kit/digest.ts';
import { forgetInSnapshots } from '../forget-in-snapshots.ts';
import { rebuildLedger } from '../verify/rebuild-ledger.ts';
import { createLedgerWriter } from '../writer.ts';
import type { LedgerWriter } from '../writer.ts';

type Temp = ReturnType<typeof tempLedger>;

const ANNA = {
  name: 'Anna Muster',
  email: 'Anna.Muster@example.org',
  phone: '+49 151 2345678',
  loyaltyCard: 'CARD-ANNA',
  verified: ['email'],
};
const BEN = { name: 'Ben Beispiel', email: 'ben@example.org', verified: ['email'] };

const TRACES = /anna|muster|2345678/i;

/** Files of the folder that have any trace of her. */
function tracesIn(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => !name.endsWith('.lock'));
  return files.filter((name) => TRACES.test(readFileSync(join(folder, name)).toString('latin1')));
}

function writerOf(temp: Temp): LedgerWriter {
  return createLedgerWriter({ file: temp.file, destinations: [], nowMs: () => 0 });
}

function reject(writer: LedgerWriter, payload: string, sender = 'till/till-1'): void {
  const why = { code: 'data', reason: 'data.email is not an e-mail address' };
  writer.calls.addRejected({ sender, receivedMs: 0, payloadSha256: sha256(payload), ...why, payload });
}

const rejectedCapture = JSON.stringify({
  type: 'backroom.customer.captured.v1',
  data: { customerId: 'c-1', name: 'Anna Muster', email: 'anna muster at home' },
});
const rejectedOfBen = rejectedCapture.replace('c-1', 'c-2').replaceAll(/anna muster/gi, 'Ben Beispiel');
const rejectedSale = JSON.stringify({
  type: 'backroom.sale.completed.v1',
  data: { customerId: 'c-1', note: 'for ANNA MUSTER, anna.muster@example.org', lines: 'none' },
});
const cutOff = rejectedCapture.slice(0, -5);

function payloads(temp: Temp): string[] {
  const rows = temp.db.prepare<[], { payload: string }>('SELECT payload FROM rejected ORDER BY rejected');
  return rows.all().map(({ payload }) => payload);
}

test('who is forgotten is in no refused payload; a sale among them can still be repaired', ({ task }) => {
  using temp = tempLedger();
  using writer = writerOf(temp);
  writer.commit([ledgerEvent(captured('c-1', ANNA)), ledgerEvent(captured('c-2', BEN))]);
  for (const payload of [rejectedCapture, rejectedOfBen, rejectedSale, cutOff]) {
    reject(writer, payload);
    reject(writer, payload);
    reject(writer, 'x'.repeat(9_000) + payload, 'till/till-2');
  }
  writer.calls.closeRejected(1, { closedMs: 1, note: 'not needed' });
  expect(tracesIn(temp.folder)).not.toEqual([]);
  writer.commit([ledgerEvent(customerErased('c-1'))]);
  reject(writer, rejectedCapture, 'till/late');
  expect(tracesIn(temp.folder)).toEqual([]);
  const left = payloads(temp).map((payload) => payload.trim());
  expect(left).toContain(rejectedOfBen);
  const sale = left.find((payload) => payload.startsWith('{"type":"backroom.sale')) ?? '';
  expect(JSON.parse(sale)).toMatchObject({
    data: { customerId: 'c-1', note: 'for ***********, ***********************' },
  });
  expect(sale).toHaveLength(rejectedSale.length);
  expectWhole(temp.file);
  proven(task, { promise: 'erasure', cases: 1 });
});

test('who is forgotten is in no event of a type that is not known, under none of their ids', ({ task }) => {
  using temp = tempLedger();
  using writer = writerOf(temp);
  const noted = (customerId: string, note: string) =>
    ledgerEvent({ type: 'backroom.customer.noted.v2', data: { customerId, note } });
  writer.commit([
    ledgerEvent(captured('c-1', {})),
    ledgerEvent(captured('c-3', {})),
    noted('c-1', 'Anna Muster likes tea'),
    noted('c-3', 'Anna Muster likes mugs'),
    noted('c-2', 'Ben likes coffee'),
    ledgerEvent(customersMerged('c-3', 'c-1')),
    ledgerEvent(customerErased('c-1')),
  ]);
  expect(tracesIn(temp.folder)).toEqual([]);
  const extras = temp.db.prepare<[], { extra: string }>('SELECT extra FROM event_extra').all();
  expect(extras.filter(({ extra }) => extra.includes('likes coffee'))).toHaveLength(1);
  expectWhole(temp.file);
  proven(task, { promise: 'erasure', cases: 1 });
});

test('the snapshots of updates forget with the ledger, and one that is none is removed', ({ task }) => {
  using temp = tempLedger();
  using writer = writerOf(temp);
  writer.commit([
    ledgerEvent(captured('c-1', { ...ANNA, nickname: 'Anna' })),
    ledgerEvent(captured('c-2', BEN)),
    ledgerEvent(saying(saleOf({ sku: 'MUG' }), { customerId: 'c-1', greeting: 'for Anna' })),
    ledgerEvent({ type: 'backroom.employee.set.v1', data: { employeeId: 'e-1', name: 'Anna Muster' } }),
  ]);
  reject(writer, rejectedCapture);
  const snapshot = `${temp.file}.before-17`;
  temp.db.exec('ANALYZE');
  temp.db.prepare('VACUUM INTO ?').run(snapshot);
  writeFileSync(`${temp.file}.before-5`, 'Anna Muster was here');
  writer.commit([
    ledgerEvent(customerErased('c-1')),
    ledgerEvent({ type: 'backroom.employee.set.v1', data: { employeeId: 'e-1', erased: true } }),
  ]);
  expect(tracesIn(temp.folder)).toEqual([]);
  expect(existsSync(`${temp.file}.before-5`)).toBe(false);
  const old = new Database(snapshot);
  expect(old.prepare('SELECT count(*) AS count FROM person').get()).toEqual({ count: 2 });
  expect(old.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  old.close();
  proven(task, { promise: 'erasure', cases: 1 });
});

test('a process that is killed before it emptied its write-ahead log does it at the next start', ({
  task,
}) => {
  using temp = tempLedger();
  temp.ledger.commit([ledgerEvent(captured('c-1', ANNA))]);
  const snapshot = `${temp.file}.before-17`;
  temp.db.prepare('VACUUM INTO ?').run(snapshot);
  // This ledger has no writer around it that would empty the log.
  temp.ledger.commit([ledgerEvent(customerErased('c-1'))]);
  expect(tracesIn(temp.folder)).not.toEqual([]);
  temp.db.close();
  {
    using writer = writerOf(temp);
    expect(tracesIn(temp.folder)).toEqual([]);
    expect(writer.identity.store).not.toBe('');
  }
  temp.reopen();
  expectWhole(temp.file);
  proven(task, { promise: 'erasure', cases: 1 });
});

test('an employee is forgotten as a customer is, and a name that comes later for the same id is not kept', ({
  task,
}) => {
  using temp = tempLedger();
  using writer = writerOf(temp);
  const set = (data: object) =>
    ledgerEvent({ type: 'backroom.employee.set.v1', data: { employeeId: 'e-1', ...data } });
  writer.commit([set({ name: 'Anna Muster' }), set({ name: 'Anna Muster-Meier', left: true })]);
  expect(temp.reader.employees(10)).toEqual([
    { employeeId: 'e-1', name: 'Anna Muster-Meier', left: true, erased: false },
  ]);
  const session = { registerSession: 's-1', businessDate: '2026-11-23', currency: 'EUR', floatMinor: 0 };
  const opened = { ...session, employeeId: 'e-1' };
  writer.commit([ledgerEvent({ type: 'backroom.session.opened.v1', data: opened })]);
  const openedBy = () =>
    temp.reader.session(temp.reader.sessions({ limit: 1 }).sessions[0]?.session ?? 0)?.openedBy;
  expect(openedBy()).toEqual({ employeeId: 'e-1', name: 'Anna Muster-Meier' });
  writer.commit([set({ erased: true }), set({ name: 'Anna Muster' })]);
  expect(openedBy()).toEqual({ employeeId: 'e-1', name: null });
  expect(tracesIn(temp.folder)).toEqual([]);
  expect(temp.reader.employees(10)).toEqual([{ employeeId: 'e-1', name: null, left: true, erased: true }]);
  rebuildLedger(temp.file, () => undefined);
  expect(temp.reader.employees(10)).toEqual([{ employeeId: 'e-1', name: null, left: true, erased: true }]);
  forgetInSnapshots(temp.file);
  expectWhole(temp.file);
  proven(task, { promise: 'erasure', cases: 1 });
});

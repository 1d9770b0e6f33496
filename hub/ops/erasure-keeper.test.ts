import { appendFileSync, copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { captured, customerErased, customersMerged } from '../../test/kit/customer-events.ts';
import { keeperPorts } from '../../test/kit/keeper-ports.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { until } from '../../test/kit/until.ts';
import { ErasureKeeper } from './erasure-keeper.ts';

const ADA = { name: 'Ada', email: 'ada@example.org', verified: ['email'] };
const employee = (employeeId: string, data: object) => ({
  type: 'backroom.employee.set.v1',
  data: { employeeId, ...data },
});

const textIn = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

test('who was forgotten stays forgotten when an older copy of the ledger is put back', async () => {
  using temp = tempLedger();
  const parts = keeperPorts(temp);
  const file = join(temp.folder, 'erased-people');
  parts.commit(
    captured('a "quoted" id\n'.trim(), ADA),
    captured('b', ADA),
    captured('stays', { name: 'Ben' }),
    employee('e-1', { name: 'Grace' }),
    customersMerged('b', 'a "quoted" id'),
  );
  temp.db.prepare('VACUUM INTO ?').run(join(temp.folder, 'copy'));
  {
    await using keeper = new ErasureKeeper({ ...parts, file }).start();
    await keeper.ready;
    parts.commit(customerErased('b'), employee('e-1', { erased: true }), customerErased('never seen'));
    await until('it is written down', () => textIn(file).split('\n').length === 5);
  }
  // A power cut in the middle of a line.
  appendFileSync(file, 'customer "st');
  temp.db.close();
  for (const log of ['-wal', '-shm']) rmSync(`${temp.file}${log}`, { force: true });
  copyFileSync(join(temp.folder, 'copy'), temp.file);
  temp.reopen();
  expect(temp.reader.customer('b', { receipts: 0 })?.person.name).toBe('Ada');
  for (const start of ['once', 'again']) {
    const restored = keeperPorts(temp);
    await using keeper = new ErasureKeeper({ ...restored, file }).start();
    await keeper.ready;
    expect(restored.told.length, start).toBe(start === 'once' ? 3 : 0);
  }
  expect(temp.db.prepare('SELECT customer_id FROM person').all()).toEqual([{ customer_id: 'stays' }]);
  expect(temp.reader.employees(5)).toEqual([{ employeeId: 'e-1', name: null, left: false, erased: true }]);
  expect(temp.reader.isErased({ customerId: 'never seen' })).toBe(true);
});

import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CustomerExport, CustomerList } from '../../hub/contract/customer-views.ts';
import { must } from '../../hub/kit/assert.ts';
import { newId } from '../../hub/kit/ids.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { commandLine } from '../kit/command-line.ts';
import { captured, saying } from '../kit/customer-events.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { liabilityAdjusted } from '../kit/liability-events.ts';
import { proven } from '../kit/proven.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { TillOnTheBroker } from '../kit/till-on-the-broker.ts';
import { refundOf, saleOf } from '../kit/till-events.ts';

/** One person in a running hub: told by a till and over HTTP, found, merged, listed, exported, forgotten. */
const stack = new AsyncDisposableStack();
let shop: HubFolder;
let hub: HubProcess;
let till: TillOnTheBroker;
let folder: string;

const ADA = {
  name: 'Ada Quillfeather',
  email: 'Ada.Quillfeather@example.org',
  phone: '+49 (0)151 7654321',
  verified: ['email'],
};
const YES = { channel: 'email', given: true, at: '2026-11-20T10:00:00Z', source: 'till-1' };
const TRACES = /quillfeather|7654321|LC-ADA/i;

beforeAll(async () => {
  folder = stack.use(tempFolder()).path;
  const more = `[loyalty]
points_per_unit = "1"
units_per_point = "0.01"
expire_after_days = 365
[[destination]]
name = "archive"
kind = "archive-file"
dir = "${join(folder, 'archive')}"
batch_age_ms = 0`;
  shop = await hubFolder(folder, { tills: 1, more });
  hub = stack.use(new HubProcess(shop.config));
  await hub.start();
  till = stack.use(await TillOnTheBroker.open(shop, must(shop.tills[0], 'a till')));
});
afterAll(() => stack.disposeAsync());

async function ask(path: string, body?: object): Promise<[number, unknown]> {
  const init = { method: 'POST', headers: { 'Idempotency-Key': newId() }, body: JSON.stringify(body) };
  const answer = await fetch(`${shop.web}/api/v1/${path}`, body === undefined ? {} : init);
  return [answer.status, await answer.json()];
}

async function done(...args: string[]): Promise<string> {
  const told = await commandLine(shop.config)(...args);
  expect(told, `backroom ${args.join(' ')}`).toMatchObject({ exitCode: 0, err: '' });
  return told.out;
}

const found = async (query: string): Promise<unknown> => (await ask(`customers?${query}`))[1];

async function listed(rules: string): Promise<string[]> {
  const [, list] = await ask(`customer-list?${rules}`);
  return CustomerList.parse(list).customers.map(({ customerId }) => customerId);
}

/** Files below the folder that have any trace of her. */
function tracesIn(at: string): string[] {
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => TRACES.test(readFileSync(path).toString('latin1')));
}

/** Where a reader was in the way of the write-ahead log, the next write cuts it. */
async function tracesLeft(): Promise<string[]> {
  await ask('customers', {});
  return tracesIn(shop.dataDir);
}

test('a customer of a till and of the web shop is one: found by what is verified, with all purchases, points and credit', async () => {
  const tea = saleOf({ sku: 'TEA', amountMinor: 2_000 }, { sku: 'CUT', kind: 'service', amountMinor: 500 });
  await till.tell({ ...saying(tea, { customerId: 'c-1' }), id: 'before she was captured' });
  await till.tell(captured('c-1', { ...ADA, consents: [YES], nickname: 'Quillfeather junior' }));
  await till.tell(liabilityAdjusted('customer:c-1', 700, { kind: 'store_credit' }));
  const web = { customerId: 'web-9', email: ' ada.quillfeather@EXAMPLE.org'.trim(), verified: ['email'] };
  expect(await ask('customers', { ...web, loyaltyCard: 'LC-ADA' })).toMatchObject([
    200,
    { outcome: 'accepted' },
  ]);
  await till.tell(liabilityAdjusted('customer:web-9', 300, { kind: 'store_credit' }));
  const one = { customerId: 'c-1', points: 25, credit: [{ availableMinor: 1_000 }] };
  await expect.poll(() => ask('customers/web-9'), { timeout: 20_000 }).toMatchObject([200, one]);
  await till.tell(saying(saleOf({ sku: 'MUG', amountMinor: 900 }), { customerId: 'web-9' }));
  const order = { channel: 'web shop', orderNumber: '1001' };
  await till.tell(
    saying(refundOf(undefined, { sku: 'MUG', amountMinor: -400 }), {
      customerId: 'web-9',
      originalOrder: order,
    }),
  );
  await till.tell(refundOf({ id: 'before she was captured' }, { sku: 'TEA', amountMinor: -1_000 }));
  for (const query of ['email=ADA.quillfeather%40example.org', 'card=lc-ada'])
    expect(await found(query)).toMatchObject({
      customers: [{ customerId: 'c-1', person: { name: ADA.name } }],
    });
  for (const query of ['phone=%2B491517654321', 'email=quillfeather', 'card=Ada%20Quillfeather'])
    expect(await found(query), query).toEqual({ customers: [] });
  expect((await ask('customers?name=Ada%20Quillfeather'))[0]).toBe(400);
  const { balance } = await till.ask({
    question: 'balance',
    kind: 'store_credit',
    account: 'customer:web-9',
  });
  expect(balance?.balances).toMatchObject([{ balanceMinor: 1_000 }]);
  const [, answer] = await ask('customers/web-9?limit=10');
  expect(answer).toMatchObject({
    ids: [{ customerId: 'c-1' }, { customerId: 'web-9', mergedInto: 'c-1', because: 'email' }],
    totals: [{ visits: 2, spentMinor: 2_000 }],
    points: 24,
    receipts: [
      { kind: 'refund', totalMinor: -1_000 },
      { kind: 'refund', totalMinor: -400, order },
      { kind: 'sale', totalMinor: 900, customerId: 'web-9' },
      { kind: 'sale', totalMinor: 2_500, customerId: 'c-1' },
    ],
  });
});

test('a technician finds, shows, lists, merges, takes apart and exports a customer', async () => {
  expect(await done('customer', 'find', '--card', 'LC-ADA')).toContain(ADA.name);
  expect(await done('customer', 'show', 'c-1')).toContain('store credit: 10.00 EUR');
  expect(await listed('notSinceDays=1')).not.toContain('c-1');
  const rules = ['--spent-over', '1999', '--year', '2026', '--csv'];
  const csv = (await done('customer', 'list', ...rules)).split('\r\n');
  expect(csv[1]).toMatch(/^c-1,Ada Quillfeather,/);
  expect(await listed('spentOverMinor=1999&year=2026')).toContain('c-1');
  expect(await listed('spentOverMinor=2000&year=2026')).not.toContain('c-1');
  await till.tell(captured('c-2', { name: 'Sister Quillfeather' }));
  expect(await done('customer', 'merge', 'c-2', 'web-9')).toContain('are one');
  expect(await ask('customers/c-2')).toMatchObject([200, { customerId: 'c-1' }]);
  await done('customer', 'unmerge', 'c-2');
  expect(await ask('customers/c-2')).toMatchObject([200, { customerId: 'c-2' }]);
  await done('customer', 'points', 'web-9', '--add', '6', '--day', '2026-11-23');
  expect(await ask('customers/c-1/points')).toMatchObject([200, { points: 30 }]);
  const all = CustomerExport.parse(JSON.parse(await done('customer', 'export', 'web-9')));
  expect(all.person.phone).toEqual({ value: ADA.phone, verified: false });
  expect(all.receipts).toHaveLength(4);
  expect(all.receipts[0]?.data).toMatchObject({ registerSession: 's-1' });
  expect(all.pointsEntries.reduce((sum, { points }) => sum + points, 0)).toBe(30);
  expect(all.otherFields).toMatchObject([{ fields: { data: { nickname: 'Quillfeather junior' } } }]);
  expect(all.consents).toMatchObject([{ channel: 'email', given: true, source: 'till-1' }]);
});

test('an employee has a name beside the log, which is forgotten when asked', async () => {
  await done('employee', 'set', 'e-7', '--name', 'Grace Quillfeather', '--left');
  expect(await done('employee', 'list')).toMatch(/e-7 +Grace Quillfeather +left/);
  await done('employee', 'erase', 'e-7');
  const erased = { employeeId: 'e-7', name: null, left: true, erased: true };
  expect(await ask('employees')).toEqual([200, { employees: [erased] }]);
  expect(await ask('employees/e-7', { name: 'Grace' })).toMatchObject([409, { code: 'employee-erased' }]);
});

test('who is erased is in no byte of the data folder, the archive and the log, also after an older copy is put back', async ({
  task,
}) => {
  await ask('customers/c-2/erase', {});
  const unreadable = captured('c-1', { name: ADA.name, email: 'quillfeather at home' });
  expect(await till.tell(unreadable)).toMatchObject({ outcome: 'rejected' });
  const copy = join(folder, 'copy.db');
  const reader = new Database(shop.file, { readonly: true });
  reader.prepare('VACUUM INTO ?').run(copy);
  reader.close();
  expect(tracesIn(shop.dataDir)).not.toEqual([]);
  const before = await totals();
  expect(await done('customer', 'erase', 'web-9', '--reason', 'asked for')).toContain('forgotten');
  expect(await totals()).toEqual(before);
  expect(await ask('customers/c-1')).toMatchObject([
    200,
    { erased: true, person: { name: null, email: null } },
  ]);
  expect(await found('email=ada.quillfeather%40example.org')).toEqual({ customers: [] });
  expect(await ask('customers/c-1/export')).toMatchObject([200, { otherFields: [] }]);
  await till.tell(captured('c-4', { name: 'Somebody else' }));
  expect(await ask('customers/c-4/merge', { into: 'web-9' })).toMatchObject([
    409,
    { code: 'customer-erased' },
  ]);
  expect((await ask('customers/c-4/merge', { into: 'nobody' }))[0]).toBe(404);
  await till.tell(captured('c-1', ADA));
  expect(await till.tell(unreadable)).toMatchObject({ outcome: 'rejected' });
  await expect.poll(tracesLeft, { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => readdirSync(join(folder, 'archive')).length).toBeGreaterThan(0);
  expect(tracesIn(join(folder, 'archive'))).toEqual([]);
  const erased = join(shop.dataDir, 'erased-people');
  await expect.poll(() => (existsSync(erased) ? readFileSync(erased, 'utf8') : '')).toContain('"web-9"');
  expect(await hub.stop()).toBe(0);
  expectWhole(shop.file);
  for (const end of ['', '-wal', '-shm']) rmSync(`${shop.file}${end}`, { force: true });
  copyFileSync(copy, shop.file);
  await hub.start();
  await expect.poll(tracesLeft, { timeout: 20_000 }).toEqual([]);
  expect(await ask('customers/web-9')).toMatchObject([200, { erased: true, points: 30 }]);
  expect(hub.complaints).not.toMatch(TRACES);
  expect(await hub.stop()).toBe(0);
  expectWhole(shop.file);
  proven(task, { promise: 'erased-person', cases: 3 });
});

async function totals(): Promise<unknown> {
  const [, customer] = await ask('customers/c-1?limit=10');
  const { totals: sums, points, credit } = customer as Record<string, unknown>;
  const days = await ask('days');
  return { sums, points, credit, days };
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAdmin } from '../../hub/cli/admin-client.ts';
import { loadConfig } from '../../hub/config/load.ts';
import { verifyLedger } from '../../hub/ledger/verify/verify-ledger.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { write } from '../kit/web-requests.ts';

/** One real hub over its lives: what was written under a key stays one write. */
const stack = new AsyncDisposableStack();
let shop: HubFolder;
let hub: HubProcess;

beforeAll(async () => {
  shop = await hubFolder(stack.use(tempFolder()).path, { tills: 0 });
  hub = stack.use(new HubProcess(shop.config));
  await hub.start();
});

afterAll(() => stack.disposeAsync());

const TEA = { name: 'Tea', kind: 'goods', unit: 'each', barcodes: ['4006381333931'] };
const TEAS = 'sku,name\nTEA-1,Green tea\nTEA-2,Black tea\n';
const RACERS = 8;

async function ask(path: string, init: RequestInit = {}): Promise<readonly [number, unknown]> {
  const answer = await fetch(`${shop.web}/api/v1/${path}`, init);
  return [answer.status, await answer.json()];
}

const setTea = (key: string, more: object = {}): Promise<readonly [number, unknown]> =>
  ask('products/TEA', write('PUT', JSON.stringify({ ...TEA, ...more }), key));

const importTeas = (key: string, csv = TEAS): Promise<readonly [number, unknown]> =>
  ask('products/import', write('POST', csv, key));

const REUSED = [422, { code: 'idempotency-key-reused' }];

test('requests that race under one key make one event, and all are answered with its place', async () => {
  const answers = await Promise.all(Array.from({ length: RACERS }, () => setTea('race')));
  const replies = answers.map(
    ([status, reply]) => [status, reply as { outcome: string; seq: number }] as const,
  );
  expect(replies.map(([status, { outcome }]) => `${status} ${outcome}`).toSorted()).toEqual([
    '200 accepted',
    ...Array.from({ length: RACERS - 1 }, () => '200 duplicate'),
  ]);
  expect(new Set(replies.map(([, { seq }]) => seq)).size).toBe(1);
});

test('of requests that race under one key with different data, one is made', async () => {
  const answers = await Promise.all(
    Array.from({ length: RACERS }, (_, index) => setTea('quarrel', { price: `${index + 1}` })),
  );
  expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
  expect(answers.filter(([status]) => status === 422)).toHaveLength(RACERS - 1);
  const winner = answers.findIndex(([status]) => status === 200);
  expect(await ask('products/TEA')).toMatchObject([200, { price: `${winner + 1}` }]);
  expect(await ask('exceptions')).toMatchObject([200, { exceptions: [] }]);
});

test('a file that is sent again under its key is imported once', async () => {
  expect(await importTeas('teas')).toEqual([200, { products: 2 }]);
  const [, { activity }] = (await ask('activity')) as [number, { activity: { seq: number }[] }];
  expect(await importTeas('teas')).toEqual([200, { products: 2 }]);
  expect(await importTeas('teas', `${TEAS}TEA-3,White tea\n`)).toMatchObject(REUSED);
  expect(await importTeas('race')).toMatchObject(REUSED);
  expect(await setTea('teas')).toMatchObject(REUSED);
  expect(await ask('activity')).toMatchObject([200, { activity }]);
});

test('a hub that was killed and started again knows the keys of before', async () => {
  const [, first] = await setTea('before the kill', { price: '9.50' });
  await hub.kill();
  await hub.start();
  expect(await setTea('before the kill', { price: '9.50' })).toMatchObject([
    200,
    { outcome: 'duplicate', seq: (first as { seq: number }).seq },
  ]);
  expect(await setTea('before the kill', { price: '9.60' })).toMatchObject(REUSED);
  expect(await importTeas('teas')).toEqual([200, { products: 2 }]);
  expect(await ask('products/TEA')).toMatchObject([200, { price: '9.50' }]);
});

test('the command line asks the same routes, with a running hub and without one', async () => {
  const config = loadConfig({ env: {}, file: shop.config });
  const path = '/api/v1/products/CUP';
  const cup = { ...TEA, name: 'Cup', barcodes: [] };
  for (const life of ['running', 'stopped']) {
    if (life === 'stopped') expect(await hub.stop()).toBe(0);
    await using admin = await openAdmin(config, { mayCreate: false });
    expect(await admin.request('PUT', path, cup), life).toMatchObject({ outcome: 'accepted' });
    expect(await admin.request('GET', path), life).toMatchObject({ name: 'Cup' });
    const wrong = admin.request('PUT', path, { ...cup, unit: 'barrel' });
    await expect(wrong, life).rejects.toThrow(/^The body is not as the contract has it\.\n {2}unit is /);
    await expect(admin.request('GET', '/api/v1/products/NONE')).rejects.toThrow('No product has this code.');
    await expect(admin.request('POST', '/api/v1/events', [])).rejects.toThrow('There is no such address.');
  }
  expect(verifyLedger(shop.file, () => undefined)).toMatchObject({ problems: [] });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWhole } from '../kit/assert-whole.ts';
import { commandLine } from '../kit/command-line.ts';
import type { Told } from '../kit/command-line.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import type { HubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { tempFolder } from '../kit/temp-folder.ts';

/** Goods come, move and are lost, over HTTP and on the command line of a running hub, and of one that does not run. */
const stack = new AsyncDisposableStack();
let shop: HubFolder;
let hub: HubProcess;
let run: (...args: string[]) => Promise<Told>;

beforeAll(async () => {
  const folder = stack.use(tempFolder()).path;
  shop = await hubFolder(folder, { tills: 1 });
  run = commandLine(shop.config);
  const products = join(folder, 'products.csv');
  writeFileSync(products, 'sku,name\nMUG,Mug\nCUP,Cup\n');
  await done('product', 'import', products);
  await done('location', 'set', 'Cellar', '--name', 'The cellar', '--role', 'back_room');
  hub = new HubProcess(shop.config);
  await hub.start();
});

afterAll(() => stack.disposeAsync());

async function done(...args: string[]): Promise<string> {
  const told = await run(...args);
  expect(told, `backroom ${args.join(' ')}`).toMatchObject({ exitCode: 0, err: '' });
  return told.out;
}

async function post(path: string, key: string, body: object): Promise<{ status: number; value: unknown }> {
  const response = await fetch(`${shop.web}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'Idempotency-Key': key, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, value: await response.json() };
}

test('a delivery is expected over HTTP, and received and closed on the command line', async () => {
  const expected = {
    deliveryId: 'D/1 ü',
    location: 'Cellar',
    supplier: 'Leaf & Co',
    lines: [
      { sku: 'MUG', quantity: '10', unitCost: '1.125' },
      { sku: 'CUP', quantity: '4' },
    ],
  };
  expect(await post('deliveries', 'one', expected)).toMatchObject({ value: { outcome: 'accepted' } });
  expect(await post('deliveries', 'one', expected)).toMatchObject({ value: { outcome: 'duplicate' } });
  expect(await done('delivery', 'list')).toMatch(/^D\/1 ü +Leaf & Co +Cellar +open$/m);
  await done('delivery', 'receive', 'D/1 ü', 'MUG=6');
  expect(await done('delivery', 'show', 'D/1 ü')).toMatch(/^MUG +Mug +10 +6 +0 +0 +0 +4$/m);
  await done('delivery', 'receive', 'D/1 ü');
  expect(await run('delivery', 'receive', 'D/1 ü')).toMatchObject({ exitCode: 64 });
  await done('delivery', 'close', 'D/1 ü', '--note', 'all here');
  expect(await done('delivery', 'list')).toBe('No delivery is open.\n');
  expect(await done('delivery', 'list', '--state', 'closed')).toContain('D/1 ü');
  expect(await done('stock', 'show', 'mug')).toMatch(/^Cellar +10 +0 +10 +0 /m);
  expect(await done('exception', 'list')).toBe('Nothing is open.\n');
  const told = await run('delivery', 'close', 'D-9');
  expect(told).toMatchObject({ exitCode: 1, err: expect.stringContaining('no delivery of this id') });
});

test('the same receipt again goes where the first one went, wherever the delivery is expected by then', async () => {
  const lines = [{ sku: 'CUP', quantity: '5' }];
  const key = { deliveryId: 'D-2', lines };
  await post('deliveries', 'two', { ...key, location: 'Cellar' });
  const first = await post('deliveries/D-2/receive', 'came', { lines });
  await post('deliveries', 'three', key);
  const again = await post('deliveries/D-2/receive', 'came', { lines });
  expect([first, again]).toMatchObject([
    { status: 200, value: { outcome: 'accepted' } },
    { status: 200, value: { outcome: 'duplicate' } },
  ]);
  expect(await done('stock', 'show', 'CUP')).toMatch(/^Cellar +9 /m);
});

test('goods are moved and adjusted, and what was taken back is taken back once', async () => {
  await done('stock', 'move', 'MUG=4', '--from', 'cellar', '--to', 'shop');
  await done('stock', 'adjust', 'MUG=-1', '--reason', 'damage', '--note', 'fell down');
  expect(await done('stock', 'show', 'MUG')).toMatch(/^shop +3 [^]*^Cellar +6 /m);
  expect(await run('stock', 'adjust', 'MUG', '--reason', 'damage')).toMatchObject({ exitCode: 64 });
  expect(await run('stock', 'adjust', 'MUG=1', '--reason', 'moths')).toMatchObject({ exitCode: 1 });
  const received = await fetch(`${shop.web}/api/v1/deliveries/D-2`);
  const { parts } = (await received.json()) as { parts: { source: string; id: string }[] };
  const [{ source, id } = { source: '', id: '' }] = parts;
  const reversal = { original: { source, id }, reason: 'was not ours' };
  expect(await post('stock/reversed', 'back', reversal)).toMatchObject({ status: 200 });
  expect(await post('stock/reversed', 'back', reversal)).toMatchObject({ status: 200 });
  expect(await done('stock', 'show', 'CUP')).toMatch(/^Cellar +4 /m);
});

test('a transfer goes from place to place over HTTP, and the ledger proves itself', async () => {
  const lines = [{ sku: 'MUG', quantity: '2' }];
  await post('transfers', 'T', { transferId: 'T-1', from: 'Cellar', to: 'shop', lines });
  expect(await done('stock', 'show', 'MUG')).toMatch(/^shop +3 +0 +3 +2 /m);
  await post('transfers/T-1/receive', 'R', { lines: [{ sku: 'MUG', quantity: '1' }] });
  await post('transfers/T-1/close', 'C', {});
  expect(await done('stock', 'show', 'MUG')).toMatch(/^shop +4 +0 +4 +0 /m);
  expect(await done('exception', 'list')).toContain('Missing: 1 of 2 MUG');
  expect(await post('transfers/T-7/close', 'X', {})).toMatchObject({ status: 404 });
  expect(await done('location', 'list')).toMatch(/^Cellar +The cellar +back_room$/m);
  await hub.stop();
  expect(await done('location', 'list')).toMatch(/^shop +not set up$/m);
  expectWhole(shop.file);
});

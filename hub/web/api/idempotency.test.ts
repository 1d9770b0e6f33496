import { expect, test } from 'vitest';
import { busyShop } from '../../../test/kit/busy-shop.ts';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import { webClient, write } from '../../../test/kit/web-requests.ts';

const SCONES = { name: 'Scones, 4', kind: 'goods', unit: 'each', barcodes: [] };
const scones = JSON.stringify(SCONES);

async function setWith(shop: MemoryShop, key: string | undefined, body = scones): Promise<Answered> {
  const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key };
  const answer = await webClient(shop).ask('/api/v1/products/BAK-9', { method: 'PUT', headers, body });
  return [answer.status, await answer.json()];
}

type Answered = readonly [status: number, value: unknown];

test('a write without a key is refused, with what to do', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const before = shop.reader.lastSeq();
  for (const [method, path] of [
    ['PUT', 'products?sku=a'],
    ['PUT', 'products/a'],
    ['POST', 'products/a/merge'],
    ['POST', 'products/import'],
    ['POST', 'exceptions/1/close'],
    ['POST', 'deliveries'],
    ['POST', 'deliveries/D-1/receive'],
    ['POST', 'deliveries/D-1/close'],
    ['POST', 'transfers'],
    ['POST', 'transfers/T-1/dispatch'],
    ['POST', 'transfers/T-1/receive'],
    ['POST', 'transfers/T-1/close'],
    ['POST', 'stock/received'],
    ['POST', 'stock/adjusted'],
    ['POST', 'stock/moved'],
    ['POST', 'stock/reversed'],
    ['PUT', 'locations/shop'],
    ['POST', 'reservations'],
    ['POST', 'reservations/W-1001/post'],
    ['POST', 'reservations/W-1001/void'],
    ['POST', 'payments/7/1/identify'],
    ['POST', 'payouts'],
    ['POST', 'destinations/Cloud%20bookkeeping/parked/17/skip'],
  ] as const) {
    const answer = await ask(`/api/v1/${path}`, { method, body: '{}' });
    expect(answer.status, path).toBe(400);
    expect(await answer.json(), path).toMatchObject({
      code: 'idempotency-key-missing',
      hint: expect.stringContaining('UUID'),
    });
  }
  expect([shop.reader.lastSeq(), shop.closed, shop.skippedBy]).toEqual([before, [], []]);
});

test('a key is 1 to 128 printable characters, bare or quoted', async () => {
  const shop = new MemoryShop();
  for (const key of ['k', '"a \\"quoted\\" one"', 'a b', '~'.repeat(128), `"${'x'.repeat(128)}"`, '7', '"']) {
    const [status] = await setWith(shop, key);
    expect(status, key).toBe(key === '"' ? 400 : 200);
  }
  for (const key of ['""', '"open', '"a"b"', 'x'.repeat(129), 'caf\u00e9', 'a\tb', '"\\a"'])
    expect(await setWith(shop, key), key).toMatchObject([400, { code: 'idempotency-key-invalid' }]);
  expect(await setWith(shop, '')).toMatchObject([400, { code: 'idempotency-key-missing' }]);
});

test('the same write again is a duplicate at the same place, quoted or not', async () => {
  const shop = new MemoryShop();
  expect(await setWith(shop, 'morning')).toEqual([200, { outcome: 'accepted', seq: 1 }]);
  expect(await setWith(shop, 'morning')).toEqual([200, { outcome: 'duplicate', seq: 1 }]);
  expect(await setWith(shop, '"morning"', ` ${scones}\n`)).toEqual([200, { outcome: 'duplicate', seq: 1 }]);
  const long = 'x'.repeat(128);
  expect(await setWith(shop, long)).toMatchObject([200, { outcome: 'accepted' }]);
  expect(await setWith(shop, long)).toMatchObject([200, { outcome: 'duplicate' }]);
  expect(shop.events).toHaveLength(2);
});

test('a key that stands for another write is refused, and changes nothing', async () => {
  const shop = busyShop();
  await setWith(shop, 'morning');
  const reused = [422, { code: 'idempotency-key-reused' }];
  expect(await setWith(shop, 'morning', JSON.stringify({ ...SCONES, price: '3' }))).toMatchObject(reused);
  const close = await webClient(shop).ask('/api/v1/exceptions/1/close', write('POST', '', 'morning'));
  expect([close.status, await close.json()]).toMatchObject(reused);
  expect(shop.reader.product({ sku: 'BAK-9' })).toMatchObject({ price: null });
  expect(shop.closed).toEqual([]);
});

test('what a write has changed is no reason against the same write again', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const merge = (): Promise<Response> =>
    ask('/api/v1/products/5012345678900/merge', write('POST', '{"into":"bak-101"}', 'merge'));
  const close = (from: string): Promise<Response> =>
    ask('/api/v1/exceptions/2/close', write('POST', '{}', 'close'), from);
  const first = [await (await merge()).json(), await (await close('127.0.0.1')).json()];
  // A program on the hub itself comes from one loopback address or the other.
  const again = [await (await merge()).json(), await (await close('::1')).json()];
  expect(first).toEqual([
    { outcome: 'accepted', seq: 44 },
    { outcome: 'accepted', seq: 45 },
  ]);
  expect(again).toEqual([
    { outcome: 'duplicate', seq: 44 },
    { outcome: 'duplicate', seq: 45 },
  ]);
  expect(shop.closed).toMatchObject([{ exception: 2, by: 'page at 127.0.0.1' }]);
});

test('a closing that is sent again is the same one when its number is another exception’s since', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const close = async (): Promise<unknown> =>
    (await ask('/api/v1/exceptions/2/close', write('POST', '{}', 'close'))).json();
  expect(await close()).toEqual({ outcome: 'accepted', seq: 44 });
  const another = { exception: 2, at: '', by: 'till-1', detail: '' };
  shop.open.push({ ...another, seq: 7, cause: 'product.unlisted', subject: 'of another' });
  expect(await close()).toEqual({ outcome: 'duplicate', seq: 44 });
  expect(shop.closed).toMatchObject([{ entry: 12, cause: 'stock.negative' }]);
});

test('a merge that is sent again goes where it went first, whatever became of that product since', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  await setWith(shop, 'set');
  const merge = async (into: string): Promise<Answered> => {
    const body = JSON.stringify({ into });
    const answer = await ask('/api/v1/products/5012345678900/merge', write('POST', body, 'merge'));
    return [answer.status, await answer.json()];
  };
  expect(await merge('bak-101')).toMatchObject([200, { outcome: 'accepted' }]);
  const scone = shop.reader.product({ sku: 'BAK-9' });
  if (scone !== null) shop.products.set('bak-101', scone);
  expect(shop.reader.product({ sku: 'BAK-101' })?.sku).toBe('BAK-9');
  for (const into of ['bak-101', 'BAK-101']) {
    expect(await merge(into), into).toMatchObject([200, { outcome: 'duplicate' }]);
  }
  expect(await merge('nobody')).toMatchObject([422, { code: 'idempotency-key-reused' }]);
});

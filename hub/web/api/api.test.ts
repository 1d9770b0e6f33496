import { expect, test } from 'vitest';
import { busyShop } from '../../../test/kit/busy-shop.ts';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import { webClient, write } from '../../../test/kit/web-requests.ts';

test('stock is asked for by sku, percent-encoded, or by barcode', async () => {
  const shop = new MemoryShop();
  const odd = shop.products.get('bak-101');
  if (odd !== undefined) shop.products.set('a/b #1', { ...odd, sku: 'A/b #1' });
  const { ask } = webClient(shop);
  expect(await (await ask('/api/v1/stock/bak-102')).json()).toMatchObject({
    sku: 'BAK-102',
    onHand: '9',
    badge: 'ok',
  });
  expect(await (await ask('/api/v1/stock/A%2Fb%20%231')).json()).toMatchObject({ sku: 'A/b #1' });
  const barcode = shop.products.get('bak-102')?.barcodes[0] ?? '';
  expect(await (await ask(`/api/v1/stock?barcode=${barcode}`)).json()).toMatchObject({ sku: 'BAK-102' });
  const unknown = await ask('/api/v1/stock/nothing');
  expect(unknown.status).toBe(404);
  expect(unknown.headers.get('content-type')).toBe('application/problem+json');
  expect(await unknown.json()).toEqual({
    type: '/problems/not-found',
    title: 'Not found',
    status: 404,
    detail: 'No product has this code.',
    code: 'not-found',
  });
});

test('a sku that no path can hold is given in the query', async () => {
  const shop = new MemoryShop();
  const { ask } = webClient(shop);
  const fields = JSON.stringify({ name: 'Dot', kind: 'goods', unit: 'each', barcodes: ['77'] });
  for (const sku of ['.', '..', 'a/b']) {
    const query = new URLSearchParams({ sku }).toString();
    const put = await ask(`/api/v1/products?${query}`, write('PUT', fields));
    expect(await put.json(), sku).toMatchObject({ outcome: 'accepted' });
    expect(await (await ask(`/api/v1/stock?${query}`)).json()).toMatchObject({ sku });
    expect(await (await ask(`/api/v1/products?${query}`)).json()).toMatchObject({ products: [{ sku }] });
  }
  expect(await (await ask('/api/v1/products?barcode=77')).json()).toMatchObject({ products: [{ sku: '.' }] });
  expect(await (await ask('/api/v1/products?sku=...')).json()).toEqual({ products: [] });
  const merge = write('POST', '{"into":"a/b"}');
  expect((await ask('/api/v1/products/merge?sku=..', merge)).status).toBe(200);
  expect((await ask('/api/v1/stock?sku=..')).status).toBe(404);
});

test('a question or change without a code says what it needs', async () => {
  const { ask } = webClient(new MemoryShop());
  const merge = write('POST', '{"into":"BAK-101"}');
  const answers = [await ask('/api/v1/stock'), await ask('/api/v1/products/merge', merge)];
  for (const answer of answers) {
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid' });
  }
});

test('products are found by a part of their name, at most as many as asked for', async () => {
  const { ask } = webClient(new MemoryShop());
  const found = await (await ask('/api/v1/products?query=beans&limit=2')).json();
  expect(found).toMatchObject({ products: [{ name: expect.stringContaining('beans') }, {}] });
});

test('a product is set, and what is wrong with it is named field by field', async () => {
  const shop = new MemoryShop();
  const { ask } = webClient(shop);
  const product = {
    name: 'Scones, 4',
    kind: 'goods',
    unit: 'each',
    price: '2.80',
    currency: 'GBP',
    barcodes: [],
  };
  const answer = await ask('/api/v1/products/BAK%2F9', write('PUT', JSON.stringify(product)));
  expect(await answer.json()).toEqual({ outcome: 'accepted', seq: 1 });
  expect(shop.reader.product({ sku: 'BAK/9' })).toMatchObject({ name: 'Scones, 4', price: '2.80' });
  const mistaken = JSON.stringify({ ...product, price: 'free', unit: 'barrel' });
  const wrong = await ask('/api/v1/products/X', write('PUT', mistaken));
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({
    code: 'invalid',
    problems: [{ at: 'unit' }, { at: 'price' }],
  });
});

test('an unlisted product is merged into one that is here', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const merge = '{"into":"bak-101"}';
  expect((await ask('/api/v1/products/5012345678900/merge', write('POST', merge))).status).toBe(200);
  expect(shop.reader.product({ sku: '5012345678900' })).toBeNull();
  expect((await ask('/api/v1/products/5012345678900/merge', write('POST', merge))).status).toBe(404);
});

test('an import is read as it streams in, and its bad lines are named', async () => {
  const { ask } = webClient(new MemoryShop());
  const send = (body: string): Promise<Response> => ask('/api/v1/products/import', write('POST', body));
  expect(await (await send('sku,name\na,Apple\nb,Bread\n')).json()).toEqual({ products: 2 });
  const invalid = await send('sku,name\na,Apple\nbread\n');
  expect(invalid.status).toBe(422);
  expect(await invalid.json()).toMatchObject({
    code: 'import-invalid',
    problems: [{ at: 'line 3', message: 'no name' }],
    problemCount: 1,
  });
});

test('activity is given in pages, each with the way to the next', async () => {
  const { ask } = webClient(busyShop());
  const first: unknown = await (await ask('/api/v1/activity?limit=10')).json();
  expect(first).toMatchObject({ activity: { length: 10, 0: { seq: 43, clock: 'synced' } }, next: 34 });
  expect(await (await ask('/api/v1/activity?limit=10&before=3')).json()).toMatchObject({
    activity: { length: 2 },
    next: null,
  });
});

test('exceptions, destinations, what is set aside, what was unreadable and day totals are given', async () => {
  const { ask } = webClient(busyShop());
  expect(await (await ask('/api/v1/exceptions')).json()).toMatchObject({
    exceptions: [{ cause: 'stock.negative' }, {}],
    next: null,
  });
  expect(await (await ask('/api/v1/destinations')).json()).toMatchObject({
    destinations: [{ waiting: 37 }, {}],
  });
  expect(await (await ask('/api/v1/parked')).json()).toMatchObject({ parked: [{ seq: 17 }] });
  expect(await (await ask('/api/v1/rejected')).json()).toMatchObject({ rejected: [{ from: 'till-3' }, {}] });
  expect(await (await ask('/api/v1/day-totals')).json()).toMatchObject({ dayTotals: [{ sales: 41 }] });
});

test('what is set aside is tried again or skipped, with who did it', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const path = '/api/v1/destinations/Cloud%20bookkeeping/parked';
  expect((await ask(`${path}/17/skip`, write('POST'))).status).toBe(200);
  expect(shop.skippedBy).toEqual(['page at 127.0.0.1']);
  expect((await ask(`${path}/all/retry`, write('POST'))).status).toBe(200);
  expect((await ask(`${path}/all/skip`, write('POST'))).status).toBe(400);
  const unknown = await ask('/api/v1/destinations/nowhere/parked/17/retry', write('POST'));
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ code: 'destination.unknown' });
});

const BELOW_ZERO = { entry: 12, cause: 'stock.negative', subject: 'FRU-131 at shop' };
const UNLISTED = { entry: 43, cause: 'product.unlisted', subject: '5012345678900' };

test('an exception that a person has dealt with is closed, with who and why', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const close = (number: number | string, body?: string): Promise<Response> =>
    ask(`/api/v1/exceptions/${number}/close`, write('POST', body));
  const answer = await close(2, '{"by":"Ada","note":"Counted: six.","entry":1,"subject":"of another"}');
  expect([answer.status, await answer.json()]).toMatchObject([200, { outcome: 'accepted' }]);
  expect((await close(1)).status).toBe(200);
  expect(shop.closed).toEqual([
    { exception: 2, by: 'Ada', note: 'Counted: six.', ...BELOW_ZERO },
    { exception: 1, by: 'page at 127.0.0.1', ...UNLISTED },
  ]);
  expect(await (await ask('/api/v1/exceptions')).json()).toMatchObject({ exceptions: [] });
});

test('closing what is closed, is not there or cannot be read is answered clearly', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const close = async (number: string, body = ''): Promise<readonly [number, unknown]> => {
    const answer = await ask(`/api/v1/exceptions/${number}/close`, write('POST', body));
    return [answer.status, await answer.json()];
  };
  expect(await close('1', '{"by":')).toMatchObject([400, { code: 'invalid' }]);
  expect(await close('1', '{"note":5}')).toMatchObject([400, { problems: [{ at: 'note' }] }]);
  expect(shop.closed).toEqual([]);
  await close('1');
  expect(await close('1')).toMatchObject([409, { code: 'closed-before' }]);
  for (const number of ['99', '0', 'x', '9007199254740993'])
    expect(await close(number), number).toMatchObject([404, { code: 'not-found' }]);
  expect(shop.closed).toHaveLength(1);
});

test('readiness follows the ledger, and life does not', async () => {
  const shop = new MemoryShop();
  shop.state = { state: 'waiting', takesWrites: false, problem: 'The disk is full.' };
  const { ask } = webClient(shop);
  expect((await ask('/healthz')).status).toBe(200);
  const ready = await ask('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ ready: false, state: 'waiting', problem: 'The disk is full.' });
});

test('figures are given as Prometheus reads them', async () => {
  const answer = await webClient(new MemoryShop()).ask('/metrics');
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toContain('backroom_events_total 0');
});

test('an unknown address has an error of the same shape', async () => {
  const answer = await webClient(new MemoryShop()).ask('/api/v1/nothing');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'not-found', detail: 'There is no such address.' });
});

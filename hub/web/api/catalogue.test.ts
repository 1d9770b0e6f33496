import { expect, test } from 'vitest';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import { webClient, write } from '../../../test/kit/web-requests.ts';

const { ask } = webClient(new MemoryShop());

test('a till that asks with the tag of an answer hears that nothing changed', async () => {
  const first = await ask('/api/v1/catalogue');
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toBe('"memory-12"');
  for (const known of [tag, `"other", W/${tag}`]) {
    const again = await ask('/api/v1/catalogue', { headers: { 'If-None-Match': known } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('etag')).toBe(tag);
  }
  const other = await ask('/api/v1/catalogue', { headers: { 'If-None-Match': '"memory-11"' } });
  expect(other.status).toBe(200);
});

test.each([
  ['/api/v1/catalogue?since=-1', 'since'],
  ['/api/v1/catalogue?since=soon', 'since'],
  ['/api/v1/catalogue?after=there', 'after'],
  ['/api/v1/promotions?from=monday', 'from'],
])('%s is not understood, and it says why', async (address, word) => {
  const response = await ask(address);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: 'invalid', detail: expect.stringContaining(word) });
});

test.each([
  ['/api/v1/products/ROLL/unmerge', 200],
  ['/api/v1/products/BAK-101/unmerge', 409],
  ['/api/v1/products/unmerge?sku=NOBODY', 404],
])('a merge is undone where there is one: %s is %i', async (address, status) => {
  expect((await ask(address, write('POST', ''))).status).toBe(status);
});

test.each([
  [{ price: '1.99' }, 200],
  [{ price: null, from: '2026-12-24T00:00:00Z' }, 200],
  [{ price: '1.99', priceList: 'STAFF' }, 200],
  [{ price: '1.99', priceList: 'nobody' }, 404],
  [{ price: '-1' }, 400],
  [{ price: '1', from: 'soon' }, 400],
])('the price %j is answered with %i', async (body, status) => {
  const response = await ask('/api/v1/products/BAK-101/prices', write('PUT', JSON.stringify(body)));
  expect(response.status).toBe(status);
});

test('lists, taxes and barcodes are set by what the address and the body say', async () => {
  const list = JSON.stringify({ name: 'Staff', currency: 'GBP', taxIncluded: true });
  expect((await ask('/api/v1/price-lists/staff', write('PUT', list))).status).toBe(200);
  expect((await ask('/api/v1/tax-rates/food', write('PUT', '{"rate":"7"}'))).status).toBe(200);
  const move = (sku: string) => write('POST', JSON.stringify({ barcode: '123', sku }));
  expect((await ask('/api/v1/barcodes/move', move('BAK-101'))).status).toBe(200);
  expect((await ask('/api/v1/barcodes/move', move('NOBODY'))).status).toBe(404);
});

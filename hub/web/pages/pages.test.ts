import { expect, test } from 'vitest';
import { busyShop } from '../../../test/kit/busy-shop.ts';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import { pressed, webClient } from '../../../test/kit/web-requests.ts';
import { WEB_LIMITS } from '../limits.ts';

const valid = { name: 'Oat biscuits', unit: 'each', kind: 'goods', price: '2,40', barcodes: '50 51  52' };

test('the search shows at most 25 products', async () => {
  const page = await (await webClient(new MemoryShop()).ask('/')).text();
  expect(page.match(/class="row"/g)).toHaveLength(WEB_LIMITS.resultRows);
});

test('a scanned code opens its product at once, also when it is written as UPC-A', async () => {
  const shop = new MemoryShop();
  const product = shop.products.get('bak-101');
  if (product !== undefined) shop.products.set('bak-101', { ...product, barcodes: ['0012345678905'] });
  const { ask } = webClient(shop);
  for (const code of ['BAK-101', 'bak-101', '0012345678905', '012345678905']) {
    const answer = await ask(`/?q=${code}`);
    expect([answer.status, answer.headers.get('location')], code).toEqual([303, '/products/BAK-101']);
  }
  expect((await ask('/?q=bak')).status).toBe(200);
});

test('what tills and people write cannot become markup', async () => {
  const shop = new MemoryShop();
  const nasty = '<img src=x onerror=alert(1)>"\'&';
  shop.sellUnknown(nasty);
  shop.append('backroom.sale.completed.v1', { by: nasty });
  const { ask } = webClient(shop);
  const paths = [
    '/?list=unlisted',
    `/?q=${encodeURIComponent(`x${nasty}`)}`,
    `/products/${encodeURIComponent(nasty)}`,
    '/activity',
  ];
  for (const path of paths) {
    const page = await (await ask(path)).text();
    expect(page, path).not.toContain('<img');
    expect(page, path).toContain('&lt;img');
  }
});

test('what is low is listed page after page, with a way back, and counted on the stock page', async () => {
  const shop = new MemoryShop();
  const products = [...shop.products.values()];
  for (const product of products)
    shop.products.set(product.sku.toLowerCase(), { ...product, lowStockLevel: '999' });
  const { ask } = webClient(shop);
  const count = shop.reader.lowStockCount();
  expect(count).toBeGreaterThan(WEB_LIMITS.resultRows * 2);
  expect(await (await ask('/')).text()).toContain(`href="/low">${count} low</a>`);
  const seen: string[] = [];
  for (let path: string | undefined = '/low'; path !== undefined;) {
    const page = await (await ask(path)).text();
    seen.push(...[...page.matchAll(/class="row" href="([^"]+)"/g)].map(([, href = '']) => href));
    expect(page.includes('href="/low">Latest</a>')).toBe(path !== '/low');
    path = /href="(\/low\?before=[^"]+)"/.exec(page)?.[1];
  }
  expect([seen.length, new Set(seen).size]).toEqual([count, count]);
  expect((await ask('/low?before=nonsense')).status).toBe(200);
});

test('a sku with any character leads to its page', async () => {
  const shop = new MemoryShop();
  const { ask } = webClient(shop);
  for (const sku of ['a/b', '100%', 'a b', 'ü?x=1&y#z', '%2F', '5+5']) {
    shop.sellUnknown(sku);
    const list = await (await ask('/?list=unlisted')).text();
    expect(list).toContain(`href="/products/${encodeURIComponent(sku)}"`);
    expect((await ask(`/products/${encodeURIComponent(sku)}`)).status, sku).toBe(200);
  }
});

test('a sku that no path can hold has its page, its forms and its links all the same', async () => {
  const shop = new MemoryShop();
  const { ask } = webClient(shop);
  for (const [sku, query] of [
    ['.', 'sku=.'],
    ['..', 'sku=..'],
  ] as const) {
    shop.sellUnknown(sku);
    expect(await (await ask('/?list=unlisted')).text()).toContain(`href="/products?${query}"`);
    expect((await ask(`/?q=${sku}`)).headers.get('location')).toBe(`/products?${query}`);
    const page = await (await ask(`/products?${query}`)).text();
    expect(page).toContain(`action="/products?${query}"`);
    expect(page).toContain(`action="/merge?${query}"`);
    const saved = await ask(`/products?${query}`, pressed(valid));
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `/products?${query}&done=saved`]);
  }
  shop.sellUnknown('...');
  const merged = await ask('/products/.../merge', pressed({ into: '..' }));
  expect(merged.headers.get('location')).toBe('/products?sku=..&done=merged');
  expect((await ask('/products?sku=nothing')).status).toBe(404);
});

test('a product is changed by its form, and a decimal comma is understood', async () => {
  const shop = new MemoryShop();
  const answer = await webClient(shop).ask('/products/BAK-101', pressed(valid));
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/products/BAK-101?done=saved']);
  expect(shop.reader.product({ sku: 'BAK-101' })).toMatchObject({
    name: 'Oat biscuits',
    price: '2.40',
    currency: 'GBP',
    barcodes: ['50', '51', '52'],
    department: null,
  });
});

test('a form with a mistake comes back as it was typed, with the mistake beside its field', async () => {
  const shop = new MemoryShop();
  const answer = await webClient(shop).ask(
    '/products/BAK-101',
    pressed({ ...valid, price: 'two', name: 'Kept' }),
  );
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain('value="Kept"');
  expect(page).toMatch(/id="price-problem">[^<]*decimal/);
  expect(shop.events).toEqual([]);
});

test('an unlisted product is named, or merged into a listed one', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const page = await (await ask('/products/5012345678900')).text();
  expect(page).toContain('Name it');
  const wrong = await ask('/products/5012345678900/merge', pressed({ into: 'nothing' }));
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('No product has this code.');
  const merged = await ask('/products/5012345678900/merge', pressed({ into: 'bak-101' }));
  expect(merged.headers.get('location')).toBe('/products/BAK-101?done=merged');
});

test('an unlisted product is shown and filled in with what the till said of it', async () => {
  const shop = new MemoryShop();
  shop.sellUnknown('TEA-100', { name: 'Green tea 100 g', barcodes: ['4006381333931'] });
  shop.sellUnknown('5012345678900');
  const { ask } = webClient(shop);
  const title = 'Unlisted: TEA-100, the till calls it Green tea 100 g';
  expect(await (await ask('/?list=unlisted')).text()).toContain(`>${title}</a>`);
  const said = await (await ask('/products/TEA-100')).text();
  expect(said).toContain(`<h1>${title}</h1>`);
  expect(fieldsOf(said)).toMatchObject({ name: 'Green tea 100 g', barcodes: '4006381333931' });
  const bare = await (await ask('/products/5012345678900')).text();
  expect(bare).toContain('<h1>Unlisted: 5012345678900</h1>');
  expect(fieldsOf(bare)).toMatchObject({ name: '', barcodes: '5012345678900' });
});

test('a merge that is refused leaves the other form as it was', async () => {
  const shop = new MemoryShop();
  shop.sellUnknown('TEA-100', { name: 'Green tea 100 g' });
  const { ask } = webClient(shop);
  const merged = await (await ask('/products/TEA-100/merge', pressed({ into: 'nothing' }))).text();
  expect(fieldsOf(merged)).toMatchObject({ name: 'Green tea 100 g', into: 'nothing' });
  expect(merged.match(/class="problem"/g)).toHaveLength(1);
  expect(merged).toContain('id="into-problem"');
  const named = await (await ask('/products/TEA-100', pressed({ ...valid, name: '' }))).text();
  expect(fieldsOf(named)).toMatchObject({ name: '', into: '' });
  expect(named).toContain('id="name-problem">It is empty.');
  expect(named).not.toContain('id="into-problem"');
});

/** What stands in the fields of a page. */
function fieldsOf(page: string): Record<string, string> {
  const inputs = page.matchAll(/<input\s[^>]*?name="([^"]*)"\s+value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

test('a search says how many products it found', async () => {
  const { ask } = webClient(new MemoryShop());
  const summary = async (path: string) => /id="summary">([^<]*)</.exec(await (await ask(path)).text())?.[1];
  const found = (await (await ask('/?q=milk')).text()).match(/class="row"/g)?.length ?? 0;
  expect(found).toBeGreaterThan(1);
  expect(await summary('/?q=milk')).toBe(`${found} products`);
  expect(await summary('/?query=milk')).toBe(`${found} products`);
  expect(await summary('/?q=marmalade')).toBe('1 product');
  expect(await summary('/?q=unobtainium')).toBe('');
  expect(await summary('/?q=a')).toMatch(/^First 25\./);
  expect(await summary('/')).toMatch(/^\d+ products, the first 25 by name$/);
});

test('a disk that is full is told on the page, and nothing is claimed', async () => {
  const shop = new MemoryShop();
  shop.clock = { ...shop.clock, sleep: async () => undefined };
  shop.disk = 'full';
  const answer = await webClient(shop).ask('/products/BAK-101', pressed(valid));
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('Not saved yet');
});

test('a broken disk is told with what to do', async () => {
  const shop = new MemoryShop();
  shop.disk = 'broken';
  const answer = await webClient(shop).ask('/products/BAK-101', pressed(valid));
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('Replace the disk.');
});

test('an item that was set aside is sent again or skipped by a button', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const retried = await ask('/parked/Cloud%20bookkeeping/17/retry', pressed({}));
  expect(retried.headers.get('location')).toBe('/activity?done=retry');
  expect(shop.aside).toEqual([]);
  expect((await ask('/parked/Cloud%20bookkeeping/17/burn', pressed({}))).status).toBe(404);
});

test('an exception is closed by a button, with a note if a person has one', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  expect(await (await ask('/activity')).text()).toContain('action="/exceptions/2/close"');
  const closed = await ask('/exceptions/2/close', pressed({ note: ' Counted: six. ', list: 'all' }));
  expect([closed.status, closed.headers.get('location')]).toEqual([303, '/activity?done=closed&needs=all']);
  await ask('/exceptions/1/close', pressed({ note: '' }));
  const by = 'page at 127.0.0.1';
  expect(shop.closed).toEqual([
    {
      exception: 2,
      note: 'Counted: six.',
      by,
      entry: 12,
      cause: 'stock.negative',
      subject: 'FRU-131 at shop',
    },
    { exception: 1, by, entry: 43, cause: 'product.unlisted', subject: '5012345678900' },
  ]);
  const page = await (await ask('/activity?done=closed')).text();
  expect(page).toMatch(/role="status">[^<]*Done/);
  expect(page).not.toContain('/close"');
});

test('an exception that is closed, not there or gets too long a note is answered in words', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const long = await ask('/exceptions/2/close', pressed({ note: 'x'.repeat(1_001) }));
  expect([long.status, shop.closed]).toEqual([422, []]);
  await ask('/exceptions/2/close', pressed({}));
  const again = await ask('/exceptions/2/close', pressed({}));
  expect(again.headers.get('location')).toBe('/activity?done=closed-before');
  expect(await (await ask('/activity?done=closed-before')).text()).toContain('was closed already');
  const unknown = await ask('/exceptions/77/close', pressed({}));
  expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining('no such exception')]);
});

test('an exception leads to its product, where it has one', async () => {
  const shop = new MemoryShop();
  const about = (subject: string) => ({ subject, detail: '', seq: 1 });
  shop.raise('stock.negative', about('BAK-101 at shop'));
  shop.raise('stock.out_of_range', about('BAK-102'));
  shop.raise('barcode.taken', about(shop.products.get('pan-154')?.barcodes[0] ?? ''));
  shop.raise('stock.negative', about('GONE at shop'));
  const page = await (await webClient(shop).ask('/activity')).text();
  const links = [...page.matchAll(/href="(\/products[^"]*)"/g)].map(([, path]) => path);
  expect(links).toEqual(['/products/PAN-154', '/products/BAK-102', '/products/BAK-101']);
});

test('an event whose time the hub did not know says so beside it', async () => {
  const shop = new MemoryShop();
  shop.append('backroom.sale.completed.v1', { clock: 'unknown' });
  const doubt = 'the clock was not right then';
  expect(await (await webClient(shop).ask('/activity')).text()).not.toContain(doubt);
  shop.append('backroom.sale.completed.v1', { clock: 'unsynced' });
  expect(await (await webClient(shop).ask('/activity')).text()).toContain(`<small>till-1 · ${doubt}</small>`);
});

test('the header says how the hub and the cloud are, separately', async () => {
  const page = await (await webClient(busyShop()).ask('/')).text();
  expect(page).toMatch(/<dt>Hub<\/dt><dd>running, 41 sales today<\/dd>/);
  expect(page).toMatch(/<dt>Cloud<\/dt><dd>offline since [^<]*, 37 waiting safely here, 1 set aside<\/dd>/);
});

test('everything a page loads is served, stripped of types', async () => {
  const { ask } = webClient(new MemoryShop());
  const page = await (await ask('/')).text();
  const assets = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(assets).toHaveLength(5);
  for (const path of assets) {
    const answer = await ask(path);
    expect(answer.status, path).toBe(200);
    const etag = answer.headers.get('etag') ?? '';
    expect((await ask(path, { headers: { 'If-None-Match': etag } })).status).toBe(304);
  }
  const island = await ask('/assets/browser/live.ts');
  expect(island.headers.get('content-type')).toContain('text/javascript');
  expect(await island.text()).not.toContain('import type');
});

import { expect, test } from 'vitest';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import { pressed, TILL_AUTHORIZATION, webClient } from '../../../test/kit/web-requests.ts';

const FAR = '192.168.1.77';
const asTill = { headers: { Authorization: TILL_AUTHORIZATION } };

test('pages answer this computer only, and tell others in plain words why', async () => {
  const { ask } = webClient(new MemoryShop());
  expect((await ask('/')).status).toBe(200);
  const refused = await ask('/', {}, FAR);
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain(
    'There is no sign-in yet, so these pages answer only to the computer',
  );
  expect((await ask('/', {}, '')).status).toBe(403);
});

test('the settings open the pages to other computers', async () => {
  const shop = new MemoryShop();
  shop.settings = { ...shop.settings, allowRemotePages: true };
  expect((await webClient(shop).ask('/', {}, FAR)).status).toBe(200);
});

test('a page is not given under a foreign host name', async () => {
  const { ask } = webClient(new MemoryShop());
  expect((await ask('http://backroom.local:8080/')).status).toBe(200);
  expect((await ask('http://evil.example:8080/')).status).toBe(403);
});

test('the API answers another computer only with a secret', async () => {
  const { ask } = webClient(new MemoryShop());
  const refused = await ask('/api/v1/stock/BAK-101', {}, FAR);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'this-computer-only' });
  expect((await ask('/api/v1/stock/BAK-101', asTill, FAR)).status).toBe(200);
});

test('a wrong secret is refused even on this computer', async () => {
  const { ask } = webClient(new MemoryShop());
  for (const credentials of [
    'Bearer till-1:wrong',
    'Bearer nobody:secret-of-till-1',
    'Basic dGlsbDp4',
    'Bearer x',
  ]) {
    const refused = await ask('/api/v1/stock/BAK-101', { headers: { Authorization: credentials } });
    expect(refused.status, credentials).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
  }
});

test('a till may not change products or what is set aside', async () => {
  const { ask } = webClient(new MemoryShop());
  const put = await ask('/api/v1/products/X', { ...asTill, method: 'PUT', body: '{}' }, FAR);
  expect(put.status).toBe(403);
  expect(await put.json()).toMatchObject({ code: 'not-for-tills' });
  expect((await ask('/api/v1/destinations/a/parked/1/skip', { ...asTill, method: 'POST' }, FAR)).status).toBe(
    403,
  );
});

test('a secret opens no page', async () => {
  expect((await webClient(new MemoryShop()).ask('/', asTill, FAR)).status).toBe(403);
});

test('another web site can change nothing', async () => {
  const shop = new MemoryShop();
  const { ask } = webClient(shop);
  const headers = new Headers(pressed({}).headers);
  headers.set('Origin', 'http://evil.example');
  headers.set('Sec-Fetch-Site', 'cross-site');
  const foreign = { ...pressed({ name: 'Gone' }), headers };
  expect((await ask('/products/BAK-101', foreign)).status).toBe(403);
  expect((await ask('/api/v1/products/BAK-101/merge', foreign)).status).toBe(403);
  expect(shop.events).toEqual([]);
});

test('whether the hub lives and is ready is told to everybody, its figures are not', async () => {
  const { ask } = webClient(new MemoryShop());
  expect((await ask('/healthz', {}, FAR)).status).toBe(200);
  expect((await ask('/readyz', {}, FAR)).status).toBe(200);
  expect((await ask('/metrics', {}, FAR)).status).toBe(403);
});

test('no page holds inline code', async () => {
  const { ask } = webClient(new MemoryShop());
  for (const path of [
    '/',
    '/activity',
    '/products/BAK-101',
    '/api/v1/products',
    '/nothing',
    '/assets/styles.css',
  ]) {
    const text = await (await ask(path)).text();
    expect(text, path).not.toMatch(/<script>|<style|\sstyle=|\son[a-z]+=/);
  }
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { EventStreamReader } from '../../test/kit/event-stream.ts';
import { MemoryShop } from '../../test/kit/memory-shop.ts';
import { TILL_AUTHORIZATION } from '../../test/kit/web-requests.ts';
import { WEB_LIMITS } from './limits.ts';
import { WebServer } from './server.ts';

interface Served extends AsyncDisposable {
  readonly shop: MemoryShop;
  readonly server: WebServer;
  readonly url: string;
  readonly port: number;
}

async function serve(): Promise<Served> {
  const shop = new MemoryShop();
  const server = new WebServer(shop);
  const { port } = await server.start({ host: '127.0.0.1', port: 0 });
  const stop = (): Promise<void> => server[Symbol.asyncDispose]();
  return { shop, server, port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}

async function rawAnswer(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, 'close');
  return text;
}

test('pages and API are served over a real socket', async () => {
  await using served = await serve();
  expect((await fetch(`${served.url}/`)).status).toBe(200);
  const headers = { Authorization: TILL_AUTHORIZATION };
  const answer = await fetch(`${served.url}/api/v1/events`, { method: 'POST', headers, body: '{"id":"a"}' });
  expect(await answer.json()).toMatchObject({ outcome: 'accepted' });
});

test('every page forbids foreign and inline code, and every answer says what it is and how long it is fresh', async () => {
  await using served = await serve();
  const paths = {
    '/': 'no-cache',
    '/products/BAK-101': 'no-cache',
    '/api/v1/products': 'no-store',
    '/api/v1/nothing': 'no-store',
    '/nothing': 'no-cache',
    '/assets/styles.css': 'no-cache',
    '/live': 'no-store',
  };
  for (const [path, fresh] of Object.entries(paths)) {
    const leave = new AbortController();
    const { headers } = await fetch(served.url + path, { signal: leave.signal });
    leave.abort();
    if (!path.startsWith('/api/'))
      expect(headers.get('content-security-policy'), path).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('cache-control'), path).toBe(fresh);
  }
});

test.each(['/api/../', '/api/%2E%2e/', '/api/v1/../../'])(
  'a page at %s keeps the rules of a page',
  async (path) => {
    await using served = await serve();
    const request = `GET ${path} HTTP/1.1\r\nHost: localhost:${served.port}\r\nConnection: close\r\n\r\n`;
    const answer = await rawAnswer(served.port, request);
    expect(answer).toContain('text/html');
    expect(answer.toLowerCase()).toContain('content-security-policy');
  },
);

test('the host name in the request counts, not the address', async () => {
  await using served = await serve();
  const get = (host: string): string => `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  expect(await rawAnswer(served.port, get('evil.example'))).toContain('403');
  expect(await rawAnswer(served.port, get(`localhost:${served.port}`))).toContain('200 OK');
});

test('the live stream tells a sale over a real socket, and ends when the server stops', async () => {
  const served = await serve();
  const stream = new EventStreamReader(await fetch(`${served.url}/live?after=0&sku=BAK-101`));
  expect(await stream.nextOf('stock')).toMatchObject({ data: { figures: { onHand: '14' } } });
  served.shop.sell('BAK-101', '1');
  expect(await stream.nextOf('stock')).toMatchObject({ data: { figures: { onHand: '13' } } });
  expect(served.server.liveStreams).toBe(1);
  await served[Symbol.asyncDispose]();
  expect(served.server.liveStreams).toBe(0);
  for (let event = await stream.next(); event !== null;) event = await stream.next();
});

test('a closed page frees its stream', async () => {
  await using served = await serve();
  const stream = new EventStreamReader(await fetch(`${served.url}/live`));
  await stream.nextOf('status');
  await stream.cancel();
  await expect.poll(() => served.server.liveStreams).toBe(0);
});

test('WebSockets go to their handler at /mqtt and nowhere else', async () => {
  await using served = await serve();
  const upgrade = (path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  expect(await rawAnswer(served.port, upgrade('/mqtt'))).toContain('404');
  served.server.onUpgrade((_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
  expect(await rawAnswer(served.port, upgrade('/mqtt?x=1'))).toContain('101');
  expect(await rawAnswer(served.port, upgrade('/other'))).toContain('404');
});

test('headers that are too large are refused', async () => {
  await using served = await serve();
  const large = `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(WEB_LIMITS.headerBytes)}\r\n\r\n`;
  expect(await rawAnswer(served.port, large)).toContain('431');
});

test('an address that is taken is told with what to do', async () => {
  await using served = await serve();
  const second = new WebServer(new MemoryShop());
  const start = second.start({ host: '127.0.0.1', port: served.port });
  await expect(start).rejects.toMatchObject({
    code: 'listen.failed',
    hint: expect.stringContaining('--web-port'),
  });
});

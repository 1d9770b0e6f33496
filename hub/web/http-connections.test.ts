import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { HttpConnections } from './http-connections.ts';

const LIMITS = { connections: 6, idleConnections: 4, idlePerAddress: 3, bodyMs: 30_000 };

interface Served extends AsyncDisposable {
  readonly connections: HttpConnections;
  readonly open: () => Promise<Socket>;
  /** Requests that are never answered. */
  readonly busy: readonly string[];
}

/** Answers `/slow` never, and everything else when its body is there. */
async function serve(limits: Partial<typeof LIMITS> = {}): Promise<Served> {
  const busy: string[] = [];
  const server: Server = createServer((request, response) => {
    if (request.url === '/slow') busy.push('/slow');
    else request.resume().on('end', () => response.end('done'));
  });
  const connections = new HttpConnections(server, { ...LIMITS, ...limits });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const open = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { connections, open, busy, [Symbol.asyncDispose]: stop };
}

async function answered(socket: Socket): Promise<string> {
  socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString();
}

async function closed(socket: Socket): Promise<void> {
  if (!socket.destroyed) await once(socket.resume(), 'close');
}

test('connections that say nothing give way to newer ones, and a request beside them is answered', async () => {
  await using served = await serve();
  const silent: Socket[] = [];
  for (let count = 0; count < 20; count += 1) silent.push(await served.open());
  expect(await answered(await served.open())).toContain('200 OK');
  await Promise.all(silent.slice(0, 18).map(closed));
  expect(served.connections.size).toBeLessThanOrEqual(3);
});

test('headers that come byte by byte hold no place', async () => {
  await using served = await serve();
  const loris = await served.open();
  loris.write('GET / HTTP/1.1\r\nX-');
  for (let count = 0; count < 3; count += 1) await served.open();
  await closed(loris);
});

test('a connection with a request under way stays, whoever comes', async () => {
  await using served = await serve();
  const busy = await served.open();
  busy.write('GET /slow HTTP/1.1\r\nHost: here\r\n\r\n');
  expect(await answered(await served.open())).toContain('200 OK');
  for (let count = 0; count < 20; count += 1) await served.open();
  expect(busy.destroyed).toBe(false);
});

test('a connection is idle again after its answer, and is the newest then', async () => {
  await using served = await serve();
  const first = await served.open();
  for (let count = 0; count < 2; count += 1) await served.open();
  expect(await answered(first)).toContain('200 OK');
  for (let count = 0; count < 2; count += 1) await served.open();
  expect(await answered(first)).toContain('200 OK');
});

test('when every connection has a request under way, another is closed, and room comes back', async () => {
  await using served = await serve({ connections: 2 });
  const busy = [await served.open(), await served.open()];
  for (const socket of busy) socket.write('GET /slow HTTP/1.1\r\nHost: here\r\n\r\n');
  await expect.poll(() => served.busy.length).toBe(2);
  await closed(await served.open());
  busy[0]?.destroy();
  await expect.poll(() => served.connections.size).toBe(1);
  expect(await answered(await served.open())).toContain('200 OK');
});

test('a body that never ends is cut off', async () => {
  await using served = await serve({ bodyMs: 20 });
  const loris = await served.open();
  loris.write('POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\na');
  await closed(loris);
  expect(await answered(await served.open())).toContain('200 OK');
});

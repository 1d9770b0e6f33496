import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { promisify } from 'node:util';
import mqtt from 'mqtt';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';

test('a till signs in, publishes and is answered over WebSocket', async () => {
  await using running = await RunningBroker.start();
  await using web = await WebPort.open(running);
  const password = running.shop.enrol('till', 'till-1');
  const connection = { clientId: 'till-1', username: 'till-1', password };
  const till = await mqtt.connectAsync(`${web.url}/mqtt`, connection);
  await till.subscribeAsync('backroom/v1/till/till-1/reply');
  const replied = new Promise<[string, Buffer]>((resolve) =>
    till.once('message', (...message) => resolve([message[0], message[1]])),
  );
  await till.publishAsync('backroom/v1/till/till-1/event', 'sale 1', { qos: 1 });
  const [topic, payload] = await replied;
  expect(topic).toBe('backroom/v1/till/till-1/reply');
  expect(JSON.parse(String(payload))).toMatchObject({ outcome: 'accepted' });
  await till.endAsync();
});

test('the same client library signs in over TCP', async () => {
  await using running = await RunningBroker.start();
  const password = running.shop.enrol('till', 'till-1');
  const options = { clientId: 'till-1', username: 'till-1', password, clean: false, keepalive: 5 };
  const till = await mqtt.connectAsync(`mqtt://127.0.0.1:${running.port}`, options);
  await till.publishAsync('backroom/v1/till/till-1/event', 'sale 1', { qos: 2 });
  expect(running.shop.submissions).toHaveLength(1);
  await till.endAsync();
});

test.each([
  { what: 'another path', path: '/other', headers: {}, protocol: 'mqtt', status: 404 },
  {
    what: 'a page of another site',
    path: '/mqtt',
    headers: { origin: 'https://evil.example' },
    protocol: 'mqtt',
    status: 403,
  },
  { what: 'no MQTT', path: '/mqtt', headers: {}, protocol: 'chat', status: 400 },
])('$what is refused', async ({ path, headers, protocol, status }) => {
  await using running = await RunningBroker.start();
  await using web = await WebPort.open(running);
  const socket = new WebSocket(`${web.url}${path}`, [protocol], { headers });
  const [error] = await once(socket, 'error').catch((thrown: unknown) => [thrown]);
  expect(String(error)).toContain(String(status));
});

test('a refused client that does not hang up is hung up on', async () => {
  await using running = await RunningBroker.start();
  await using web = await WebPort.open(running);
  const socket = connect({ port: web.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write('GET /other HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await once(socket.resume(), 'end');
  await expect.poll(() => web.connections()).toBe(0);
  socket.destroy();
});

test('a page of this host may connect', async () => {
  await using running = await RunningBroker.start();
  await using web = await WebPort.open(running);
  const socket = new WebSocket(`${web.url}/mqtt`, ['mqtt'], {
    headers: { origin: web.url.replace('ws', 'http') },
  });
  await once(socket, 'open');
  expect(socket.protocol).toBe('mqtt');
  socket.terminate();
});

test('a message that is too large closes the WebSocket', async () => {
  await using running = await RunningBroker.start();
  await using web = await WebPort.open(running);
  const socket = new WebSocket(`${web.url}/mqtt`, ['mqtt']);
  await once(socket, 'open');
  socket.on('error', () => undefined);
  socket.send(Buffer.alloc(2_100_000));
  await once(socket, 'close');
});

/** An HTTP server that hands its upgrades to the broker, as the web port does. */
class WebPort implements AsyncDisposable {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  static async open(running: RunningBroker): Promise<WebPort> {
    const server = createServer();
    server.on('upgrade', (request, socket, head) => running.broker.handleUpgrade(request, socket, head));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new WebPort(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  connections(): Promise<number> {
    return promisify(this.#server.getConnections.bind(this.#server))();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

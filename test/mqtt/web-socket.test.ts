import { equal } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { must } from '../../hub/kit/assert.ts';
import { RunningBroker } from '../kit/broker/running-broker.ts';
import { till } from './steps.ts';
import { connack, connect, PINGREQ, PINGRESP } from './wire.ts';

const SIGN_IN = connect(till.identity);

test('[MQTT-6.0.0-1] a text frame closes the connection', async () => {
  await using web = await WebSocketOfATill.open();
  web.socket.send(SIGN_IN.toString('latin1'), { binary: false });
  await once(web.socket, 'close');
  expect(web.heard).toEqual([]);
});

test('[MQTT-6.0.0-1] a text frame after CONNACK closes the connection', async () => {
  await using web = await WebSocketOfATill.open();
  web.socket.send(SIGN_IN);
  await web.hears(connack());
  web.socket.send('\u0000', { binary: false });
  await once(web.socket, 'close');
});

test('[MQTT-6.0.0-2] a packet may come in several frames', async () => {
  await using web = await WebSocketOfATill.open();
  for (const byte of SIGN_IN) web.socket.send(Buffer.from([byte]));
  await web.hears(connack());
});

test('[MQTT-6.0.0-2] a frame may hold several packets, and part of one', async () => {
  await using web = await WebSocketOfATill.open();
  web.socket.send(Buffer.concat([SIGN_IN, PINGREQ, PINGREQ.subarray(0, 1)]));
  await web.hears(connack(), PINGRESP);
  web.socket.send(PINGREQ.subarray(1));
  await web.hears(connack(), PINGRESP, PINGRESP);
});

test('[MQTT-6.0.0-3] who does not offer mqtt is refused', async () => {
  await using web = await WebSocketOfATill.connecting(['mqttv3.1']);
  const [error] = await once(web.socket, 'error').catch((thrown: unknown) => [thrown]);
  expect(String(error)).toContain('400');
});

test('[MQTT-6.0.0-4] the subprotocol that is chosen is mqtt, whatever else is offered', async () => {
  await using web = await WebSocketOfATill.connecting(['other', 'mqtt', 'mqttv3.1']);
  await once(web.socket, 'open');
  expect(web.socket.protocol).toBe('mqtt');
});

/** A WebSocket to a broker that knows the till. */
class WebSocketOfATill implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly heard: Buffer[] = [];
  readonly #parts: AsyncDisposableStack;

  constructor(socket: WebSocket, parts: AsyncDisposableStack) {
    this.socket = socket;
    this.#parts = parts;
    socket.on('message', (message: Buffer) => this.heard.push(message));
  }

  static async connecting(protocols: string[]): Promise<WebSocketOfATill> {
    await using parts = new AsyncDisposableStack();
    const running = parts.use(await RunningBroker.start());
    running.shop.enrol('till', till.name);
    const server = createServer();
    server.on('upgrade', (request, socket, head) => running.broker.handleUpgrade(request, socket, head));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    parts.defer(() => void server.close());
    const { port } = must(server.address(), 'an address') as AddressInfo;
    return new WebSocketOfATill(new WebSocket(`ws://127.0.0.1:${port}/mqtt`, protocols), parts.move());
  }

  static async open(): Promise<WebSocketOfATill> {
    const web = await WebSocketOfATill.connecting(['mqtt']);
    await once(web.socket, 'open');
    return web;
  }

  /** Everything until now, as it came. */
  async hears(...packets: readonly Buffer[]): Promise<void> {
    const wanted = Buffer.concat(packets);
    while (Buffer.concat(this.heard).length < wanted.length) await once(this.socket, 'message');
    equal(Buffer.concat(this.heard).toString('hex'), wanted.toString('hex'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.on('error', () => undefined).terminate();
    await this.#parts.disposeAsync();
  }
}

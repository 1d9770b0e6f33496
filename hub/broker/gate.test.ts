import type { Client } from 'aedes';
import { Aedes } from 'aedes';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';
import { parserOf, subscriptionCount, takeOverReading } from './aedes-inside.ts';

const EVENT = 'backroom/v1/till/till-1/event';

test('a stranger who announces a huge packet is closed at once', async () => {
  await using running = await RunningBroker.start();
  const stranger = await running.stranger();
  stranger.sendBytes(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
  await stranger.closed();
});

test('a stranger whose whole CONNECT is too large is closed', async () => {
  await using running = await RunningBroker.start();
  const stranger = await running.stranger();
  await expect(stranger.signIn('till-1', 'x'.repeat(5_000))).rejects.toThrow('closed');
});

test('a till that sends far more than an event may have is closed before the bytes are taken in', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  till.publish(EVENT, 'x'.repeat(2_100_000));
  await till.closed();
  expect(running.shop.submissions).toEqual([]);
});

test('a message to a topic of somebody else closes the connection without an acknowledgement', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  till.publish('backroom/v1/till/till-2/event', 'sale 1');
  await till.closed();
  expect(till.packets).toEqual([]);
  expect(running.shop.submissions).toEqual([]);
});

test.each([
  ['a slash in two bytes', Buffer.from([0xc0, 0xaf])],
  ['a percent-encoded slash', Buffer.from('%2F')],
  ['a byte order mark before a slash', Buffer.from('\ufeff/')],
  ['a zero byte', Buffer.from([0x2f, 0])],
  ['a surrogate', Buffer.from([0x2f, 0xed, 0xa0, 0x80])],
  ['an invisible space', Buffer.from('/\u200b')],
  ['a way out of a folder', Buffer.from('/../till/')],
  ['an empty level', Buffer.from('//')],
  ['a plain slash', Buffer.from('/')],
])('a device cannot publish as a till with %s in the topic', async (_what, between) => {
  await using running = await RunningBroker.start();
  const device = await running.device('scale-1');
  const topic = Buffer.concat([Buffer.from('backroom/v1/till'), between, Buffer.from('till-1/event')]);
  const body = Buffer.concat([
    Buffer.from([0, topic.length]),
    topic,
    Buffer.from([0, 1]),
    Buffer.from('sale'),
  ]);
  device.sendBytes(Buffer.concat([Buffer.from([0x32, body.length]), body]));
  await device.closed();
  expect(device.packets).toEqual([]);
  expect(running.shop.submissions).toEqual([]);
});

test('a subscription to something forbidden is refused, the others beside it are granted', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  const granted = await till.subscribe(
    '#',
    'backroom/v1/till/till-1/reply',
    '$SYS/#',
    'backroom/v1/stock/+/+',
  );
  expect(granted).toEqual([128, 0, 128, 0]);
});

test('a client has at most so many subscriptions', async () => {
  await using running = await RunningBroker.start({ subscriptionsPerClient: 2 });
  const till = await running.till('till-1');
  const filter = (sku: string): string => `backroom/v1/stock/main/${sku}`;
  expect(await till.subscribe(filter('a'))).toEqual([0]);
  expect(await till.subscribe(filter('b'))).toEqual([0]);
  expect(await till.subscribe(filter('c'))).toEqual([128]);
});

test('a connection that never says CONNECT is closed', async () => {
  await using running = await RunningBroker.start({ connectTimeoutMs: 20 });
  const silent = await running.stranger();
  await silent.closed();
});

test('malformed packets close the connection', async () => {
  await using running = await RunningBroker.start();
  const malformed = {
    'a control character in a topic': Buffer.from([0x30, 5, 0, 2, 0x61, 0x01, 0x78]),
    'message id 0': Buffer.from([0x32, 6, 0, 1, 0x61, 0, 0, 0x78]),
    'a long PUBACK': Buffer.from([0x40, 3, 0, 1, 0]),
    'a CONNACK from a client': Buffer.from([0x20, 2, 0, 0]),
    'a PINGREQ with a body': Buffer.from([0xc0, 1, 0]),
    'a filter ab+': Buffer.from([0x82, 8, 0, 1, 0, 3, 0x61, 0x62, 0x2b, 0]),
  };
  for (const [what, bytes] of Object.entries(malformed)) {
    const till = await running.till('till-1');
    till.sendBytes(bytes);
    await till.closed();
    expect(till.packets, what).toEqual([]);
  }
});

test('aedes still has the private fields that the gate holds on to', async () => {
  const aedes = await Aedes.createBroker();
  const connection = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const client: Client = aedes.handle(connection);
  const parser = parserOf(client);
  expect(parser.parse).toBeTypeOf('function');
  expect(parser.packet.length).toBe(-1);
  expect(parser.listeners('packet')).toHaveLength(1);
  expect(subscriptionCount(client)).toBe(0);
  const readers = connection.listenerCount('readable');
  takeOverReading(client, (readOn) => readOn);
  expect(connection.listenerCount('readable'), 'one listener was put in place of another').toBe(readers);
  // A header of a CONNECT with 100 bytes to come: the announced length is known before they are there.
  parser.parse(Buffer.from([0x10, 100]));
  expect(parser.packet.length).toBe(100);
  const ends: number[] = [];
  const other = parserOf(aedes.handle(new Duplex({ read: () => undefined })));
  other.removeAllListeners('packet').on('packet', () => ends.push(other._pos));
  // A PUBLISH that ends before its packet id: what was read of it goes beyond it.
  other.parse(Buffer.from([0x32, 3, 0, 1, 0x61, 0xc0, 0]));
  expect(ends[0], 'where the fields that were read end').toBe(5);
  expect(client).toHaveProperty('duplicates', {});
  connection.destroy();
  await new Promise<void>((resolve) => aedes.close(resolve));
});

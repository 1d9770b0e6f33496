import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectBytes, PacketReader } from '../../../scripts/bench/mqtt-bytes.ts';
import { RawClient } from '../../kit/broker/raw-client.ts';
import { proven } from '../../kit/proven.ts';
import { expectSettled, inWords, Neighbourhood, type Ordeal } from './neighbourhood.ts';

const MB = 1_048_576;
const PREAMBLE_MB = 200;
const PREAMBLE_SOCKETS = 4;
const IDLE_SOCKETS = Number(process.env['NEIGHBOUR_SOCKETS'] ?? 2_000);
const LORISES = 200;
const LORIS_BYTES = 30;
const WRONG_PASSWORDS = 300;
const SETUP_MS = 60_000;

const BAD_NAME_OR_SECRET = 4;
const IDENTIFIER_REJECTED = 2;

let shop: Neighbourhood;

/** They stay while the next neighbour comes. */
const lorises: Socket[] = [];
let lorisOrdeal: Ordeal | undefined;

beforeAll(async () => {
  shop = await Neighbourhood.open();
}, SETUP_MS);

afterAll(() => shop[Symbol.asyncDispose]());

test('200 MB before CONNECT are not taken in', { timeout: 60_000 }, async ({ task }) => {
  const ordeal = await shop.endure('200 MB before CONNECT', async () => {
    const socket = await pour(shop.mqttPort, Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]), PREAMBLE_MB);
    expect(socket.taken).toBeLessThan(PREAMBLE_MB * MB);
    const many = Array.from({ length: PREAMBLE_SOCKETS }, async (_, index) =>
      pour(shop.mqttPort, BEGINNINGS[index % BEGINNINGS.length] ?? Buffer.alloc(0), PREAMBLE_MB),
    );
    for (const { taken } of await Promise.all(many)) expect(taken).toBeLessThan(PREAMBLE_MB * MB);
  });
  const cases = 1 + PREAMBLE_SOCKETS;
  proven(task, { promise: 'before-connect', cases, figures: inWords(ordeal) });
});

test(
  '2,000 idle connections, on MQTT and on HTTP, keep nobody out',
  { timeout: 60_000 },
  async ({ task }) => {
    const idle: Socket[] = [];
    const ordeal = await shop.endure('2,000 idle connections', async () => {
      for (const port of [shop.mqttPort, shop.webPort]) {
        for (let count = 0; count < IDLE_SOCKETS; count += 1) idle.push(await opened(port));
        expect(await signIn(0)).toBe(0);
        expect((await fetch(`${shop.shop.web}/healthz`)).status).toBe(200);
      }
    });
    for (const socket of idle) socket.destroy();
    const cases = idle.length;
    proven(task, { promise: 'idle-sockets', cases, figures: inWords(ordeal) });
  },
);

test('who sends a byte at a time, in MQTT or HTTP, delays nobody', { timeout: 60_000 }, async () => {
  lorisOrdeal = await shop.endure('slow loris', async () => {
    for (let count = 0; count < LORISES; count += 1) {
      lorises.push(await opened(count % 2 === 0 ? shop.mqttPort : shop.webPort));
    }
    await Promise.all(
      lorises.map((socket, index) => drip(socket, SLOW_TEXTS[index % SLOW_TEXTS.length] ?? '')),
    );
    expect(await signIn(1)).toBe(0);
    expect((await fetch(`${shop.shop.web}/healthz`)).status).toBe(200);
  });
});

test('nobody takes the client id of a till without its secret', { timeout: 60_000 }, async ({ task }) => {
  const victim = await RawClient.connect(shop.mqttPort);
  const [owner, thief] = shop.bad.slice(3, 5);
  if (owner === undefined || thief === undefined) throw new Error('there are no such tills');
  expect(await victim.signIn(owner.name, owner.secret)).toBe(0);
  let tried = 0;
  const ordeal = await shop.endure('client id theft', async () => {
    const attempts = [
      { username: thief.name, password: Buffer.from(thief.secret), code: IDENTIFIER_REJECTED },
      { username: owner.name, password: Buffer.from(thief.secret), code: BAD_NAME_OR_SECRET },
      { username: 'till-1', password: Buffer.from(thief.secret), code: BAD_NAME_OR_SECRET },
    ];
    const answers = attempts.map(async ({ username, password }) => {
      const client = await RawClient.connect(shop.mqttPort);
      return client.signIn(owner.name, '', { username, password });
    });
    expect(await Promise.all(answers)).toEqual(attempts.map(({ code }) => code));
    tried = attempts.length;
    await victim.ping();
  });
  expect(victim.isClosed).toBe(false);
  victim.destroy();
  proven(task, { promise: 'client-id-theft', cases: tried, figures: inWords(ordeal) });
});

test('who sends a byte at a time is dropped in the end', { timeout: 60_000 }, async ({ task }) => {
  expect(lorises).toHaveLength(LORISES);
  await Promise.all(lorises.map(closed));
  const figures = lorisOrdeal === undefined ? '' : inWords(lorisOrdeal);
  proven(task, { promise: 'slow-clients', cases: LORISES, figures });
});

test('hundreds of wrong passwords take nobody his time', { timeout: 60_000 }, async () => {
  const guesses: Socket[] = [];
  await shop.endure('wrong passwords', async () => {
    for (let guess = 0; guess < WRONG_PASSWORDS; guess += 1) {
      const socket = await opened(shop.mqttPort);
      socket.write(connectBytes('till-1', `guess ${guess}`));
      guesses.push(socket.resume());
    }
    expect(await signIn(2)).toBe(0);
  });
  for (const socket of guesses) socket.destroy();
});

test(
  'after all of it every honest sale is in the ledger once, and it proves itself',
  { timeout: SETUP_MS },
  () => expectSettled(shop),
);

/** How packets begin that promise far more than a stranger may send, or nothing that MQTT knows. */
const BEGINNINGS = [
  Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]),
  Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f]),
  Buffer.from([0x10, 0x80, 0x80, 0x40, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0xff, 0xff]),
  Buffer.from('GET / HTTP/1.1\r\n'),
];

const SLOW_TEXTS = [
  connectBytes('till-1', 'x'.repeat(LORIS_BYTES * 2)).toString('latin1'),
  `GET / HTTP/1.1\r\nX-Slow: ${'x'.repeat(LORIS_BYTES * 2)}`,
  `\x10\x7f${'\0'.repeat(LORIS_BYTES * 2)}`,
  'POST /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n',
];

async function opened(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => undefined);
  await Promise.race([happens(socket, 'connect'), happens(socket, 'close')]);
  return socket;
}

async function closed(socket: Socket): Promise<void> {
  if (!socket.destroyed) await happens(socket.resume(), 'close');
}

/** `once` of node:events would throw on the error that comes before such a close. */
function happens(socket: Socket, event: 'connect' | 'close' | 'drain'): Promise<void> {
  return new Promise((resolve) => void socket.once(event, () => resolve()));
}

/** Writes until all is written or the hub has closed the connection. */
async function pour(port: number, beginning: Buffer, megabytes: number): Promise<{ taken: number }> {
  const socket = await opened(port);
  const block = Buffer.alloc(MB, 'x');
  socket.resume().write(beginning);
  for (let count = 0; count < megabytes && !socket.destroyed; count += 1) {
    if (!socket.write(block)) await Promise.race([happens(socket, 'drain'), happens(socket, 'close')]);
  }
  const taken = socket.bytesWritten - socket.writableLength;
  socket.destroy();
  return { taken };
}

/** Some bytes, each in a packet of its own, as slowly as the round trips of all others make it. */
async function drip(socket: Socket, text: string): Promise<void> {
  for (const byte of Buffer.from(text.slice(0, LORIS_BYTES), 'latin1')) {
    if (socket.destroyed) return;
    await new Promise<void>((resolve) => void socket.write(Buffer.from([byte]), () => setImmediate(resolve)));
  }
}

/** Gives the code of the CONNACK to a till that comes now. */
async function signIn(index: number): Promise<number> {
  const till = shop.bad[index];
  if (till === undefined) throw new Error('there is no such till');
  const socket = await opened(shop.mqttPort);
  const reader = new PacketReader();
  const code = new Promise<number>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => reader.read(chunk, ({ body }) => resolve(body[1] ?? -1)));
    socket.on('close', () => reject(new Error('the hub hung up')));
  });
  socket.write(connectBytes(till.name, till.secret));
  try {
    return await code;
  } finally {
    socket.destroy();
  }
}

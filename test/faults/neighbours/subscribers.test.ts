import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connectBytes, subscribeBytes } from '../../../scripts/bench/mqtt-bytes.ts';
import { tillTopic } from '../../../hub/contract/topics.ts';
import { RawClient } from '../../kit/broker/raw-client.ts';
import { proven } from '../../kit/proven.ts';
import { until } from '../../kit/until.ts';
import { expectSettled, inWords, Neighbourhood } from './neighbourhood.ts';

const FROZEN = 10;
/** How often each asks for the stock of the whole shop without reading the answer: some megabytes each. */
const QUESTIONS = 30;
const WHOLE_STOCK = 'backroom/v1/stock/+/+';
const FROZEN_PAGES = 10;
const LONG_PACKETS = 15;
const SETUP_MS = 60_000;
const CHURNING = 1;

let shop: Neighbourhood;

beforeAll(async () => {
  shop = await Neighbourhood.open();
}, SETUP_MS);

afterAll(() => shop[Symbol.asyncDispose]());

test(
  'ten subscribers that stopped reading delay no till, and are cut off',
  { timeout: 150_000 },
  async ({ task }) => {
    const isCutOff: (() => boolean)[] = [];
    const ordeal = await shop.endure('ten frozen subscribers', async () => {
      for (const till of shop.bad.slice(0, FROZEN - 2)) isCutOff.push(await frozenOverTcp(till));
      for (const till of shop.bad.slice(FROZEN - 2, FROZEN)) isCutOff.push(await frozenOverWebSocket(till));
      await until('all of them are cut off', () => isCutOff.every((look) => look()), 100_000);
    });
    proven(task, { promise: 'frozen-subscribers', cases: FROZEN, figures: inWords(ordeal) });
  },
);

test('pages that stopped reading their live stream delay no till', { timeout: 60_000 }, async () => {
  const pages: Socket[] = [];
  await shop.endure('ten frozen pages', async () => {
    for (let page = 0; page < FROZEN_PAGES; page += 1) pages.push(await frozenPage());
  });
  expect((await fetch(`${shop.shop.web}/healthz`)).status).toBe(200);
  for (const page of pages) page.destroy();
});

test(
  'who subscribes and unsubscribes without end waits, and the tills do not',
  { timeout: 60_000 },
  async () => {
    await shop.endure('subscriptions in thousands', async () => {
      const churning = await Promise.all(shop.bad.slice(FROZEN, FROZEN + CHURNING).map(signedIn));
      for (const client of churning) {
        for (let round = 0; round < 500; round += 1) {
          client.send(
            { cmd: 'subscribe', messageId: client.nextId(), subscriptions: [{ topic: WHOLE_STOCK, qos: 1 }] },
            { cmd: 'unsubscribe', messageId: client.nextId(), unsubscriptions: [WHOLE_STOCK] },
          );
        }
      }
      await Promise.all(
        churning.map((client) => until('it hears', () => client.packets.length > 5_000 || client.isClosed)),
      );
      for (const client of churning) client.destroy();
    });
  },
);

test(
  'thousands of long filters are refused beyond a number, and delay no till',
  { timeout: 60_000 },
  async () => {
    await shop.endure('long filters', async () => {
      const client = await signedIn(shop.bad.at(-1));
      for (let packet = 0; packet < LONG_PACKETS; packet += 1) {
        const subscriptions = Array.from({ length: 100 }, (_, index) => ({
          topic: `backroom/v1/stock/${'l'.repeat(200)}/${packet}-${index}`,
          qos: 0 as const,
        }));
        client.send({ cmd: 'subscribe', messageId: client.nextId(), subscriptions });
      }
      let refused = 0;
      for (let packet = 0; packet < LONG_PACKETS; packet += 1) {
        const { granted } = await client.next('suback');
        refused += granted.filter((code) => code === 128).length;
      }
      expect(refused).toBeGreaterThan(0);
      client.destroy();
    });
  },
);

test(
  'after all of it every honest sale is in the ledger once, and it proves itself',
  { timeout: SETUP_MS },
  () => expectSettled(shop),
);

async function signedIn(till: { name: string; secret: string } | undefined): Promise<RawClient> {
  if (till === undefined) throw new Error('there is no such till');
  const client = await RawClient.connect(shop.mqttPort);
  expect(await client.signIn(till.name, till.secret)).toBe(0);
  return client;
}

/** What a subscriber says that wants everything again and again. */
function greedy(name: string, secret: string): Buffer {
  const wanted = [
    WHOLE_STOCK,
    'backroom/v1/hub/status',
    'backroom/v1/catalogue/version',
    tillTopic(name, 'ack'),
  ];
  const again = Array.from({ length: QUESTIONS }, () => subscribeBytes([WHOLE_STOCK], 0));
  return Buffer.concat([connectBytes(name, secret), subscribeBytes(wanted, 1), ...again]);
}

/** A socket that does not read hears of its end only when it writes. */
const PING = Buffer.from([0xc0, 0]);

async function frozenOverTcp({ name, secret }: { name: string; secret: string }): Promise<() => boolean> {
  const socket = connect(shop.mqttPort, '127.0.0.1').pause();
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(greedy(name, secret));
  return () => {
    if (!socket.destroyed) socket.write(PING);
    return socket.destroyed;
  };
}

async function frozenOverWebSocket({
  name,
  secret,
}: {
  name: string;
  secret: string;
}): Promise<() => boolean> {
  const client = new WebSocket(`ws://127.0.0.1:${shop.webPort}/mqtt`, 'mqtt');
  client.on('error', () => undefined);
  await once(client, 'open');
  client.pause();
  client.send(greedy(name, secret));
  return () => {
    if (client.readyState === WebSocket.OPEN) client.send(PING);
    return client.readyState === WebSocket.CLOSED;
  };
}

async function frozenPage(): Promise<Socket> {
  const socket = connect(shop.webPort, '127.0.0.1').pause();
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const skus = Array.from({ length: 60 }, (_, index) => `sku=SKU-${String(index).padStart(4, '0')}`).join(
    '&',
  );
  socket.write(`GET /live?after=0&${skus} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  return socket;
}

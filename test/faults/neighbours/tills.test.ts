import { afterAll, beforeAll, expect, test } from 'vitest';
import { deviceTopic, tillTopic } from '../../../hub/contract/topics.ts';
import { LIMITS } from '../../../hub/contract/limits.ts';
import { must } from '../../../hub/kit/assert.ts';
import { RawClient } from '../../kit/broker/raw-client.ts';
import type { TillIdentity } from '../../kit/hub-folder.ts';
import { proven } from '../../kit/proven.ts';
import { bytesOf, saleOf, tillEvent } from '../../kit/till-events.ts';
import { expectSettled, inWords, Neighbourhood } from './neighbourhood.ts';
import { skuOf } from './stock.ts';

const FLOOD = Number(process.env['NEIGHBOUR_FLOOD'] ?? 2_000);
const WILLS = Number(process.env['NEIGHBOUR_WILLS'] ?? 300);
/** What the hub of this test lets one till send. */
const PER_SECOND = 400;
const AT_ONCE = 600;
const SETUP_MS = 60_000;
const NOT_AUTHORIZED = 5;
const FIRST_OVER_HTTP = 10;

let shop: Neighbourhood;

beforeAll(async () => {
  shop = await Neighbourhood.open(
    `[limits]\nmessages_per_second = ${PER_SECOND}\nmessages_at_once = ${AT_ONCE}`,
  );
}, SETUP_MS);

afterAll(() => shop[Symbol.asyncDispose]());

test(
  'a till that floods hears at the rate of its limit, loses nothing, and delays no other',
  { timeout: 60_000 },
  async ({ task }) => {
    const till = bad(0);
    const client = await signedIn(till);
    const begunMs = performance.now();
    const ordeal = await shop.endure('a till that floods', async () => {
      for (let sale = 1; sale <= FLOOD; sale += 1)
        client.publish(tillTopic(till.name, 'event'), saleText(till, sale));
      await client.until(() => acknowledgements(client) === FLOOD);
    });
    const tookMs = performance.now() - begunMs;
    expect(tookMs).toBeGreaterThan(((FLOOD - AT_ONCE) / PER_SECOND) * 1_000 - 100);
    expect(client.packets.map(({ messageId }) => messageId)).toEqual(
      Array.from({ length: FLOOD }, (_, n) => n + 1),
    );
    expect(shop.stored(till.source)).toEqual({ events: FLOOD, ids: FLOOD });
    client.destroy();
    proven(task, { promise: 'flood', cases: FLOOD, figures: inWords(ordeal) });
    const figures = `${Math.round((FLOOD / tookMs) * 1_000)} a second acknowledged, ${PER_SECOND} allowed, none missing`;
    proven(task, { promise: 'limits-delay', cases: FLOOD, figures });
  },
);

test(
  'a till that floods over HTTP is told when to come again, and loses nothing',
  { timeout: 60_000 },
  async () => {
    const till = bad(1);
    await shop.endure('a flood over HTTP', async () => {
      const batch = Array.from({ length: LIMITS.eventsPerRequest }, (_, sale) => saleText(till, sale + 1));
      const statuses: number[] = [];
      for (let request = 0; request < 6; request += 1) {
        const answer = await post(till, `[${batch.join(',')}]`);
        statuses.push(answer.status);
        if (answer.status === 429)
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
        await answer.arrayBuffer();
      }
      expect(statuses.slice(0, 2)).toEqual([200, 200]);
      expect(statuses).toContain(429);
    });
    expect(shop.stored(till.source)).toEqual({
      events: LIMITS.eventsPerRequest,
      ids: LIMITS.eventsPerRequest,
    });
  },
);

test(
  'events at their largest, beyond it and far too deep are answered, and disturb nobody',
  { timeout: 60_000 },
  async ({ task }) => {
    const till = bad(2);
    const payloads = hostilePayloads(till);
    const ordeal = await shop.endure('hostile payloads', async () => {
      const client = await signedIn(till);
      for (const { payload } of payloads) client.publish(tillTopic(till.name, 'event'), payload);
      await client.until(() => acknowledgements(client) === payloads.length);
      client.publish(tillTopic(till.name, 'event'), 'x'.repeat(LIMITS.eventMessageBytes + 2_048));
      await client.closed();
      // Each from a till of its own: a megabyte is a good part of what one may send at once.
      const answers = payloads.map(async (_, index) => {
        const other = bad(FIRST_OVER_HTTP + index);
        return post(other, hostilePayloads(other)[index]?.payload ?? '');
      });
      const statuses = (await Promise.all(answers)).map(({ status }) => status);
      expect(statuses).toEqual(payloads.map(({ status }) => status));
    });
    expect(shop.stored(till.source).events).toBe(payloads.filter(({ isStored }) => isStored).length);
    proven(task, { promise: 'hostile-payloads', cases: payloads.length * 2 + 1, figures: inWords(ordeal) });
  },
);

test(
  'a last will may say no more than the client may, however often it dies',
  { timeout: 60_000 },
  async ({ task }) => {
    const till = bad(3);
    let deaths = 0;
    const ordeal = await shop.endure('last wills', async () => {
      const forbidden = [
        tillTopic('till-1', 'event'),
        tillTopic(till.name, 'event'),
        'backroom/v1/hub/status',
        '$SYS/x',
      ];
      const refusals = forbidden.map(async (topic) => {
        const client = await RawClient.connect(shop.mqttPort);
        return client.signIn(till.name, till.secret, { will: willOf(topic, 'gone') });
      });
      expect(await Promise.all(refusals)).toEqual(forbidden.map(() => NOT_AUTHORIZED));
      const huge = await RawClient.connect(shop.mqttPort);
      const will = willOf(tillTopic(till.name, 'status'), 'x'.repeat(60_000));
      await expect(huge.signIn(till.name, till.secret, { will })).rejects.toThrow('closed');
      for (; deaths < WILLS; deaths += 1) {
        const client = await signedIn(till, {
          will: willOf(tillTopic(till.name, 'status'), `gone ${deaths}`),
        });
        client.destroy();
      }
    });
    proven(task, { promise: 'wills', cases: deaths + 5, figures: inWords(ordeal) });
  },
);

test(
  'one credential in two places takes its own place again and again, and nobody else’s',
  { timeout: 60_000 },
  async () => {
    await shop.endure('ping-pong', async () => {
      let last = await signedIn(bad(4));
      for (let turn = 0; turn < 300; turn += 1) {
        const next = await signedIn(bad(4));
        await last.closed();
        last = next;
      }
      last.destroy();
    });
  },
);

test(
  'retained messages and QoS 2 without end stay within one client’s limits',
  { timeout: 60_000 },
  async () => {
    await shop.endure('retained floods and half done QoS 2', async () => {
      const [device] = shop.devices;
      const { name, secret } = must(device, 'a device');
      const retaining = await signedIn({ name, secret });
      for (let message = 0; message < 300; message += 1) {
        retaining.publish(deviceTopic(name, 'state'), 'x'.repeat(16_000), {
          retain: true,
          qos: 0,
          messageId: 0,
        });
      }
      const till = bad(5);
      const half = await signedIn(till);
      for (let sale = 1; sale <= 600; sale += 1)
        half.publish(tillTopic(till.name, 'event'), saleText(till, sale), { qos: 2 });
      await half.closed();
      await retaining.ping();
      retaining.destroy();
    });
    expect(shop.stored(bad(5).source).events).toBeGreaterThan(0);
  },
);

test(
  'after all of it every honest sale is in the ledger once, and it proves itself',
  { timeout: SETUP_MS },
  () => expectSettled(shop),
);

function bad(index: number): TillIdentity {
  return must(shop.bad[index], 'a till that behaves badly');
}

async function signedIn(till: { name: string; secret: string }, more = {}): Promise<RawClient> {
  const client = await RawClient.connect(shop.mqttPort);
  expect(await client.signIn(till.name, till.secret, more)).toBe(0);
  return client;
}

function acknowledgements(client: RawClient): number {
  return client.packets.filter(({ cmd }) => cmd === 'puback').length;
}

function saleText({ name, source }: TillIdentity, sequence: number): string {
  const sale = saleOf({ sku: skuOf(sequence) });
  return bytesOf(tillEvent({ ...sale, id: `${name}-${sequence}`, source, sequence })).toString();
}

async function post(till: TillIdentity, body: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${till.name}:${till.secret}` };
  return fetch(`${shop.shop.web}/api/v1/events`, { method: 'POST', headers, body });
}

function willOf(topic: string, payload: string) {
  return { topic, payload: Buffer.from(payload), qos: 0 as const, retain: false };
}

interface HostilePayload {
  readonly payload: string;
  /** Over HTTP. */
  readonly status: number;
  /** As an event, rather than set aside for a person. */
  readonly isStored: boolean;
}

function hostilePayloads(till: TillIdentity): HostilePayload[] {
  const largest = padded(till, 1, LIMITS.eventBytes);
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  // A sale in all else: nothing but its depth may be what is wrong with it.
  const deep = (depth: number): string => saleText(till, 3).replace(/}$/, `,"deep":${nested(depth)}}`);
  return [
    { payload: largest, status: 200, isStored: true },
    { payload: padded(till, 2, LIMITS.eventBytes + 1), status: 200, isStored: false },
    { payload: deep(LIMITS.eventDepth), status: 200, isStored: false },
    { payload: deep(100_000), status: 200, isStored: false },
    { payload: `[${'['.repeat(200_000)}`, status: 400, isStored: false },
    { payload: 'x'.repeat(LIMITS.eventMessageBytes), status: 400, isStored: false },
  ];
}

/** A sale of exactly that many bytes. */
function padded(till: TillIdentity, sequence: number, bytes: number): string {
  const text = saleText(till, sequence);
  return text.padEnd(bytes, ' ');
}

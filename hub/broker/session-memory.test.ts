import type { Readable } from 'node:stream';
import type { Aedes, AedesPublishPacket, Client } from 'aedes';
import { expect, test } from 'vitest';
import { Shop } from '../../test/kit/broker/shop.ts';
import { createSessionMemory } from './session-memory.ts';
import { VirtualRetained } from './virtual-retained.ts';

const client = { id: 'display-1' } as Client;
const to = [{ clientId: 'display-1' }];

function message(brokerCounter: number, messageId = brokerCounter): AedesPublishPacket {
  const topic = 'backroom/v1/device/display-1/command';
  return {
    cmd: 'publish',
    topic,
    payload: 'x',
    qos: 1,
    retain: false,
    dup: false,
    messageId,
    brokerCounter,
    brokerId: 'b',
  };
}

function memoryOf(shop: Shop, mayHear: (filter: string) => boolean) {
  const { reader, log } = shop.ports();
  const hub = { incarnation: 'first', version: '1' };
  const virtual = new VirtualRetained({
    reader,
    hub,
    log,
    pageSize: 10,
    catalogueVersion: () => undefined,
    subscriber: () => undefined,
  });
  return createSessionMemory({
    virtual,
    log,
    queuedPerClient: 2,
    mayHear: (_client, filter) => mayHear(filter),
  });
}

/** The rest of what aedes calls, which stays as it came. */
interface Unchanged {
  setup(broker: Partial<Aedes>): Promise<void>;
  outgoingStream(client: Client): Readable;
  outgoingUpdate(client: Client, packet: AedesPublishPacket): Promise<void>;
  subscriptionsByTopic(topic: string): Promise<{ topic: string }[]>;
  putWill(client: Partial<Client>, packet: Partial<AedesPublishPacket>): Promise<void>;
  getWill(client: Partial<Client>): Promise<unknown>;
}

test('the queue of a client that is away has a maximum, and room again when it has read', async () => {
  const shop = new Shop();
  const memory = memoryOf(shop, () => true);
  const queue = memory as unknown as Unchanged;
  for (const counter of [1, 2, 3]) await memory.outgoingEnqueueCombi(to, message(counter));
  expect(await countersIn(queue)).toEqual([1, 2]);
  expect(shop.logged).toHaveLength(1);

  await queue.outgoingUpdate(client, message(1));
  await memory.outgoingClearMessageId(client, message(1));
  await memory.outgoingEnqueueCombi(to, message(4));
  expect(await countersIn(queue)).toEqual([2, 4]);
});

test('a subscription that was denied is not stored beside one that was granted', async () => {
  const memory = memoryOf(new Shop(), (filter) => filter === 'granted');
  const stored = memory as unknown as Unchanged;
  await memory.addSubscriptions(client, [
    { topic: 'granted', qos: 1 },
    { topic: 'denied', qos: 1 },
  ]);
  expect(await stored.subscriptionsByTopic('granted')).toHaveLength(1);
  expect(await stored.subscriptionsByTopic('denied')).toEqual([]);
});

test('a message waits once for a client of which two subscriptions match, and not as a retained one', async () => {
  const memory = memoryOf(new Shop(), () => true);
  await memory.outgoingEnqueueCombi([...to, ...to], { ...message(1), retain: true });
  const waiting: AedesPublishPacket[] = await memory.outgoingStream(client).toArray();
  expect(waiting.map(({ retain }) => retain)).toEqual([false]);
});

test('a message says that it is sent again when it was sent before', async () => {
  const memory = memoryOf(new Shop(), () => true);
  const queue = memory as unknown as Unchanged;
  for (const counter of [1, 2]) await memory.outgoingEnqueueCombi(to, message(counter));
  await queue.outgoingUpdate(client, message(1));
  const waiting: AedesPublishPacket[] = await memory.outgoingStream(client).toArray();
  expect(waiting.map(({ dup }) => dup)).toEqual([true, false]);
});

test('a session is present without subscriptions, until a clean one ends it', async () => {
  const memory = memoryOf(new Shop(), () => true);
  const session = { id: 'display-1' };
  expect(await memory.subscriptionsByClient(session)).toEqual([]);
  expect(await memory.subscriptionsByClient(session)).toHaveLength(1);
  await memory.cleanSubscriptions(session);
  expect(await memory.subscriptionsByClient(session)).toEqual([]);
});

test('the will of a connected client is not published by a broker that takes itself for gone', async () => {
  const memory = memoryOf(new Shop(), () => true);
  const wills = memory as unknown as Unchanged;
  await wills.setup({ id: 'b' });
  await wills.putWill(client, { topic: 'backroom/v1/device/display-1/status', payload: 'offline' });
  // As aedes asks after the time of day was set ahead of its own last heartbeat.
  expect(await memory.streamWill({}).toArray()).toEqual([]);
  expect(await wills.getWill(client)).toBeDefined();
});

test('nothing is retained where the ledger knows nothing', async () => {
  const shop = new Shop();
  const memory = memoryOf(shop, () => true);
  const filters = ['catalogue/version', 'till/till-1/ack', 'stock/+/+', 'device/x/state'];
  const messages = await memory
    .createRetainedStreamCombi(filters.map((each) => `backroom/v1/${each}`))
    .toArray();
  expect(messages).toEqual([]);
});

test('a ledger that cannot be read ends the retained messages and is logged', async () => {
  const shop = new Shop();
  shop.setStock('main', 'A-1', '1');
  shop.stock.values = () => {
    throw new Error('disk I/O error');
  };
  const stream = memoryOf(shop, () => true).createRetainedStreamCombi(['backroom/v1/stock/+/+']);
  await expect(stream.toArray()).rejects.toThrow('disk I/O error');
  expect(shop.logged.join()).toContain('disk I/O error');
});

async function countersIn(queue: Unchanged): Promise<number[]> {
  const packets: AedesPublishPacket[] = await queue.outgoingStream(client).toArray();
  return packets.map((packet) => packet.brokerCounter);
}

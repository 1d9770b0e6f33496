import { expect, test } from 'vitest';
import type { RawClient } from '../../test/kit/broker/raw-client.ts';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';

const MIB = 1_048_576;
const EVENTS = 24;
/** Two that may wait, one whose last bytes were read with them, and one that was read while those were counted. */
const UNDER_WAY_MAX = 4;

/** For what is about bytes alone. */
const ANY_RATE = { messagesPerSecond: 1_000_000, messagesAtOnce: 1_000_000 };

const eventOf = (till: string): string => `backroom/v1/till/${till}/event`;

/** Many events in one write, so that the broker reads them together. */
function sendTogether(till: RawClient, name: string, count: number): void {
  const packets = Array.from({ length: count }, (_, event) => {
    const packet = { cmd: 'publish', topic: eventOf(name), qos: 1, retain: false, dup: false } as const;
    return { ...packet, payload: `sale ${event}`, messageId: till.nextId() };
  });
  till.send(...packets);
}

/** Gives the broker all the time it needs to read what lies in its sockets. */
async function letRead(other: RawClient): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await other.ping();
}

test('a till that sends on while the disk stands still is read no further, and loses nothing', async () => {
  await using running = await RunningBroker.start(ANY_RATE);
  running.shop.commitsAtOnce = false;
  const till = await running.till('till-1');
  const other = await running.till('till-2');
  for (let event = 0; event < EVENTS; event += 1) till.publish(eventOf('till-1'), 'x'.repeat(MIB));
  for (let event = 0; event < EVENTS; event += 1) {
    await running.shop.submitted(event + 1);
    await letRead(other);
    expect(running.shop.submissions.length - event).toBeLessThanOrEqual(UNDER_WAY_MAX);
    running.shop.submissions[event]?.commit();
  }
  await till.until(() => till.packets.length === EVENTS);
});

test('small events go on in great numbers while the disk stands still, but not without end', async () => {
  await using running = await RunningBroker.start(ANY_RATE);
  running.shop.commitsAtOnce = false;
  const till = await running.till('till-1');
  const other = await running.till('till-2');
  for (let event = 0; event < 10_000; event += 1) till.publish(eventOf('till-1'), `sale ${event}`);
  await running.shop.submitted(1_000);
  await letRead(other);
  expect(running.shop.submissions.length).toBeLessThan(5_000);
  running.shop.commitsAtOnce = true;
  for (const submission of running.shop.submissions) submission.commit();
  await till.until(() => till.packets.length === 10_000);
  expect(running.shop.submissions.map(({ payload }) => payload)).toEqual(
    Array.from({ length: 10_000 }, (_, event) => `sale ${event}`),
  );
});

test('a till that connects again and again while the disk stands still is counted as one', async () => {
  await using running = await RunningBroker.start(ANY_RATE);
  running.shop.commitsAtOnce = false;
  const other = await running.till('till-2');
  let till = await running.till('till-1');
  for (let life = 0; life < 8; life += 1) {
    for (let event = 0; event < 2; event += 1) till.publish(eventOf('till-1'), 'x'.repeat(MIB));
    await letRead(other);
    till.destroy();
    await till.closed();
    till = await running.till('till-1');
  }
  expect(running.shop.submissions.length).toBeLessThanOrEqual(UNDER_WAY_MAX);
  till.publish(eventOf('till-1'), 'the last');
  running.shop.commitsAtOnce = true;
  for (const submission of running.shop.submissions) submission.commit();
  await till.next('puback');
  expect(running.shop.submissions.at(-1)?.payload).toBe('the last');
});

test('eight tills that each send events of the largest size at once are all served', async () => {
  await using running = await RunningBroker.start(ANY_RATE);
  running.shop.commitsAtOnce = false;
  const other = await running.till('other');
  const names = Array.from({ length: 8 }, (_, index) => `till-${index}`);
  const tills = await Promise.all(names.map((name) => running.till(name)));
  tills.forEach((till, index) => {
    for (let event = 0; event < 6; event += 1) till.publish(eventOf(`till-${index}`), 'x'.repeat(MIB));
  });
  await running.shop.submitted(8);
  await letRead(other);
  expect(running.shop.submissions.length).toBeLessThanOrEqual(8 * UNDER_WAY_MAX);
  running.shop.commitsAtOnce = true;
  for (const submission of running.shop.submissions) submission.commit();
  await Promise.all(tills.map((till) => till.until(() => till.packets.length === 6)));
  expect(running.shop.submissions).toHaveLength(48);
});

test('a till that dies while its largest event is coming in leaves nothing, and sends it again', async () => {
  await using running = await RunningBroker.start(ANY_RATE);
  const other = await running.till('till-2');
  const dying = await running.till('till-1');
  const header = Buffer.from([0x32, 0x80, 0x80, 0x40]);
  dying.sendBytes(Buffer.concat([header, Buffer.alloc(500_000, 'x')]));
  await letRead(other);
  dying.destroy();
  await dying.closed();
  await expect.poll(() => running.broker.connections).toBe(1);
  expect(running.shop.submissions).toEqual([]);
  const again = await running.till('till-1');
  again.publish(eventOf('till-1'), 'x'.repeat(MIB));
  await again.next('puback');
  expect(running.shop.submissions).toHaveLength(1);
});

test('a till that is faster than its limit is acknowledged at the limit, in order and without a gap', async () => {
  const [perSecond, atOnce, events] = [400, 40, 240];
  await using running = await RunningBroker.start({ messagesPerSecond: perSecond, messagesAtOnce: atOnce });
  const till = await running.till('till-1');
  const begunMs = performance.now();
  for (let event = 0; event < events; event += 1) till.publish(eventOf('till-1'), `sale ${event}`);
  await running.shop.submitted(events);
  expect(till.packets.length).toBeLessThan(events);
  await till.until(() => till.packets.length === events);
  // Timers may be late, never early: the clock of the broker and of this test is the same one.
  expect(performance.now() - begunMs).toBeGreaterThanOrEqual(((events - atOnce) / perSecond) * 1_000 - 2);
  expect(till.packets.map((packet) => packet.messageId)).toEqual(
    Array.from({ length: events }, (_, index) => index + 1),
  );
  expect(running.shop.submissions).toHaveLength(events);
});

test('a till waits for its own limit only', async () => {
  await using running = await RunningBroker.start({ messagesPerSecond: 1, messagesAtOnce: 5 });
  const [fast, slow] = [await running.till('till-1'), await running.till('till-2')];
  sendTogether(fast, 'till-1', 20);
  await running.shop.submitted(20);
  slow.publish(eventOf('till-2'), 'sale of a slow till');
  await slow.next('puback');
  expect(fast.packets).toHaveLength(5);
});

test('a till that connects again is not faster for it, and its sales of before are in the ledger', async () => {
  await using running = await RunningBroker.start({ messagesPerSecond: 1, messagesAtOnce: 5 });
  const other = await running.till('till-2');
  for (let life = 0; life < 3; life += 1) {
    const till = await running.till('till-1');
    sendTogether(till, 'till-1', 5);
    await running.shop.submitted((life + 1) * 5);
    await letRead(other);
    expect(till.packets).toHaveLength(life === 0 ? 5 : 0);
    till.destroy();
    await till.closed();
  }
});

test('a large message counts as several', async () => {
  await using running = await RunningBroker.start({ messagesPerSecond: 1, messagesAtOnce: 5 });
  const till = await running.till('till-1');
  till.publish(eventOf('till-1'), 'x'.repeat(4 * 4_096));
  till.publish(eventOf('till-1'), 'small');
  await running.shop.submitted(2);
  await till.ping();
  expect(till.packets).toHaveLength(1);
});

test('questions are answered at once, and read no further when too many come', async () => {
  await using running = await RunningBroker.start({
    messagesPerSecond: 1,
    messagesAtOnce: 5,
    waitingBytesPerName: 20 * 1_100,
  });
  const [till, other] = [await running.till('till-1'), await running.till('till-2')];
  await till.subscribe('backroom/v1/till/till-1/answer');
  const ask = JSON.stringify({ id: '1', kind: 'stock', sku: 'A' });
  for (let question = 0; question < 5_000; question += 1)
    till.publish('backroom/v1/till/till-1/ask', ask, { qos: 0, messageId: 0 });
  await letRead(other);
  expect(till.packets.filter(({ cmd }) => cmd === 'publish').length).toBeLessThan(5_000);
  expect(till.isClosed).toBe(false);
});

test('subscriptions that would wait too long are refused, and a sale beside them is not', async () => {
  await using running = await RunningBroker.start({ messagesPerSecond: 1_000, subscriptionWaitMs: 1 });
  const till = await running.till('till-1');
  const subscriptions = [{ topic: 'backroom/v1/stock/+/+', qos: 0 as const }];
  for (let round = 0; round < 20; round += 1)
    till.send({ cmd: 'subscribe', messageId: till.nextId(), subscriptions });
  till.publish(eventOf('till-1'), 'a sale');
  const granted: unknown[] = [];
  for (let round = 0; round < 20; round += 1) granted.push(...(await till.next('suback')).granted);
  expect(granted.filter((code) => code === 0).length).toBeGreaterThanOrEqual(4);
  expect(granted).toContain(128);
  await till.next('puback');
});

test('subscriptions to everything, again and again, wait for their turn', async () => {
  await using running = await RunningBroker.start({
    messagesPerSecond: 1,
    messagesAtOnce: 1_500,
    subscriptionWaitMs: Number.MAX_SAFE_INTEGER,
  });
  const [till, other] = [await running.till('till-1'), await running.till('till-2')];
  const subscriptions = [{ topic: 'backroom/v1/stock/+/+', qos: 0 as const }];
  till.send(
    ...Array.from({ length: 50 }, () => ({
      cmd: 'subscribe' as const,
      messageId: till.nextId(),
      subscriptions,
    })),
  );
  await letRead(other);
  expect(till.packets.filter(({ cmd }) => cmd === 'suback')).toHaveLength(3);
});

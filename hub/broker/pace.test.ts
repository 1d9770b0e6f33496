import { expect, test } from 'vitest';
import type { RawClient } from '../../test/kit/broker/raw-client.ts';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';

const MIB = 1_048_576;
const EVENTS = 24;
/** Two that may wait, one whose last bytes were read with them, and one that was read while those were counted. */
const UNDER_WAY_MAX = 4;

const eventOf = (till: string): string => `backroom/v1/till/${till}/event`;

/** Gives the broker all the time it needs to read what lies in its sockets. */
async function letRead(other: RawClient): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await other.ping();
}

test('a till that sends on while the disk stands still is read no further, and loses nothing', async () => {
  await using running = await RunningBroker.start();
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
  await using running = await RunningBroker.start();
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
  await using running = await RunningBroker.start();
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
  await using running = await RunningBroker.start();
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
  await using running = await RunningBroker.start();
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

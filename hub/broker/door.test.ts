import { expect, test } from 'vitest';
import type { RawClient } from '../../test/kit/broker/raw-client.ts';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';

async function strangers(running: RunningBroker, count: number): Promise<RawClient[]> {
  const all: RawClient[] = [];
  for (let index = 0; index < count; index += 1) all.push(await running.stranger());
  return all;
}

test('connections that say nothing give way to newer ones, and a till gets in beside them', async () => {
  await using running = await RunningBroker.start({ strangersPerAddress: 5 });
  const silent = await strangers(running, 12);
  await running.till('till-1');
  await Promise.all(silent.slice(0, 8).map((client) => client.closed()));
  expect(running.broker.connections).toBeLessThanOrEqual(6);
});

test('who has signed in counts for no address: a whole shop may come through one router', async () => {
  await using running = await RunningBroker.start({ strangersPerAddress: 2, strangers: 2 });
  const names = Array.from({ length: 20 }, (_, index) => `till-${index}`);
  const tills: RawClient[] = [];
  for (const name of names) tills.push(await running.till(name));
  expect(running.broker.connections).toBe(20);
  await strangers(running, 10);
  for (const till of tills) await till.ping();
});

test('strangers of all addresses together have a maximum', async () => {
  await using running = await RunningBroker.start({ strangers: 3 });
  const silent = await strangers(running, 5);
  await Promise.all(silent.slice(0, 2).map((client) => client.closed()));
  expect(running.broker.connections).toBeLessThanOrEqual(3);
});

test('when every connection is taken by those who signed in, another is closed, and room comes back', async () => {
  await using running = await RunningBroker.start({ connections: 2 });
  const first = await running.till('till-1');
  await running.till('till-2');
  const third = await running.stranger();
  await third.closed();
  expect(running.broker.connections).toBe(2);
  first.send({ cmd: 'disconnect' });
  await first.closed();
  await expect.poll(() => running.broker.connections).toBe(1);
  await running.till('till-3');
});

test('a till that takes its own place is counted once', async () => {
  await using running = await RunningBroker.start({ connections: 3 });
  for (let life = 0; life < 6; life += 1) await running.till('till-1');
  await expect.poll(() => running.broker.connections).toBe(1);
});

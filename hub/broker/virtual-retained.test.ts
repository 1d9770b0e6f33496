import { expect, test } from 'vitest';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';

const ROWS = 2_000;
const EVERYTHING = 'backroom/v1/stock/+/+';

test('nothing more is read for a subscriber that has gone', async () => {
  await using running = await RunningBroker.start();
  for (let row = 0; row < ROWS; row += 1) running.shop.setStock('main', `SKU-${row}`, '1');
  const [till, other] = [await running.till('till-1'), await running.till('till-2')];
  till.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: EVERYTHING, qos: 0 }] });
  await till.until(() => till.packets.length > 10);
  till.destroy();
  await till.closed();
  await expect.poll(() => running.broker.connections).toBe(1);
  // One question and its answer may still be under way.
  await other.ping();
  const before = running.shop.readings;
  for (let turn = 0; turn < 50; turn += 1) await other.ping();
  expect(running.shop.readings).toBe(before);
  expect(before).toBeLessThan(ROWS);
});

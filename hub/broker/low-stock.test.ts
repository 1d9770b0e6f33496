import { expect, test } from 'vitest';
import type { RawClient } from '../../test/kit/broker/raw-client.ts';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';

const ALL = 'backroom/v1/low-stock/#';

async function next(client: RawClient): Promise<{ topic: string; retain: boolean; body: unknown }> {
  const { topic, retain, payload } = await client.next('publish');
  const text = payload.toString();
  return { topic, retain, body: text === '' ? '' : JSON.parse(text) };
}

test.each([
  ALL,
  'backroom/v1/low-stock/+/+',
  'backroom/v1/low-stock/main/+',
  'backroom/v1/low-stock/main/A%2F1',
])('who subscribes to %s is told what is low, and then what changes', async (filter) => {
  await using running = await RunningBroker.start({ retainedPage: 2 });
  for (let row = 0; row < 5; row += 1) running.shop.setLow('depot', `B-${row}`, '1');
  const low = running.shop.setLow('main', 'A/1', '3');
  const display = await running.device('display-1');
  await display.subscribe(filter);
  const topic = 'backroom/v1/low-stock/main/A%2F1';
  expect(await next(display)).toEqual({ topic, retain: true, body: low });
  if (!filter.includes('main')) for (let row = 0; row < 5; row += 1) await next(display);
  running.shop.clearLow(low);
  expect(await next(display)).toEqual({ topic, retain: false, body: '' });
  const again = running.shop.setLow('main', 'A/1', '2');
  expect(await next(display)).toEqual({ topic, retain: false, body: again });
});

test('nothing is retained for what is not low, and nothing of one product is told to who asked for another', async () => {
  await using running = await RunningBroker.start();
  running.shop.clearLow(running.shop.setLow('main', 'A-1', '3'));
  const [one, all] = [await running.device('display-1'), await running.device('display-2')];
  await one.subscribe('backroom/v1/low-stock/main/A-2');
  await all.subscribe(ALL);
  const low = running.shop.setLow('main', 'A-1', '3');
  expect((await next(all)).body).toEqual(low);
  await one.ping();
  expect([...one.packets, ...all.packets]).toEqual([]);
});

test('a ledger that cannot be read is told to the log, and the hub goes on', async () => {
  await using running = await RunningBroker.start();
  const display = await running.device('display-1');
  await display.subscribe(ALL);
  running.shop.isReadable = false;
  running.shop.setLow('main', 'A-1', '3');
  await expect.poll(() => running.shop.logged.join('\n')).toContain('disk I/O error');
  running.shop.isReadable = true;
  const low = running.shop.setLow('main', 'A-2', '3');
  expect((await next(display)).body).toEqual(low);
});

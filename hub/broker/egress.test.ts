import { expect, test } from 'vitest';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';
import type { RawClient } from '../../test/kit/broker/raw-client.ts';
import { until } from '../../test/kit/until.ts';

const STOCK = 'backroom/v1/stock/+/+';
const EVENT = 'backroom/v1/till/till-1/event';
const ACK = { installation: 'i', sequence: '000000000042', incarnation: 'first' };

test.each(['till/till-1/ack', 'stock/main/A-1', 'stock/+/+'])(
  'what a ledger that cannot be read knows of %s is left out, and the hub goes on',
  async (below) => {
    await using running = await RunningBroker.start();
    running.shop.setStock('main', 'A-1', '4');
    const till = await running.till('till-1');
    running.shop.isReadable = false;
    await till.subscribe(`backroom/v1/${below}`, 'backroom/v1/hub/status');
    expect((await till.next('publish')).topic).toBe('backroom/v1/hub/status');
    expect(running.shop.logged.join('\n')).toContain('disk I/O error');
    expect(till.packets).toEqual([]);
  },
);

test('what is committed reaches those who listen', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  const display = await running.device('display-1');
  await till.subscribe('backroom/v1/till/till-1/ack', 'backroom/v1/catalogue/version');
  await display.subscribe(STOCK);
  await till.next('publish');
  const stock = running.shop.setStock('main', 'A/1', '3');
  running.shop.tell({
    stock: [stock],
    acks: [{ till: 'till-1', ack: ACK }],
    productsChanged: true,
    lastSeq: 9,
  });

  expect(told(await display.next('publish'))).toEqual({
    topic: 'backroom/v1/stock/main/A%2F1',
    retain: false,
    body: stock,
  });
  const first = told(await till.next('publish'));
  const second = told(await till.next('publish'));
  expect(first).toEqual({ topic: 'backroom/v1/catalogue/version', retain: false, body: { version: 7 } });
  expect(second).toEqual({ topic: 'backroom/v1/till/till-1/ack', retain: false, body: ACK });
});

test('what begins and ceases to be wrong with the hub is told to those who listen, without a commit', async () => {
  await using running = await RunningBroker.start({ statusLookMs: 5 });
  const till = await running.till('till-1');
  await till.subscribe('backroom/v1/hub/status');
  const well = { state: 'online', incarnation: 'first', version: '1.2.3' };
  expect(told(await till.next('publish'))).toMatchObject({ retain: true, body: well });
  running.shop.problem = 'The disk is full.';
  expect(told(await till.next('publish')).body).toEqual({ ...well, problem: 'The disk is full.' });
  running.shop.problem = null;
  expect(told(await till.next('publish')).body).toEqual(well);
});

test('the newest value replaces those that wait', async () => {
  await using running = await RunningBroker.start();
  const display = await running.device('display-1');
  await display.subscribe(STOCK);
  for (const onHand of ['3', '2', '1'])
    running.shop.tell({ stock: [running.shop.setStock('main', 'A-1', onHand)] });
  expect(told(await display.next('publish')).body).toMatchObject({ onHand: '1' });
  await display.ping();
  expect(display.packets).toEqual([]);
});

/** Large values, because the kernel takes tens of megabytes before it says that nobody reads. */
const PADDING = 'x'.repeat(30_000);

test('nobody waits for a subscriber that has stopped reading', async () => {
  await using running = await RunningBroker.start({
    livePauseMs: 0,
    liveSettleMs: 1,
    unreadBytes: 1_000_000_000,
  });
  const till = await running.till('till-1');
  const frozen = await running.device('display-1');
  const reading = await running.device('display-2');
  for (const display of [frozen, reading]) await display.subscribe(STOCK);
  frozen.stopReading();
  const topics = 3_000;
  for (let topic = 0; topic < topics; topic += 1) {
    const stock = running.shop.setStock('main', `A-${topic}`, '1');
    running.shop.tell({ stock: [{ ...stock, unit: PADDING }] });
  }
  let acknowledged = 0;
  while (reading.packets.length < topics) {
    till.publish(EVENT, `sale ${acknowledged}`);
    await till.next('puback');
    acknowledged += 1;
  }
  expect(running.shop.submissions).toHaveLength(acknowledged);
  expect(running.broker.connections, 'the frozen one is still there').toBe(3);
});

test('a subscriber that does not read is cut off', async () => {
  await using running = await RunningBroker.start({ livePauseMs: 0, liveSettleMs: 1 });
  const frozen = await running.device('display-1');
  const till = await running.till('till-1');
  await frozen.subscribe(STOCK);
  frozen.stopReading();
  while (running.broker.connections === 2) {
    const stock = Array.from({ length: 50 }, (_, index) => running.shop.setStock('main', `A-${index}`, '1'));
    running.shop.tell({ stock: stock.map((notice) => ({ ...notice, unit: PADDING })) });
    till.publish(EVENT, 'sale');
    await till.next('puback');
  }
  expect(running.shop.logged.join('\n')).toContain('messages that nobody reads');
});

test('a subscriber that leaves its connection full is cut off, however much it may leave unread', async () => {
  await using running = await RunningBroker.start({
    livePauseMs: 0,
    liveSettleMs: 1,
    unreadBytes: 1_000_000_000,
    drainTimeoutMs: 50,
  });
  const frozen = await running.device('display-1');
  await frozen.subscribe(STOCK);
  frozen.stopReading();
  const topics = 3_000;
  for (let topic = 0; topic < topics; topic += 1) {
    const stock = running.shop.setStock('main', `A-${topic}`, '1');
    running.shop.tell({ stock: [{ ...stock, unit: PADDING }] });
  }
  await until('it is cut off', () => running.broker.connections === 0);
});

test('somebody who subscribes later is told what stands in the ledger', async () => {
  await using running = await RunningBroker.start({ retainedPage: 2 });
  for (const sku of ['A-1', 'A-2', 'B/3', 'C 4', 'D-5']) running.shop.setStock('main', sku, '7');
  running.shop.setStock('cellar', 'A-1', '2');
  running.shop.acks.set('till-1', ACK);
  const till = await running.till('till-1');
  const topics = async (...filters: string[]): Promise<string[]> => {
    await till.subscribe(...[...filters, 'hub/status'].map((filter) => `backroom/v1/${filter}`));
    await till.until(() =>
      till.packets.some((packet) => packet.cmd === 'publish' && packet.topic.endsWith('hub/status')),
    );
    return retainedTopics(till);
  };
  expect(await topics('stock/+/+')).toEqual([
    'stock/main/A-1',
    'stock/main/A-2',
    'stock/main/B%2F3',
    'stock/main/C%204',
    'stock/main/D-5',
    'stock/cellar/A-1',
  ]);
  expect(await topics('stock/cellar/+')).toEqual(['stock/cellar/A-1']);
  expect(await topics('stock/+/A-1')).toEqual(['stock/main/A-1', 'stock/cellar/A-1']);
  expect(await topics('stock/main/B%2F3', 'till/till-1/ack')).toEqual([
    'stock/main/B%2F3',
    'till/till-1/ack',
  ]);
  expect(await topics('stock/main/unknown')).toEqual([]);
  expect(await topics('catalogue/version')).toEqual(['catalogue/version']);
});

test('a retained value is read when it is sent, not when the page was', async () => {
  await using running = await RunningBroker.start();
  running.shop.setStock('main', 'A-1', '7');
  const { stock } = running.shop;
  const pages = stock.values.bind(stock);
  stock.values = () => {
    const page = [...pages()];
    running.shop.setStock('main', 'A-1', '6');
    return page.values();
  };
  const till = await running.till('till-1');
  await till.subscribe(STOCK);
  expect(told(await till.next('publish')).body).toMatchObject({ onHand: '6' });
});

test('the hub says that it is online, and that it goes', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  await till.subscribe('backroom/v1/hub/status');
  const hub = { incarnation: 'first', version: '1.2.3' };
  expect(told(await till.next('publish'))).toMatchObject({ retain: true, body: { state: 'online', ...hub } });
  await running.broker[Symbol.asyncDispose]();
  await till.closed();
  expect(told(await till.next('publish'))).toMatchObject({
    retain: false,
    body: { state: 'offline', ...hub },
  });
});

/** Takes the retained messages up to the hub's status, which was asked for last. */
function retainedTopics(client: RawClient): string[] {
  const published = client.packets.splice(0).filter((packet) => packet.cmd === 'publish');
  expect(published.every((packet) => packet.retain)).toBe(true);
  return published
    .map((packet) => packet.topic.replace('backroom/v1/', ''))
    .filter((topic) => topic !== 'hub/status');
}

function told(packet: { topic: string; retain: boolean; payload: Buffer | string }): {
  topic: string;
  retain: boolean;
  body: unknown;
} {
  return { topic: packet.topic, retain: packet.retain, body: JSON.parse(packet.payload.toString()) };
}

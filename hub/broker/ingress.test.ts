import { expect, test } from 'vitest';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';
import { until } from '../../test/kit/until.ts';

const EVENT = 'backroom/v1/till/till-1/event';
const REPLY = 'backroom/v1/till/till-1/reply';
const ASK = 'backroom/v1/till/till-1/ask';
const ANSWER = 'backroom/v1/till/till-1/answer';

test('a PUBACK comes only after the commit, and the reply right behind it', async () => {
  await using running = await RunningBroker.start();
  running.shop.commitsAtOnce = false;
  const till = await running.till('till-1');
  await till.subscribe(REPLY);

  const messageId = till.publish(EVENT, 'sale 1');
  await running.shop.submitted(1);
  await till.ping();
  expect(till.packets, 'nothing but the ping was answered').toEqual([]);

  running.shop.submissions[0]?.commit();
  await till.until(() => till.packets.length === 2);
  expect(till.packets[0]).toMatchObject({ cmd: 'puback', messageId });
  expect(till.packets[1]).toMatchObject({ cmd: 'publish', topic: REPLY, qos: 0, retain: false });
  expect(bodyOf(till.packets[1])).toEqual({ outcome: 'accepted', id: 'sale 1', seq: 1 });
  expect(running.shop.submissions[0]?.from).toEqual({ kind: 'till', name: 'till-1' });
});

test('a till that does not listen to its replies gets the PUBACK alone', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  till.publish(EVENT, 'sale 1');
  await till.next('puback');
  await till.ping();
  expect(till.packets).toEqual([]);
});

test('a rejected event is acknowledged and its reply says why', async () => {
  await using running = await RunningBroker.start();
  running.shop.commitsAtOnce = false;
  const till = await running.till('till-1');
  await till.subscribe(REPLY);
  till.publish(EVENT, 'not JSON');
  await running.shop.submitted(1);
  running.shop.submissions[0]?.commit({
    outcome: 'rejected',
    sha256: 'ab',
    reason: { code: 'json', message: 'no JSON' },
  });
  await till.next('puback');
  expect(bodyOf(await till.next('publish'))).toMatchObject({ outcome: 'rejected', sha256: 'ab' });
});

test('an event that the disk cannot take closes the connection without a PUBACK', async () => {
  await using running = await RunningBroker.start();
  running.shop.commitsAtOnce = false;
  const till = await running.till('till-1');
  till.publish(EVENT, 'sale 1');
  await running.shop.submitted(1);
  running.shop.submissions[0]?.fail();
  await till.closed();
  expect(till.packets).toEqual([]);
});

test('acknowledgements keep the order of the messages, whatever is committed first', async () => {
  await using running = await RunningBroker.start();
  running.shop.commitsAtOnce = false;
  const till = await running.till('till-1');
  const ids = [till.publish(EVENT, 'a'), till.publish(EVENT, 'b'), till.publish(EVENT, 'c')];
  await running.shop.submitted(3);
  expect(running.shop.submissions.map(({ payload }) => payload)).toEqual(['a', 'b', 'c']);
  for (const submission of running.shop.submissions.toReversed()) submission.commit();
  await till.until(() => till.packets.length === 3);
  expect(till.packets.map(({ cmd, messageId }) => [cmd, messageId])).toEqual(ids.map((id) => ['puback', id]));
});

test('a QoS 0 event is committed and answered', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  await till.subscribe(REPLY);
  till.publish(EVENT, 'sale 1', { qos: 0 });
  expect(bodyOf(await till.next('publish'))).toMatchObject({ outcome: 'accepted', id: 'sale 1' });
  expect(running.shop.submissions).toHaveLength(1);
});

test('a QoS 2 event gets its PUBREC only after the commit, and sent again it is committed again', async () => {
  await using running = await RunningBroker.start();
  running.shop.commitsAtOnce = false;
  const till = await running.till('till-1');
  const messageId = till.publish(EVENT, 'sale 1', { qos: 2 });
  await running.shop.submitted(1);
  await till.ping();
  expect(till.packets).toEqual([]);
  running.shop.submissions[0]?.commit();
  expect(await till.next('pubrec')).toMatchObject({ messageId });

  running.shop.commitsAtOnce = true;
  till.publish(EVENT, 'sale 1', { qos: 2, dup: true, messageId });
  await till.next('pubrec');
  expect(running.shop.submissions.map(({ payload }) => payload)).toEqual(['sale 1', 'sale 1']);
  till.send({ cmd: 'pubrel', messageId });
  expect(await till.next('pubcomp')).toMatchObject({ messageId });
});

test('a client that dies during its commit harms nobody', async () => {
  await using running = await RunningBroker.start();
  running.shop.commitsAtOnce = false;
  const dying = await running.till('till-1');
  dying.publish(EVENT, 'sale 1');
  await running.shop.submitted(1);
  dying.destroy();
  await dying.closed();
  running.shop.submissions[0]?.commit();

  running.shop.commitsAtOnce = true;
  const again = await running.till('till-1');
  again.publish(EVENT, 'sale 1', { dup: true });
  await again.next('puback');
  expect(running.shop.submissions).toHaveLength(2);
});

test('an event of the largest size arrives whole', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  till.publish(EVENT, 'x'.repeat(1_048_576));
  await till.next('puback');
  expect(running.shop.submissions[0]?.payload).toHaveLength(1_048_576);
});

test('an event above the limit is handed over and acknowledged, and those behind it go on', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  for (const bytes of [1_048_577, 2_097_152]) {
    till.publish(EVENT, 'x'.repeat(bytes));
    await till.next('puback');
  }
  till.publish(EVENT, 'the next sale');
  await till.next('puback');
  const lengths = running.shop.submissions.map(({ payload }) => payload.length);
  expect(lengths).toEqual([1_048_577, 2_097_152, 13]);
});

test('a question is answered while a commit before it is still under way', async () => {
  await using running = await RunningBroker.start();
  running.shop.commitsAtOnce = false;
  running.shop.setStock('main', 'A-1', '4');
  const till = await running.till('till-1');
  await till.subscribe(ANSWER);
  const event = till.publish(EVENT, 'sale 1');
  const ask = till.publish(ASK, JSON.stringify({ correlationId: 'q1', question: 'stock', sku: 'A-1' }));
  const answer = bodyOf(await till.next('publish'));
  expect(answer).toMatchObject({ correlationId: 'q1', stock: { sku: 'A-1', onHand: '4' } });
  expect(till.packets, 'acknowledgements keep their order').toEqual([]);
  running.shop.submissions[0]?.commit();
  await till.until(() => till.packets.length === 2);
  expect(till.packets.map(({ messageId }) => messageId)).toEqual([event, ask]);
  expect(running.shop.submissions, 'a question is no event').toHaveLength(1);
});

test('a till that asks and never reads is cut off', async () => {
  await using running = await RunningBroker.start();
  // Large answers, because the kernel takes tens of megabytes before it says that nobody reads.
  for (let location = 0; location < 2_000; location += 1)
    running.shop.setStock(`location-${location}`, 'A-1', '4');
  const till = await running.till('till-1');
  await till.subscribe(ANSWER);
  till.stopReading();
  const question = JSON.stringify({ correlationId: 'q', question: 'stock', sku: 'A-1' });
  while (running.broker.connections > 0) {
    till.publish(ASK, question, { qos: 0 });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(running.shop.logged.join('\n')).toContain('replies that nobody reads');
});

test('answers are bounded within one read of the connection too', async () => {
  await using running = await RunningBroker.start();
  for (let location = 0; location < 2_000; location += 1)
    running.shop.setStock(`location-${location}`, 'A-1', '4');
  const till = await running.till('till-1');
  await till.subscribe(ANSWER);
  till.stopReading();
  const payload = JSON.stringify({ correlationId: 'q', question: 'stock', sku: 'A-1' });
  const question = { cmd: 'publish', topic: ASK, payload, qos: 0, retain: false, dup: false } as const;
  till.send(...Array.from({ length: 500 }, () => question));
  await until('the till is cut off', () => running.broker.connections === 0);
  expect(running.shop.questions).toBeLessThan(300);
});

function bodyOf(packet: unknown): unknown {
  const { payload } = packet as { payload: Buffer };
  return JSON.parse(payload.toString());
}

import { expect, test } from 'vitest';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';

const UNACCEPTABLE_PROTOCOL = 1;
const IDENTIFIER_REJECTED = 2;
const BAD_NAME_OR_SECRET = 4;
const SERVER_UNAVAILABLE = 3;
const NOT_AUTHORIZED = 5;

test('nobody signs in without a name and its secret', async () => {
  await using running = await RunningBroker.start();
  const secret = running.shop.enrol('till', 'till-1');
  const attempts = [
    { username: 'till-1', password: Buffer.alloc(0) },
    { username: 'till-1', password: Buffer.from('wrong') },
    { username: 'till-2', clientId: 'till-2' },
    { username: '__proto__', clientId: '__proto__' },
    { username: '', clientId: '' },
  ];
  for (const attempt of attempts) {
    const client = await running.stranger();
    expect(await client.signIn('till-1', secret, attempt), JSON.stringify(attempt)).toBe(BAD_NAME_OR_SECRET);
    await client.closed();
  }
  expect(running.shop.logged.join('\n')).not.toContain(secret);
});

test('an anonymous client is refused', async () => {
  await using running = await RunningBroker.start();
  running.shop.enrol('till', 'till-1');
  const client = await running.stranger();
  client.send({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: 'till-1',
    keepalive: 0,
  });
  expect(await client.next('connack')).toMatchObject({ returnCode: BAD_NAME_OR_SECRET });
  await client.closed();
});

test('a connection that publishes before it signs in is closed', async () => {
  await using running = await RunningBroker.start();
  const client = await running.stranger();
  client.publish('backroom/v1/till/till-1/event', 'sale 1');
  await client.closed();
  expect(running.shop.submissions).toEqual([]);
});

test('the client id must be the name, and nobody ends the session of another', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  const thief = await running.stranger();
  const secret = running.shop.enrol('till', 'till-2');
  expect(await thief.signIn('till-2', secret, { clientId: 'till-1' })).toBe(IDENTIFIER_REJECTED);
  await thief.closed();
  await till.ping();
  expect(till.isClosed).toBe(false);
});

test('a till that comes back takes over from its own dead connection', async () => {
  await using running = await RunningBroker.start();
  const before = await running.till('till-1');
  const after = await running.till('till-1');
  await before.closed();
  after.publish('backroom/v1/till/till-1/event', 'sale 1');
  await after.next('puback');
});

test.each([3, 5])('MQTT protocol level %i is refused', async (protocolVersion) => {
  await using running = await RunningBroker.start();
  const client = await running.stranger();
  const secret = running.shop.enrol('till', 'till-1');
  const connect = {
    protocolVersion: protocolVersion as 3 | 5,
    protocolId: protocolVersion === 3 ? 'MQIsdp' : 'MQTT',
  } as const;
  expect(await client.signIn('till-1', secret, connect)).toBe(UNACCEPTABLE_PROTOCOL);
  await client.closed();
});

test('a last will stands only on the own status topic', async () => {
  await using running = await RunningBroker.start();
  const secret = running.shop.enrol('till', 'till-1');
  const wills = ['till/till-2/status', 'till/till-1/event', 'device/till-1/status', 'hub/status', '$SYS/x'];
  for (const topic of wills.map((each) => `backroom/v1/${each}`)) {
    const client = await running.stranger();
    const will = { topic, payload: Buffer.from('gone'), qos: 1, retain: true } as const;
    expect(await client.signIn('till-1', secret, { will }), topic).toBe(NOT_AUTHORIZED);
  }
  const till = await running.stranger();
  const will = {
    topic: 'backroom/v1/till/till-1/status',
    payload: Buffer.from('gone'),
    qos: 1,
    retain: true,
  } as const;
  expect(await till.signIn('till-1', secret, { will })).toBe(0);
});

test('a wrong secret never delays the right one from the same address', async () => {
  await using running = await RunningBroker.start({ refusalDelayMs: 60_000, refusalDelayMaxMs: 60_000 });
  running.shop.enrol('till', 'till-1');
  const guessing = await running.stranger();
  const refused = guessing.signIn('till-1', 'wrong').catch(() => 'closed');
  await running.till('till-2');
  expect(guessing.packets).toEqual([]);
  guessing.destroy();
  expect(await refused).toBe('closed');
});

test('of one address only so many refusals wait, more are dropped at once', async () => {
  const limits = { refusalDelayMs: 60_000, refusalDelayMaxMs: 60_000, refusalsWaitingPerAddress: 2 };
  await using running = await RunningBroker.start(limits);
  const guessing = [await running.stranger(), await running.stranger(), await running.stranger()];
  for (const client of guessing) void client.signIn('till-1', 'wrong').catch(() => undefined);
  await Promise.race(guessing.map((client) => client.closed()));
  expect(guessing.filter((client) => client.isClosed)).toHaveLength(1);
});

test('a till that comes while the ledger cannot be read is refused, and the hub goes on', async () => {
  await using running = await RunningBroker.start();
  const secret = running.shop.enrol('till', 'till-1');
  running.shop.isReadable = false;
  const early = await running.stranger();
  expect(await early.signIn('till-1', secret)).toBe(SERVER_UNAVAILABLE);
  expect(running.shop.logged.join('\n')).toContain('error');
  running.shop.isReadable = true;
  await running.till('till-1');
});

test('a till whose credential is taken away can be disconnected', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  running.broker.disconnect('till-1');
  await till.closed();
  running.broker.disconnect('never seen');
});

import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { expect, test } from 'vitest';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';
import { Shop } from '../../test/kit/broker/shop.ts';
import { HubError } from '../kit/errors.ts';
import { createBroker } from './broker.ts';

test('a port that is taken is a fault with a hint', async () => {
  await using running = await RunningBroker.start();
  await using second = createBroker(new Shop().ports(), { host: '127.0.0.1', port: running.port });
  const fault = await second.start().catch((thrown: unknown) => thrown);
  expect(fault).toBeInstanceOf(HubError);
  expect(fault).toMatchObject({ code: 'listen.failed' });
});

test('a broker that never started, or stopped before, stops without a word', async () => {
  const broker = createBroker(new Shop().ports(), { host: '127.0.0.1', port: 0 });
  await broker[Symbol.asyncDispose]();
  const running = await RunningBroker.start();
  await running.broker[Symbol.asyncDispose]();
  await running.broker[Symbol.asyncDispose]();
});

test('it stops while clients are connected, half connected and in the middle of a commit', async () => {
  const running = await RunningBroker.start();
  running.shop.commitsAtOnce = false;
  const till = await running.till('till-1');
  const stranger = await running.stranger();
  till.publish('backroom/v1/till/till-1/event', 'sale 1');
  await running.shop.submitted(1);
  await running.broker[Symbol.asyncDispose]();
  await till.closed();
  await stranger.closed();
  running.shop.submissions[0]?.commit();
  expect(till.packets.filter(({ cmd }) => cmd === 'puback')).toEqual([]);
  expect(running.broker.connections).toBe(0);
});

test('what a till does wrong is logged once, without its secret', async () => {
  await using running = await RunningBroker.start();
  const till = await running.till('till-1');
  for (let message = 0; message < 5; message += 1) till.publish('backroom/v1/till/till-2/event', 'sale');
  await till.closed();
  const lines = running.shop.logged.filter((line) => line.includes('till-2/event'));
  expect(lines).toHaveLength(1);
  expect(running.shop.logged.join()).not.toContain('secret-of');
});

const topic = fc.constantFrom(
  'backroom/v1/till/till-1/event',
  'backroom/v1/till/till-1/ask',
  'backroom/v1/till/till-1/status',
  'backroom/v1/stock/+/+',
  '$SYS/x',
  '#',
  '__proto__',
  '/'.repeat(150),
);
const messageId = fc.integer({ min: 0, max: 3 });
const flags = {
  retain: fc.boolean(),
  dup: fc.boolean(),
  qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
};
const packet = fc.oneof(
  fc.record({ cmd: fc.constant('publish' as const), topic, payload: fc.string(), messageId, ...flags }),
  fc.record({
    cmd: fc.constant('subscribe' as const),
    messageId,
    subscriptions: fc.array(fc.record({ topic, qos: flags.qos }), { maxLength: 3 }),
  }),
  fc.record({
    cmd: fc.constant('unsubscribe' as const),
    messageId,
    unsubscriptions: fc.array(topic, { maxLength: 3 }),
  }),
  fc.record({
    cmd: fc.constantFrom('puback' as const, 'pubrec' as const, 'pubrel' as const, 'pubcomp' as const),
    messageId,
  }),
  fc.constantFrom({ cmd: 'pingreq' as const }, { cmd: 'disconnect' as const }),
);
const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), packet.map(generated));

test('no bytes of a signed-in till stop the broker for the others', async () => {
  await using running = await RunningBroker.start();
  const other = await running.till('till-2');
  const streams = fc.array(bytes, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(streams, async (stream) => {
      const till = await running.till('till-1');
      till.sendBytes(Buffer.concat(stream));
      other.publish('backroom/v1/till/till-2/event', 'sale');
      await other.next('puback');
      till.destroy();
    }),
    { numRuns: 200 },
  );
});

/** What the library refuses to write becomes a PINGREQ. */
function generated(wanted: Parameters<typeof mqttPacket.generate>[0]): Uint8Array {
  try {
    return mqttPacket.generate(wanted);
  } catch {
    return Buffer.from([0xc0, 0]);
  }
}

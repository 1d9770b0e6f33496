import type { Packet } from 'mqtt-packet';
import { expect, test } from 'vitest';
import type { RawClient } from '../../test/kit/broker/raw-client.ts';
import { RunningBroker } from '../../test/kit/broker/running-broker.ts';
import { until } from '../../test/kit/until.ts';

const OWN = 'backroom/v1/till/till-1';
const QUESTION = JSON.stringify({ correlationId: 'q', question: 'stock', sku: 'A-1' });
const SEEDS = Array.from({ length: 14 }, (_, index) => index + 1);
const MESSAGES = 60;

type Publish = Extract<Packet, { cmd: 'publish' }>;

/** Numbers below `limit`, always the same ones for a seed. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}

/** Sales, questions and status messages with every quality of service. */
function messagesOf(roll: (limit: number) => number): Publish[] {
  return Array.from({ length: MESSAGES }, (_, index): Publish => {
    const kind = ['event', 'event', 'ask', 'status'][roll(4)];
    const qos = ([0, 1, 1, 1, 2] as const)[roll(5)] ?? 1;
    const payload = kind === 'ask' ? QUESTION : `${index + 1}`;
    const message = { cmd: 'publish', topic: `${OWN}/${kind}`, payload, qos } as const;
    return { ...message, retain: false, dup: false, messageId: index + 1 };
  });
}

function idsOf(till: RawClient, cmd: 'puback' | 'pubrec'): unknown[] {
  return till.packets.filter((packet) => packet.cmd === cmd).map((packet) => packet.messageId);
}

function idsWith(messages: readonly Publish[], qos: number): unknown[] {
  return messages.filter((message) => message.qos === qos).map(({ messageId }) => messageId);
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test.each(SEEDS)(
  'PUBACKs keep the order of the messages, whatever they are and whatever is committed first (seed %d)',
  async (seed) => {
    const roll = dice(seed);
    await using running = await RunningBroker.start();
    const { submissions } = running.shop;
    running.shop.commitsAtOnce = false;
    running.shop.setStock('main', 'A-1', '4');
    const till = await running.till('till-1');
    const messages = messagesOf(roll);
    const [pubacks, pubrecs] = [idsWith(messages, 1), idsWith(messages, 2)];

    const unsent = [...messages];
    const pending = new Set<number>();
    let seen = 0;
    await until('everything is acknowledged', async () => {
      if (unsent.length > 0) till.send(...unsent.splice(0, 1 + roll(6)));
      await turn();
      for (; seen < submissions.length; seen += 1) pending.add(seen);
      for (const index of pending) {
        if (roll(2) === 0) continue;
        pending.delete(index);
        submissions[index]?.commit();
      }
      await turn();
      const isDone = idsOf(till, 'puback').length + idsOf(till, 'pubrec').length;
      return unsent.length === 0 && pending.size === 0 && isDone >= pubacks.length + pubrecs.length;
    });

    await till.ping();
    expect(idsOf(till, 'puback')).toEqual(pubacks);
    expect(new Set(idsOf(till, 'pubrec'))).toEqual(new Set(pubrecs));
    const events = messages.filter(({ topic }) => topic.endsWith('/event'));
    expect(submissions.map(({ payload }) => payload)).toEqual(events.map(({ payload }) => payload));
  },
);

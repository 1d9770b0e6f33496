import { once } from 'node:events';
import { connect } from 'node:net';
import { tillTopic } from '../../../hub/contract/topics.ts';
import type { LedgerEvent } from '../../../hub/domain/ledger-event.ts';
import { createLedgerWriter } from '../../../hub/ledger/writer.ts';
import { pubackBytes } from '../../../hub/broker/publish-bytes.ts';
import { serve } from '../child.ts';
import { connectBytes, PACKET, PacketReader, readPublish, subscribeBytes } from '../mqtt-bytes.ts';
import { trustedEvent } from '../trusted-event.ts';
import { DESTINATIONS } from '../bench-shop.ts';

/** What a shop would build without the hub: a subscriber behind Mosquitto that parses, does not validate, and commits. */
export interface SubscriberSettings {
  readonly port: number;
  readonly file: string;
  readonly sales: number;
}

export interface SubscriberResult {
  readonly perSecond: number;
}

const BATCH_MAX = 512;

async function prepare(settings: SubscriberSettings): Promise<() => Promise<SubscriberResult>> {
  const queue: LedgerEvent[] = [];
  const arrived = { wake: (): void => undefined };
  const socket = connect(settings.port, '127.0.0.1').setNoDelay(true);
  const reader = new PacketReader();
  const subscribed = Promise.withResolvers<void>();
  socket.on('data', (chunk) => {
    socket.cork();
    reader.read(chunk, (packet) => {
      if (packet.type === PACKET.connack) socket.write(subscribeBytes([tillTopic('+', 'event')], 1));
      if (packet.type === PACKET.suback) subscribed.resolve();
      if (packet.type !== PACKET.publish) return;
      const { messageId, payload } = readPublish(packet);
      queue.push(trustedEvent(payload));
      socket.write(pubackBytes(messageId));
    });
    socket.uncork();
    arrived.wake();
  });
  await once(socket, 'connect');
  socket.write(connectBytes('subscriber', 'of the bench'));
  await subscribed.promise;
  return async () => {
    const result = await commitAll(settings, queue, arrived);
    socket.destroy();
    return result;
  };
}

async function commitAll(
  { file, sales }: SubscriberSettings,
  queue: LedgerEvent[],
  arrived: { wake: () => void },
): Promise<SubscriberResult> {
  using writer = createLedgerWriter({ file, destinations: DESTINATIONS, nowMs: () => Date.now() });
  let [committed, quarterAt, atQuarter] = [0, 0, 0];
  while (committed < sales) {
    const batch = queue.splice(0, BATCH_MAX);
    if (batch.length === 0) await new Promise<void>((resolve) => (arrived.wake = resolve));
    else {
      writer.commit(batch);
      committed += batch.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (quarterAt > 0 || committed < sales / 4) continue;
    [quarterAt, atQuarter] = [performance.now(), committed];
  }
  return { perSecond: ((sales - atQuarter) / (performance.now() - quarterAt)) * 1_000 };
}

await serve(prepare);

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tillTopic } from '../../hub/contract/topics.ts';
import { must } from '../../hub/kit/assert.ts';
import { type Shop, mqttPortOf } from './bench-shop.ts';
import { connectBytes, PACKET, PacketReader, publishPacket } from './mqtt-bytes.ts';
import { saleEvent } from './sale-event.ts';

/** Signs a till in, sends one sale of a new installation, and resolves at its PUBACK. */
export async function firstPuback(shop: Shop): Promise<void> {
  const till = must(shop.tills[0], 'a till');
  const source = till.source.replace(/[^/]+$/, randomUUID());
  const sale = saleEvent({ source, sequence: 1, ids: 'uuidv7', products: 1 });
  const socket = connect(mqttPortOf(shop), '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  const reader = new PacketReader();
  const acknowledged = Promise.withResolvers<void>();
  socket.on('data', (chunk) =>
    reader.read(chunk, ({ type }) => {
      if (type === PACKET.connack)
        socket.write(publishPacket(tillTopic(till.name, 'event'), JSON.stringify(sale), 1));
      if (type === PACKET.puback) acknowledged.resolve();
    }),
  );
  socket.write(connectBytes(till.name, till.secret));
  await acknowledged.promise;
  socket.destroy();
}

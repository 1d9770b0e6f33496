import { once } from 'node:events';
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { serve } from '../child.ts';

/** The same broker as the hub's with an ingress that does nothing: what is left when a sale costs nothing. */
export interface IdleBrokerSettings {
  readonly port: number;
}

async function prepare({ port }: IdleBrokerSettings): Promise<() => Promise<void>> {
  const broker = await Aedes.createBroker({
    authorizePublish: (_client, packet, done) => {
      packet.payload = Buffer.alloc(0);
      done(null);
    },
  });
  const server = createServer((socket) => broker.handle(socket)).listen(port, '127.0.0.1');
  await once(server, 'listening');
  // It serves until the bench ends it.
  return () => new Promise<void>(() => undefined);
}

await serve(prepare);

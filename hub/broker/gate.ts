import type { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import { parserOf } from './aedes-inside.ts';
import type { ClientRegister } from './client-register.ts';
import type { BrokerLimits } from './limits.ts';
import { packetProblem } from './packet-rules.ts';
import type { Pace } from './pace.ts';

/**
 * Stands between the sockets and aedes, which does not bound the size of a packet: unguarded, five bytes from a
 * stranger make it keep 256 MB.
 */
export class Gate {
  readonly #register: ClientRegister;
  readonly #limits: BrokerLimits;
  readonly #pace: Pace;

  constructor(register: ClientRegister, pace: Pace, limits: BrokerLimits) {
    this.#register = register;
    this.#pace = pace;
    this.#limits = limits;
  }

  /** Hands the connection to `handle`, guarded. */
  admit(connection: Duplex, address: string, handle: (connection: Duplex) => Client): void {
    const client = handle(connection);
    this.#register.arrive(client, address);
    this.#pace.guard(client);
    this.#guard(client);
  }

  /**
   * The parser emits a packet when its last byte is there. The size is therefore looked at twice: while a packet
   * is still coming in, and when it came whole within one read.
   */
  #guard(client: Client): void {
    const parser = parserOf(client);
    const parse = parser.parse.bind(parser);
    const listeners = parser.listeners('packet');
    const close = (problem: string): boolean => client.emit('error', new Error(`closed on ${problem}`));

    parser.parse = (bytes) => {
      const rest = parse(bytes);
      if (!client.closed && parser.packet.length > this.#packetBytesMax(client))
        close('a packet that is too large');
      return rest;
    };
    parser.removeAllListeners('packet');
    parser.on('packet', (packet) => {
      if (client.closed) return;
      if ((packet.length ?? 0) > this.#packetBytesMax(client))
        return void close('a packet that is too large');
      const problem = packetProblem(packet, this.#limits.subscriptionsPerPacket);
      if (problem !== undefined) return void close(problem);
      for (const listener of listeners) listener.call(parser, packet);
    });
  }

  #packetBytesMax(client: Client): number {
    const isKnown = this.#register.identityOf(client) !== undefined;
    return isKnown ? this.#limits.packetBytes : this.#limits.unknownPacketBytes;
  }
}

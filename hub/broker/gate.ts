import type { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import type { IPublishPacket, Packet } from 'mqtt-packet';
import { parserOf, sendWhatWasOvertaken } from './aedes-inside.ts';
import type { ClientRegister } from './client-register.ts';
import type { BrokerLimits } from './limits.ts';
import { packetProblem } from './packet-rules.ts';
import type { Pace } from './pace.ts';
import { ProtocolLevel } from './protocol-level.ts';

/** Return code 1: the protocol level is not supported. */
const FOREIGN_LEVEL_CONNACK = Buffer.from([0x20, 2, 0, 1]);

export interface GateParts {
  readonly register: ClientRegister;
  readonly pace: Pace;
  readonly limits: BrokerLimits;
  /** True for a message that the hub takes itself, and aedes never sees. */
  readonly takeDirectly: (client: Client, packet: IPublishPacket) => boolean;
}

/**
 * Stands between the sockets and aedes, which does not bound the size of a packet: unguarded, five bytes from a
 * stranger make it keep 256 MB.
 */
export class Gate {
  readonly #register: ClientRegister;
  readonly #limits: BrokerLimits;
  readonly #pace: Pace;
  readonly #takeDirectly: GateParts['takeDirectly'];

  constructor({ register, pace, limits, takeDirectly }: GateParts) {
    this.#register = register;
    this.#pace = pace;
    this.#limits = limits;
    this.#takeDirectly = takeDirectly;
  }

  /** Hands the connection to `handle`, guarded. */
  admit(connection: Duplex, address: string, handle: (connection: Duplex) => Client): void {
    const client = handle(connection);
    this.#register.arrive(client, address);
    this.#pace.guard(client);
    sendWhatWasOvertaken(client);
    this.#guard(client);
  }

  /**
   * The parser emits a packet when its last byte is there. The size is therefore looked at twice: while a packet
   * is still coming in, and when it came whole within one read. What stands behind a DISCONNECT, or behind a CONNECT of
   * another protocol level, is not looked at; aedes would take all that came in the same read.
   */
  #guard(client: Client): void {
    const parser = parserOf(client);
    const parse = parser.parse.bind(parser);
    const listeners = parser.listeners('packet');
    const level = new ProtocolLevel();
    const close = (problem: string): boolean => client.emit('error', new Error(`closed on ${problem}`));
    let isOver = false;

    parser.parse = (bytes) => {
      if (isOver) return 0;
      if (level.isForeign(bytes)) {
        isOver = true;
        client.conn.write(FOREIGN_LEVEL_CONNACK, () => close('a protocol that is not MQTT 3.1.1'));
        return 0;
      }
      const rest = parse(bytes);
      if (!client.closed && parser.packet.length > this.#packetBytesMax(client))
        close('a packet that is too large');
      return rest;
    };
    parser.removeAllListeners('packet');
    parser.on('packet', (packet) => {
      if (client.closed || isOver) return;
      const problem = this.#problem(client, packet, parser._pos);
      if (problem !== undefined) return void close(problem);
      isOver = packet.cmd === 'disconnect';
      // That a client sends a message again is between the client and the hub: subscribers get it for the first time.
      packet.dup = false;
      if (packet.cmd === 'publish' && this.#takeDirectly(client, packet)) return;
      for (const listener of listeners) listener.call(parser, packet);
    });
  }

  #problem(client: Client, packet: Packet, fieldsEnd: number): string | undefined {
    if ((packet.length ?? 0) > this.#packetBytesMax(client)) return 'a packet that is too large';
    return packetProblem(packet, { fieldsEnd, filtersMax: this.#limits.subscriptionsPerPacket });
  }

  #packetBytesMax(client: Client): number {
    const isKnown = this.#register.identityOf(client) !== undefined;
    return isKnown ? this.#limits.packetBytes : this.#limits.unknownPacketBytes;
  }
}

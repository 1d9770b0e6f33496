import type { Socket } from 'node:net';
import {
  type IConnectPacket,
  type IPublishPacket,
  type ISubscribePacket,
  type Packet,
  generate,
  parser,
} from 'mqtt-packet';
import { unreachable } from '../../../hub/kit/assert.ts';
import { messageOf } from '../../../hub/kit/errors.ts';

/** What the hub's side does with what comes over one connection. */
export interface ConnectionEvents {
  connect(packet: IConnectPacket): void;
  subscribe(packet: ISubscribePacket, connection: Connection): void;
  publish(packet: IPublishPacket, connection: Connection): void;
  ended(connection: Connection, reason: string): void;
}

/** A till's connection as the hub sees it, packet by packet, so that each answer can be given or held back. */
export class Connection {
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #subscribed = new Set<string>();
  #isOver = false;

  constructor(socket: Socket, events: ConnectionEvents) {
    this.#socket = socket;
    this.#events = events;
    const packets = parser({ protocolVersion: 4 });
    packets.on('packet', (packet) => this.#take(packet));
    packets.on('error', (error: unknown) => this.#end(messageOf(error)));
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      if (!this.#isOver) packets.parse(bytes);
    });
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the till closed the connection'));
  }

  /** Confirms a publish: what PUBACK is for QoS 1 is PUBREC, PUBREL and PUBCOMP for QoS 2. */
  confirm({ qos, messageId }: IPublishPacket): void {
    if (qos === 0 || messageId === undefined) return;
    this.#send({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId });
  }

  /** Publishes to the till if it has asked for the topic. */
  tell(topic: string, value: object, retain = false): void {
    if (!this.#subscribed.has(topic)) return;
    this.#send({ cmd: 'publish', topic, payload: JSON.stringify(value), qos: 0, dup: false, retain });
  }

  cut(): void {
    this.#end('cut by the test');
  }

  /** What came in one piece with the packet that ended it is not read any more. */
  #take(packet: Packet): void {
    if (this.#isOver) return undefined;
    switch (packet.cmd) {
      case 'connect':
        this.#events.connect(packet);
        return this.#send({ cmd: 'connack', returnCode: 0, sessionPresent: false });
      case 'subscribe':
        for (const { topic } of packet.subscriptions) this.#subscribed.add(topic);
        this.#send({
          cmd: 'suback',
          messageId: packet.messageId ?? 0,
          granted: packet.subscriptions.map((asked) => asked.qos),
        });
        return this.#events.subscribe(packet, this);
      case 'publish':
        return this.#events.publish(packet, this);
      case 'pubrel':
        return this.#send({ cmd: 'pubcomp', messageId: packet.messageId ?? 0 });
      case 'unsubscribe':
        return this.#send({ cmd: 'unsuback', messageId: packet.messageId ?? 0, granted: [] });
      case 'pingreq':
        return this.#send({ cmd: 'pingresp' });
      case 'disconnect':
        return this.#end('the till said good-bye');
      case 'puback':
      case 'pubrec':
      case 'pubcomp':
        return undefined;
      case 'connack':
      case 'suback':
      case 'unsuback':
      case 'pingresp':
      case 'auth':
        return this.#end(`the till sent ${packet.cmd}, which only a hub may`);
      default:
        return unreachable(packet);
    }
  }

  #send(packet: Packet): void {
    if (!this.#isOver) this.#socket.write(generate(packet));
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.destroy();
    this.#events.ended(this, reason);
  }
}

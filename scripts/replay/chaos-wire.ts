import { type Socket, connect } from 'node:net';
import { type IPublishPacket, type Packet, generate, parser } from 'mqtt-packet';
import type { LinkMemory } from './link-memory.ts';

export interface ChaosWireOptions {
  readonly till: Socket;
  readonly hub: number;
  readonly memory: LinkMemory;
  readonly ended: () => void;
}

/** What somebody other than the till waits to hear back under this message id. */
type OnPuback = () => void;

const MESSAGE_ID_MAX = 65_535;

/**
 * One connection through the bad network. Packets of the till pass in order; publishes of events meet their fate.
 * Message ids are given anew towards the hub, so that what chaos adds never takes an id of the till.
 */
export class ChaosWire {
  readonly #options: ChaosWireOptions;
  readonly #hub: Socket;
  readonly #onPuback = new Map<number, OnPuback>();
  #messageId = 0;
  #isOver = false;

  constructor(options: ChaosWireOptions) {
    this.#options = options;
    this.#hub = connect({ port: options.hub, host: '127.0.0.1', noDelay: true });
    options.till.setNoDelay(true);
    this.#listen(options.till, (packet) => this.#fromTill(packet));
    this.#listen(this.#hub, (packet) => this.#fromHub(packet));
  }

  /** The cable is pulled: what was written may or may not arrive. */
  cut(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options.till.destroy();
    this.#hub.end();
    this.#hub.destroySoon();
    this.#options.ended();
  }

  #listen(socket: Socket, take: (packet: Packet) => void): void {
    const packets = parser({ protocolVersion: 4 });
    packets.on('packet', (packet) => {
      if (!this.#isOver) take(packet);
    });
    packets.on('error', () => this.cut());
    socket.on('data', (bytes) => packets.parse(bytes));
    socket.on('error', () => this.cut());
    socket.on('close', () => this.cut());
  }

  #fromTill(packet: Packet): void {
    if (packet.cmd !== 'publish' || packet.qos !== 1 || !packet.topic.endsWith('/event'))
      return this.#toHub(packet);
    const event = JSON.parse(packet.payload.toString()) as { sequence: string };
    const { memory } = this.#options;
    const confirm = (): void => this.#toTill({ cmd: 'puback', messageId: packet.messageId ?? 0 });
    switch (memory.meet(Number(event.sequence))) {
      case 'plain':
        return this.#publish(packet, confirm);
      case 'twice':
        memory.report.twice += 1;
        this.#publish(packet, confirm);
        return this.#publish({ ...packet, dup: true }, () => undefined);
      case 'cutBefore':
        memory.report.cuts += 1;
        this.#publish(packet, () => undefined);
        return this.cut();
      case 'cutAfter':
        memory.report.cuts += 1;
        return this.#publish(packet, () => this.cut());
      case 'conflict':
        return this.#publish(packet, () => {
          confirm();
          this.#sendConflict(packet);
        });
    }
  }

  /** Only after the PUBACK of the true event: whichever comes first is the one that counts. */
  #sendConflict(packet: IPublishPacket): void {
    const { report } = this.#options.memory;
    report.conflictsSent += 1;
    this.#publish({ ...packet, payload: otherContent(packet.payload.toString()) }, () => {
      report.conflictsConfirmed += 1;
    });
  }

  #publish(packet: IPublishPacket, onPuback: OnPuback): void {
    this.#messageId = (this.#messageId % MESSAGE_ID_MAX) + 1;
    this.#onPuback.set(this.#messageId, onPuback);
    this.#toHub({ ...packet, messageId: this.#messageId });
  }

  #fromHub(packet: Packet): void {
    if (packet.cmd !== 'puback' || packet.messageId === undefined) return this.#toTill(packet);
    const onPuback = this.#onPuback.get(packet.messageId);
    this.#onPuback.delete(packet.messageId);
    onPuback?.();
  }

  #toHub(packet: Packet): void {
    if (!this.#isOver) this.#hub.write(generate(packet));
  }

  #toTill(packet: Packet): void {
    if (!this.#isOver) this.#options.till.write(generate(packet));
  }
}

/**
 * The same id with a very different quantity: it would be seen in the stock if it counted. What has no quantity was done
 * by somebody else.
 */
function otherContent(payload: string): string {
  const event = JSON.parse(payload) as { data: { lines?: { quantity: string }[] } };
  const { lines } = event.data;
  const other =
    lines === undefined
      ? { employeeId: 'somebody else' }
      : { lines: lines.map((line, index) => (index === 0 ? { ...line, quantity: '4321' } : line)) };
  return JSON.stringify({ ...event, data: { ...event.data, ...other } });
}

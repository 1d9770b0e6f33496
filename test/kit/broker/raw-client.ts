import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import mqttPacket, { type IConnectPacket, type Packet } from 'mqtt-packet';

/** An MQTT client that shows every packet as it comes and sends any bytes. It never answers by itself. */
export class RawClient {
  readonly packets: Packet[] = [];
  readonly #socket: Socket;
  readonly #waiting = new Set<() => void>();
  #isClosed = false;
  #messageId = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    const parser = mqttPacket.parser({ protocolVersion: 4 });
    parser.on('packet', (packet: Packet) => {
      this.packets.push(packet);
      this.#wake();
    });
    socket.on('data', (bytes) => parser.parse(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** By which the broker tells this connection from others. */
  get localPort(): number {
    return this.#socket.localPort ?? 0;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Sends all packets in one write, so that the broker reads them together. */
  send(...packets: Packet[]): void {
    this.#socket.write(Buffer.concat(packets.map((packet) => mqttPacket.generate(packet))));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  async signIn(name: string, secret: string, more: Partial<IConnectPacket> = {}): Promise<number> {
    this.send({ ...CONNECT, clientId: name, username: name, password: Buffer.from(secret), ...more });
    const connack = await this.next('connack');
    return connack.returnCode ?? -1;
  }

  /** Gives the granted QoS of each filter; 128 is a refusal. */
  async subscribe(...filters: string[]): Promise<number[]> {
    const messageId = this.nextId();
    this.send({ cmd: 'subscribe', messageId, subscriptions: filters.map((topic) => ({ topic, qos: 0 })) });
    const { granted } = await this.next('suback');
    return granted.map(Number);
  }

  /** Sends a PUBLISH and gives its id. */
  publish(topic: string, payload: string, more: Partial<Extract<Packet, { cmd: 'publish' }>> = {}): number {
    const messageId = this.nextId();
    this.send({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false, messageId, ...more });
    return messageId;
  }

  nextId(): number {
    this.#messageId += 1;
    return this.#messageId;
  }

  /** The first packet of that kind that has not been taken yet. */
  async next<Cmd extends Packet['cmd']>(cmd: Cmd): Promise<Extract<Packet, { cmd: Cmd }>> {
    const isIt = (packet: Packet): packet is Extract<Packet, { cmd: Cmd }> => packet.cmd === cmd;
    await this.until(() => this.packets.some(isIt));
    const index = this.packets.findIndex(isIt);
    return this.packets.splice(index, 1)[0] as Extract<Packet, { cmd: Cmd }>;
  }

  /** Resolves when the condition holds; looked at after each packet. Rejects when the connection closes before that. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#isClosed) throw new Error('the broker closed the connection');
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async closed(): Promise<void> {
    while (!this.#isClosed) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Everything that was sent before has been dealt with when this resolves. */
  async ping(): Promise<void> {
    this.send({ cmd: 'pingreq' });
    await this.next('pingresp');
  }

  stopReading(): void {
    this.#socket.pause();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

const CONNECT: IConnectPacket = {
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  clientId: '',
  keepalive: 0,
};

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { tillTopic } from '../../../hub/contract/topics.ts';
import { must } from '../../../hub/kit/assert.ts';
import { serve } from '../child.ts';
import {
  connectBytes,
  PACKET,
  PacketReader,
  publishPacket,
  readPublish,
  subscribeBytes,
} from '../mqtt-bytes.ts';
import { type IdKind, saleEvent } from '../sale-event.ts';
import { percentile } from '../statistics.ts';

/**
 * Many tills in one process that is never the limit: packets are built ahead, sockets are raw, and an acknowledgement
 * costs the reading of two bytes.
 */
export interface TillLoadSettings {
  readonly port: number;
  readonly tills: readonly { readonly name: string; readonly secret: string; readonly source: string }[];
  readonly salesPerTill: number;
  readonly firstSequence?: number;
  readonly products: number;
  readonly ids: IdKind;
  /** Unacknowledged sales of one till. */
  readonly inFlight: number;
  /** Sales a second of all tills together, whatever is acknowledged; a sale's time then begins when it was due. */
  readonly ratePerSecond?: number;
  /** Whether the tills hear replies and acks. */
  readonly listens: boolean;
}

export interface TillLoadResult {
  /** Between a quarter of the acknowledgements and all of them, and so is the median: the first ones warm up. */
  readonly perSecond: number;
  readonly p50Ms: number;
  /** Of all. */
  readonly p99Ms: number;
  readonly replies: number;
  readonly acks: number;
}

const MESSAGE_IDS = 65_535;

class Till {
  readonly #socket: Socket;
  readonly #packets: readonly Buffer[];
  readonly #sentAt: Float64Array;
  readonly #onAck: (delayMs: number) => void;
  #sent = 0;
  #handshake: (() => void) | undefined;
  replies = 0;
  acks = 0;

  constructor(socket: Socket, packets: readonly Buffer[], onAck: (delayMs: number) => void) {
    this.#socket = socket;
    this.#packets = packets;
    this.#onAck = onAck;
    this.#sentAt = new Float64Array(MESSAGE_IDS + 1);
    const reader = new PacketReader();
    socket.setNoDelay(true);
    // What one arrival of bytes sets free leaves together, or the writing of it would be the limit.
    socket.on('data', (chunk) => {
      socket.cork();
      reader.read(chunk, (packet) => this.#take(packet));
      socket.uncork();
    });
    socket.on('close', () => this.#fail());
  }

  async signIn(name: string, secret: string, listens: boolean): Promise<void> {
    await this.#ask(connectBytes(name, secret));
    const topics = [tillTopic(name, 'reply'), tillTopic(name, 'ack')];
    if (listens) await this.#ask(subscribeBytes(topics, 0));
  }

  send(at = performance.now()): void {
    const packet = this.#packets[this.#sent];
    if (packet === undefined) return;
    this.#sentAt[messageIdOf(this.#sent)] = at;
    this.#sent += 1;
    this.#socket.write(packet);
  }

  close(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }

  #take(packet: { type: number; qos: number; body: Buffer }): void {
    switch (packet.type) {
      case PACKET.puback:
        return this.#onAck(performance.now() - must(this.#sentAt[packet.body.readUInt16BE(0)], 'a time'));
      case PACKET.publish:
        return this.#hear(readPublish(packet));
      case PACKET.connack:
        if (packet.body[1] !== 0) throw new Error(`a till was refused with ${packet.body[1]}`);
        return this.#handshake?.();
      default:
        return this.#handshake?.();
    }
  }

  /** A sale that was not taken would be cheap, and the figure a lie. */
  #hear({ topic, payload }: { topic: string; payload: Buffer }): void {
    if (topic.endsWith('/ack')) this.acks += 1;
    else if (payload.includes('"outcome":"accepted"')) this.replies += 1;
    else throw new Error(`a sale was not accepted: ${payload.toString()}`);
  }

  async #ask(bytes: Buffer): Promise<void> {
    const answered = new Promise<void>((resolve) => (this.#handshake = resolve));
    this.#socket.write(bytes);
    await answered;
  }

  #fail(): never {
    throw new Error('a till was cut off');
  }
}

function messageIdOf(index: number): number {
  return (index % MESSAGE_IDS) + 1;
}

async function prepare(settings: TillLoadSettings): Promise<() => Promise<TillLoadResult>> {
  const total = settings.tills.length * settings.salesPerTill;
  const tally = new Tally(total);
  const tills: Till[] = [];
  const packetsOfTills = buildPackets(settings);
  for (const [number, identity] of settings.tills.entries()) {
    const packets = must(packetsOfTills[number], 'packets');
    const socket = connect(settings.port, '127.0.0.1');
    await once(socket, 'connect');
    const till: Till = new Till(socket, packets, (delayMs) => {
      tally.count(delayMs);
      if (settings.ratePerSecond === undefined) till.send();
    });
    tills.push(till);
    await till.signIn(identity.name, identity.secret, settings.listens);
  }
  return async () => {
    if (settings.ratePerSecond !== undefined) void sendAtRate(tills, total, settings.ratePerSecond);
    else for (const till of tills) for (let n = 0; n < settings.inFlight; n += 1) till.send();
    await tally.all;
    await heard(settings, tills);
    for (const till of tills) till.close();
    const [replies, acks] = [sumOf(tills, 'replies'), sumOf(tills, 'acks')];
    return { ...tally.result(), replies, acks };
  };
}

/** The sales of all tills, made in turn: each till makes an id when it sells, and all of them sell at the same time. */
function buildPackets({
  tills,
  salesPerTill,
  firstSequence = 1,
  ids,
  products,
}: TillLoadSettings): Buffer[][] {
  const packets = tills.map((): Buffer[] => []);
  for (let index = 0; index < salesPerTill; index += 1) {
    for (const [number, { name, source }] of tills.entries()) {
      const event = saleEvent({ source, sequence: firstSequence + index, ids, products });
      const bytes = publishPacket(tillTopic(name, 'event'), JSON.stringify(event), messageIdOf(index));
      packets[number]?.push(bytes);
    }
  }
  return packets;
}

/** The clock decides when a sale is due, not the acknowledgements: a hub that lags is not spared. */
async function sendAtRate(tills: readonly Till[], total: number, perSecond: number): Promise<void> {
  const start = performance.now();
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1_000) * perSecond));
    for (; sent < due; sent += 1) tills[sent % tills.length]?.send(start + (sent / perSecond) * 1_000);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const HEARD_MAX_MS = 5_000;

/** A reply leaves behind its PUBACK, and an ack some milliseconds later. */
async function heard(settings: TillLoadSettings, tills: readonly Till[]): Promise<void> {
  const deadline = performance.now() + HEARD_MAX_MS;
  const missing = (): boolean =>
    tills.some((till) => till.replies < settings.salesPerTill || till.acks === 0);
  while (settings.listens && missing()) {
    if (performance.now() > deadline) throw new Error('replies or acks did not arrive');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

class Tally {
  readonly #delays: Float64Array;
  readonly #done = Promise.withResolvers<void>();
  #count = 0;
  #quarterAt = 0;
  #endAt = 0;

  constructor(total: number) {
    this.#delays = new Float64Array(total);
  }

  get all(): Promise<void> {
    return this.#done.promise;
  }

  count(delayMs: number): void {
    this.#delays[this.#count] = delayMs;
    this.#count += 1;
    if (this.#count === Math.ceil(this.#delays.length / 4)) this.#quarterAt = performance.now();
    if (this.#count < this.#delays.length) return;
    this.#endAt = performance.now();
    this.#done.resolve();
  }

  result(): Pick<TillLoadResult, 'perSecond' | 'p50Ms' | 'p99Ms'> {
    const sales = this.#delays.length - Math.ceil(this.#delays.length / 4);
    return {
      perSecond: (sales / (this.#endAt - this.#quarterAt)) * 1_000,
      p50Ms: percentile(this.#delays.subarray(this.#delays.length / 4), 0.5),
      p99Ms: percentile(this.#delays, 0.99),
    };
  }
}

function sumOf(tills: readonly Till[], key: 'replies' | 'acks'): number {
  return tills.reduce((sum, till) => sum + till[key], 0);
}

await serve(prepare);

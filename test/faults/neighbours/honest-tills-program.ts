import { connect, type Socket } from 'node:net';
import {
  connectBytes,
  PACKET,
  PacketReader,
  publishPacket,
  readPublish,
  subscribeBytes,
} from '../../../scripts/bench/mqtt-bytes.ts';
import { percentile } from '../../../scripts/bench/statistics.ts';
import { tillTopic } from '../../../hub/contract/topics.ts';
import { must } from '../../../hub/kit/assert.ts';
import { bytesOf, saleOf, tillEvent } from '../../kit/till-events.ts';
import type { TillIdentity } from '../../kit/hub-folder.ts';
import { skuOf } from './stock.ts';

/**
 * The tills that go on selling whoever else is connected, in a process of their own so that only the hub can make them
 * wait. A sale is made when it is due, whether the last one was acknowledged or not, and its time runs from then.
 */
export interface TillSettings {
  readonly port: number;
  readonly tills: readonly TillIdentity[];
  /** Of all tills together. */
  readonly salesPerSecond: number;
}

/** What happened in a phase. Times from the making of a sale to its PUBACK. */
export interface PhaseFigures {
  readonly acknowledged: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Connections that the hub or the network ended. */
  readonly drops: number;
  /** Replies other than `accepted`. */
  readonly oddReplies: readonly string[];
}

export type TillCommand =
  | { readonly kind: 'start'; readonly settings: TillSettings }
  | { readonly kind: 'begin' }
  /** Ends the phase as soon as at least so many sales were acknowledged in it. */
  | { readonly kind: 'end'; readonly atLeast: number }
  | { readonly kind: 'close' };

/** The last till hangs up and connects again after so many sales: getting in is part of what must go on. */
const SALES_A_CONNECTION = 10;
const RETRY_MS = 20;
const MESSAGE_IDS = 60_000;

class Phase {
  readonly #delays: number[] = [];
  readonly #odd = new Set<string>();
  drops = 0;
  #wanted: { readonly count: number; readonly reached: () => void } | undefined;

  acknowledged(delayMs: number): void {
    this.#delays.push(delayMs);
    if (this.#wanted !== undefined && this.#delays.length >= this.#wanted.count) this.#wanted.reached();
  }

  odd(reply: string): void {
    if (this.#odd.size < 10) this.#odd.add(reply);
  }

  async reach(count: number): Promise<void> {
    if (this.#delays.length >= count) return;
    await new Promise<void>((reached) => (this.#wanted = { count, reached }));
  }

  figures(): PhaseFigures {
    const delays = this.#delays.length === 0 ? [0] : this.#delays;
    return {
      acknowledged: this.#delays.length,
      p50Ms: percentile(delays, 0.5),
      p99Ms: percentile(delays, 0.99),
      maxMs: Math.max(...delays),
      drops: this.drops,
      oddReplies: [...this.#odd],
    };
  }
}

interface Sale {
  readonly madeMs: number;
  readonly bytes: Buffer;
}

class HonestTill {
  readonly #settings: TillSettings;
  readonly #identity: TillIdentity;
  readonly #isRestless: boolean;
  readonly #phase: () => Phase;
  /** By message id, oldest first: made and not acknowledged. */
  readonly #open = new Map<number, Sale>();
  #socket: Socket | undefined;
  #isIn = false;
  #isClosing = false;
  #left = SALES_A_CONNECTION;
  #made = 0;
  #closed: () => void = () => undefined;

  constructor(settings: TillSettings, index: number, phase: () => Phase) {
    this.#settings = settings;
    this.#identity = must(settings.tills[index], 'a till');
    this.#isRestless = index === settings.tills.length - 1;
    this.#phase = phase;
  }

  open(): void {
    this.#connect();
    const everyMs = (1_000 * this.#settings.tills.length) / this.#settings.salesPerSecond;
    const selling = setInterval(() => (this.#isClosing ? clearInterval(selling) : this.#sell()), everyMs);
  }

  /** Resolves to how many sales it made, when all of them are acknowledged. */
  async close(): Promise<number> {
    this.#isClosing = true;
    if (this.#open.size > 0) await new Promise<void>((resolve) => (this.#closed = resolve));
    this.#socket?.destroy();
    return this.#made;
  }

  #connect(): void {
    const { name, secret } = this.#identity;
    const reader = new PacketReader();
    const socket = connect({ port: this.#settings.port, host: '127.0.0.1', noDelay: true });
    this.#socket = socket;
    this.#left = SALES_A_CONNECTION;
    socket.on('data', (chunk: Buffer) => reader.read(chunk, (packet) => this.#take(packet)));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#dropped(socket));
    socket.write(Buffer.concat([connectBytes(name, secret), subscribeBytes([tillTopic(name, 'reply')], 0)]));
  }

  #dropped(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.#isIn = false;
    if (this.#isClosing && this.#open.size === 0) return;
    this.#phase().drops += 1;
    setTimeout(() => this.#connect(), RETRY_MS);
  }

  #take(packet: Parameters<Parameters<PacketReader['read']>[1]>[0]): void {
    if (packet.type === PACKET.suback) {
      this.#isIn = true;
      for (const { bytes } of this.#open.values()) this.#socket?.write(bytes);
    }
    if (packet.type === PACKET.puback) this.#acknowledged(packet.body.readUInt16BE(0));
    if (packet.type === PACKET.publish) {
      const reply = readPublish(packet).payload.toString();
      if (!reply.includes('"accepted"')) this.#phase().odd(reply);
    }
  }

  #sell(): void {
    this.#made += 1;
    const { name, source } = this.#identity;
    const messageId = (this.#made % MESSAGE_IDS) + 1;
    const sale = saleOf({ sku: skuOf(this.#made) }, { sku: 'MUG' });
    const event = tillEvent({ ...sale, id: `${name}-${this.#made}`, source, sequence: this.#made });
    const bytes = publishPacket(tillTopic(name, 'event'), bytesOf(event).toString(), messageId);
    this.#open.set(messageId, { madeMs: performance.now(), bytes });
    if (this.#isIn) this.#socket?.write(bytes);
  }

  #acknowledged(messageId: number): void {
    const sale = this.#open.get(messageId);
    if (sale === undefined) return this.#phase().odd(`a second PUBACK ${messageId}`);
    this.#open.delete(messageId);
    this.#phase().acknowledged(performance.now() - sale.madeMs);
    this.#left -= 1;
    if (this.#isRestless && this.#left <= 0 && this.#open.size === 0) this.#comeAgain();
    if (this.#isClosing && this.#open.size === 0) this.#closed();
  }

  #comeAgain(): void {
    this.#isIn = false;
    this.#socket?.end(Buffer.from([0xe0, 0]));
    this.#connect();
  }
}

let phase = new Phase();
let tills: HonestTill[] = [];

/** Answers each command with what it found. */
async function obey(command: TillCommand): Promise<unknown> {
  switch (command.kind) {
    case 'start':
      tills = command.settings.tills.map((_, index) => new HonestTill(command.settings, index, () => phase));
      for (const till of tills) till.open();
      return null;
    case 'begin':
      phase = new Phase();
      return null;
    case 'end':
      await phase.reach(command.atLeast);
      return phase.figures();
    case 'close':
      return Promise.all(tills.map((till) => till.close()));
  }
}

process.on('message', (command: TillCommand) => {
  void obey(command).then((answer) => process.send?.({ answer }));
});
process.once('disconnect', () => process.exit());

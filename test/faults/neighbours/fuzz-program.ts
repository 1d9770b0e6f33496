import { connect, type Socket } from 'node:net';
import { serve } from '../../../scripts/bench/child.ts';
import { randomFrom, type Random } from '../../../scripts/replay/random.ts';
import { must } from '../../../hub/kit/assert.ts';
import { connectPacket, fuzzedFrame, fuzzedPacket, fuzzedRequest } from './fuzz-grammar.ts';

export interface FuzzSettings {
  readonly mqttPort: number;
  readonly webPort: number;
  readonly seed: number;
  readonly packets: number;
  /** Credentials to sign in with, in a share of the connections. */
  readonly known: readonly { readonly name: string; readonly secret: string }[];
}

export interface FuzzResult {
  readonly packets: number;
  readonly connections: number;
  readonly signedIn: number;
  /** Connections that the hub held on to although we had hung up. */
  readonly stuck: number;
}

const AT_ONCE = 32;
/** Whoever says nothing more for so long has read everything, or waits for the rest of a damaged packet. */
const QUIET_MS = 40;
const PING = Buffer.from([0xc0, 0]);
const PONG = Buffer.from([0xd0, 0]);
const PACKETS_A_CONNECTION = 12;
const PATIENCE_MS = 20_000;

const UPGRADE =
  'GET /mqtt HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n';

/** Sends so many fuzzed packets, some connections at a time, and counts. The same seed makes the same packets. */
class Fuzzer {
  readonly #settings: FuzzSettings;
  readonly #random: Random;
  packets = 0;
  connections = 0;
  signedIn = 0;
  stuck = 0;

  constructor(settings: FuzzSettings) {
    this.#settings = settings;
    this.#random = randomFrom(settings.seed);
  }

  async run(): Promise<FuzzResult> {
    await Promise.all(Array.from({ length: AT_ONCE }, async () => this.#work()));
    const { packets, connections, signedIn, stuck } = this;
    return { packets, connections, signedIn, stuck };
  }

  async #work(): Promise<void> {
    while (this.packets < this.#settings.packets) {
      const { port, bytes } = this.#conversation();
      this.connections += 1;
      if (!(await this.#said(port, bytes))) this.stuck += 1;
    }
  }

  #conversation(): { port: number; bytes: Buffer } {
    const { mqttPort, webPort } = this.#settings;
    const random = this.#random;
    const count = 1 + random.below(PACKETS_A_CONNECTION);
    const several = (make: (random: Random) => Buffer): Buffer[] =>
      Array.from({ length: count }, () => make(random));
    this.packets += count;
    if (random.chance(10)) return { port: webPort, bytes: Buffer.concat(several(fuzzedRequest)) };
    if (random.chance(10))
      return { port: webPort, bytes: Buffer.concat([Buffer.from(UPGRADE), ...several(fuzzedFrame)]) };
    return { port: mqttPort, bytes: Buffer.concat([...this.#beginning(), ...several(fuzzedPacket)]) };
  }

  #beginning(): Buffer[] {
    const random = this.#random;
    if (random.chance(30)) return [];
    this.signedIn += 1;
    const { name, secret } = must(
      this.#settings.known[random.below(this.#settings.known.length)],
      'a credential',
    );
    return [connectPacket(name, secret, random)];
  }

  /** Says everything, hears the answer and hangs up. True when the hub has hung up too. */
  #said(port: number, bytes: Buffer): Promise<boolean> {
    return new Promise((resolve) => {
      const socket: Socket = connect({ port, host: '127.0.0.1' });
      const patience = setTimeout(() => {
        resolve(false);
        socket.destroy();
      }, PATIENCE_MS);
      // Hanging up earlier would make the hub throw away what it has not looked at yet.
      socket.setTimeout(QUIET_MS, () => socket.end());
      socket.on('data', (answer: Buffer) => {
        if (answer.subarray(-PONG.length).equals(PONG)) socket.end();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearTimeout(patience);
        resolve(true);
      });
      socket.write(Buffer.concat([bytes, PING]));
    });
  }
}

await serve(async (settings: FuzzSettings) => {
  const fuzzer = new Fuzzer(settings);
  return () => fuzzer.run();
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { must } from '../../hub/kit/assert.ts';

/** A connection that sends bytes and hears whole packets, one after the other, as they are on the wire. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #heard: Buffer[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #isClosed = false;
  #wake = Promise.withResolvers<void>();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isClosed = true;
      this.#wake.resolve();
    });
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  send(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Waits for the next packet; null is the end of the connection. */
  async hear(): Promise<Buffer | null> {
    while (this.#heard.length === 0 && !this.#isClosed) {
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
    }
    return this.#heard.shift() ?? null;
  }

  /** Breaks the connection as a network does. */
  drop(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let end = endOfPacket(this.#rest); end !== null; end = endOfPacket(this.#rest)) {
      this.#heard.push(this.#rest.subarray(0, end));
      this.#rest = this.#rest.subarray(end);
    }
    this.#wake.resolve();
  }
}

const LENGTH_DIGITS_MAX = 4;

/** Where the first packet ends, or null while some of it is missing. */
function endOfPacket(bytes: Buffer): number | null {
  let length = 0;
  for (let digit = 1; digit <= LENGTH_DIGITS_MAX && digit < bytes.length; digit += 1) {
    const value = must(bytes[digit], 'a digit of the length');
    length += (value & 0x7f) * 128 ** (digit - 1);
    if (value < 0x80) return digit + 1 + length <= bytes.length ? digit + 1 + length : null;
  }
  return null;
}

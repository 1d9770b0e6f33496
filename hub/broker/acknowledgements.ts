import type { Client } from 'aedes';
import { takesMore } from './aedes-inside.ts';

/** What is gathered for one connection before it is written in the middle of a turn: only what is written is bounded. */
const GATHERED_BYTES_MAX = 65_536;

/**
 * What is written to tills: PUBACKs with their replies, and answers. A commit acknowledges several sales of each till
 * at once; what belongs to one connection is gathered for the rest of the turn and leaves in one write.
 */
export class Acknowledgements {
  #waiting = new Map<Client, Outgoing>();

  /** Writes soon, in the order of the calls. `goOn` is called when the connection has room for more. */
  write(client: Client, bytes: readonly Buffer[], goOn: () => void): void {
    if (this.#waiting.size === 0) queueMicrotask(() => this.#writeAll());
    const outgoing = this.#waiting.get(client) ?? new Outgoing(client);
    this.#waiting.set(client, outgoing);
    outgoing.add(bytes, goOn);
  }

  /**
   * Writes what waits for the client now, because something that comes later is about to be written past it. It goes on
   * at the end of the turn all the same: reading more in the middle of an acknowledgement would let others overtake it.
   */
  flush(client: Client): void {
    this.#waiting.get(client)?.write();
  }

  #writeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const outgoing of waiting.values()) outgoing.end();
  }
}

class Outgoing {
  readonly #client: Client;
  #bytes: Buffer[] = [];
  #length = 0;
  #isFull = false;
  readonly #goOn: (() => void)[] = [];

  constructor(client: Client) {
    this.#client = client;
  }

  add(bytes: readonly Buffer[], goOn: () => void): void {
    this.#goOn.push(goOn);
    for (const each of bytes) {
      this.#bytes.push(each);
      this.#length += each.length;
    }
    if (this.#length > GATHERED_BYTES_MAX) this.write();
  }

  write(): void {
    const bytes = this.#bytes;
    this.#bytes = [];
    this.#length = 0;
    if (bytes.length === 0 || this.#isGone) return;
    this.#isFull = !this.#client.conn.write(Buffer.concat(bytes)) || this.#isFull;
  }

  /** To be called once, as the last. */
  end(): void {
    this.write();
    if (this.#isGone) return;
    if (this.#isFull) return takesMore(this.#client, this.#goOn);
    for (const act of this.#goOn) act();
  }

  get #isGone(): boolean {
    return this.#client.closed || !this.#client.conn.writable;
  }
}

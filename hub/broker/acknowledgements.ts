import type { Client } from 'aedes';
import { takesMore } from './aedes-inside.ts';

/**
 * What is written to tills: PUBACKs with their replies, and answers. A commit acknowledges several sales of each till
 * at once; what belongs to one connection is gathered for the rest of the turn and leaves in one write.
 */
export class Acknowledgements {
  #waiting = new Map<Client, Outgoing>();

  /** Writes soon, in the order of the calls. `goOn` is called when the connection has room for more. */
  write(client: Client, bytes: readonly Buffer[], goOn: () => void): void {
    const known = this.#waiting.get(client);
    if (known !== undefined) {
      known.bytes.push(...bytes);
      known.goOn.push(goOn);
      return;
    }
    if (this.#waiting.size === 0) queueMicrotask(() => this.#writeAll());
    this.#waiting.set(client, { bytes: [...bytes], goOn: [goOn] });
  }

  /** Writes what waits for the client now, because something that comes later is about to be written past it. */
  flush(client: Client): void {
    const outgoing = this.#waiting.get(client);
    if (outgoing === undefined) return;
    this.#waiting.set(client, { bytes: [], goOn: [] });
    send(client, outgoing);
  }

  #writeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const [client, outgoing] of waiting) send(client, outgoing);
  }
}

interface Outgoing {
  readonly bytes: Buffer[];
  readonly goOn: (() => void)[];
}

function send(client: Client, { bytes, goOn }: Outgoing): void {
  if (client.closed || !client.conn.writable) return;
  if (bytes.length > 0 && !client.conn.write(Buffer.concat(bytes))) return takesMore(client, goOn);
  for (const act of goOn) act();
}

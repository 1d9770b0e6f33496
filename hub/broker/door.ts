import type { Duplex } from 'node:stream';
import { WaitingRoom } from '../kit/waiting-room.ts';
import type { BrokerLimits } from './limits.ts';

/**
 * Counts connections. Whoever has signed in has a credential, and one connection for it: those may all come from one
 * address, as behind a router or a proxy. Strangers are what is limited, in all and for each address, and the oldest
 * of them gives way: a till says who it is within milliseconds.
 */
export class Door {
  readonly #max: number;
  readonly #open = new Set<Duplex>();
  readonly #strangers: WaitingRoom<Duplex>;

  constructor({ connections, strangers, strangersPerAddress }: BrokerLimits) {
    this.#max = connections;
    const limits = { max: strangers, maxPerAddress: strangersPerAddress };
    this.#strangers = new WaitingRoom(limits, (connection) => this.#turnOut(connection));
  }

  get connections(): number {
    return this.#open.size;
  }

  /** Lets the connection in as a stranger, or closes it when there is no room at all. Answers whether it is in. */
  enter(connection: Duplex, address: string): boolean {
    if (this.#open.size >= this.#max) this.#strangers.turnOutOldest();
    if (this.#open.size >= this.#max) {
      connection.on('error', () => undefined);
      connection.destroy();
      return false;
    }
    this.#open.add(connection);
    this.#strangers.enter(connection, address);
    connection.once('close', () => this.#leave(connection));
    return true;
  }

  /** It has proved who it is. */
  signedIn(connection: Duplex): void {
    this.#strangers.leave(connection);
  }

  closeAll(): void {
    for (const connection of this.#open) connection.destroy();
  }

  #turnOut(connection: Duplex): void {
    this.#leave(connection);
    connection.destroy(new Error('closed to make room for others'));
  }

  #leave(connection: Duplex): void {
    this.#open.delete(connection);
    this.#strangers.leave(connection);
  }
}

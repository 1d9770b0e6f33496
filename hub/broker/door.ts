import type { Duplex } from 'node:stream';
import type { BrokerLimits } from './limits.ts';

/**
 * Counts connections. Whoever has signed in has a credential, and one connection for it: those may all come from one
 * address, as behind a router or a proxy. Strangers are what is limited, in all and for each address.
 *
 * When there are too many strangers, the oldest of them goes, not the newest: a till says who it is within
 * milliseconds, and so it always gets in, even from the address of a program that opens connections and says nothing.
 */
export class Door {
  readonly #limits: BrokerLimits;
  readonly #open = new Set<Duplex>();
  /** Oldest first. */
  readonly #strangers = new Set<Duplex>();
  readonly #byAddress = new Map<string, Set<Duplex>>();
  readonly #addresses = new WeakMap<Duplex, string>();

  constructor(limits: BrokerLimits) {
    this.#limits = limits;
  }

  get connections(): number {
    return this.#open.size;
  }

  /** Lets the connection in as a stranger, or closes it when there is no room at all. Answers whether it is in. */
  enter(connection: Duplex, address: string): boolean {
    this.#makeRoom(address);
    if (this.#open.size >= this.#limits.connections) {
      connection.on('error', () => undefined);
      connection.destroy();
      return false;
    }
    this.#open.add(connection);
    this.#addStranger(connection, address);
    connection.once('close', () => this.#leave(connection));
    return true;
  }

  /** It has proved who it is. */
  signedIn(connection: Duplex): void {
    this.#removeStranger(connection);
  }

  closeAll(): void {
    for (const connection of this.#open) connection.destroy();
  }

  #makeRoom(address: string): void {
    const { connections, strangers, strangersPerAddress } = this.#limits;
    const fromThere = this.#byAddress.get(address);
    if (fromThere !== undefined && fromThere.size >= strangersPerAddress) this.#closeOldest(fromThere);
    if (this.#strangers.size >= strangers || this.#open.size >= connections)
      this.#closeOldest(this.#strangers);
  }

  #closeOldest(strangers: ReadonlySet<Duplex>): void {
    const [oldest] = strangers;
    if (oldest === undefined) return;
    this.#leave(oldest);
    oldest.destroy(new Error('closed to make room for others'));
  }

  #addStranger(connection: Duplex, address: string): void {
    this.#addresses.set(connection, address);
    this.#strangers.add(connection);
    const fromThere = this.#byAddress.get(address) ?? new Set();
    this.#byAddress.set(address, fromThere.add(connection));
  }

  #leave(connection: Duplex): void {
    this.#open.delete(connection);
    this.#removeStranger(connection);
  }

  #removeStranger(connection: Duplex): void {
    if (!this.#strangers.delete(connection)) return;
    const address = this.#addresses.get(connection) ?? '';
    const fromThere = this.#byAddress.get(address);
    fromThere?.delete(connection);
    if (fromThere?.size === 0) this.#byAddress.delete(address);
  }
}

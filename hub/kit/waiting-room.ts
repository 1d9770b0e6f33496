export interface WaitingRoomLimits {
  readonly max: number;
  readonly maxPerAddress: number;
}

/**
 * Where connections wait until they have said something worth a place. When there are too many, of one address or in
 * all, the oldest has to go, not the newest: whoever speaks at once always finds room, even beside a program at the
 * same address that opens connections and says nothing.
 */
export class WaitingRoom<Guest extends object> {
  readonly #limits: WaitingRoomLimits;
  readonly #turnOut: (guest: Guest) => void;
  /** Oldest first, with where each comes from. */
  readonly #guests = new Map<Guest, string>();
  readonly #byAddress = new Map<string, Set<Guest>>();

  constructor(limits: WaitingRoomLimits, turnOut: (guest: Guest) => void) {
    this.#limits = limits;
    this.#turnOut = turnOut;
  }

  get size(): number {
    return this.#guests.size;
  }

  enter(guest: Guest, address: string): void {
    const before = this.#byAddress.get(address);
    if (before !== undefined && before.size >= this.#limits.maxPerAddress) this.#turnOutFirst(before);
    if (this.#guests.size >= this.#limits.max) this.turnOutOldest();
    this.#guests.set(guest, address);
    const fromThere = this.#byAddress.get(address) ?? new Set();
    this.#byAddress.set(address, fromThere.add(guest));
  }

  /** It has said something, or has gone. */
  leave(guest: Guest): void {
    const address = this.#guests.get(guest);
    if (address === undefined) return;
    this.#guests.delete(guest);
    const fromThere = this.#byAddress.get(address);
    fromThere?.delete(guest);
    if (fromThere?.size === 0) this.#byAddress.delete(address);
  }

  turnOutOldest(): void {
    this.#turnOutFirst(this.#guests.keys());
  }

  #turnOutFirst(guests: Iterable<Guest>): void {
    const [oldest] = guests;
    if (oldest === undefined) return;
    this.leave(oldest);
    this.#turnOut(oldest);
  }
}

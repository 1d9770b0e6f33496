import type { LedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import type { Random } from '../../scripts/replay/random.ts';
import type { Story } from './till.ts';

const OPEN_MAX = 10;
const DAY_MS = 86_400_000;

/** Reservations as a web shop and the people at the page make them, hand them over, and let them go. */
export class Promises {
  readonly #random: Random;
  readonly #lines: () => object[];
  #made = 0;

  constructor(random: Random, lines: () => object[]) {
    this.#random = random;
    this.#lines = lines;
  }

  /** The next deed, by what is open. What is handed over is always named: a part of it, or more than was reserved. */
  next(reader: Pick<LedgerReader, 'reservations' | 'reservation'>, nowMs: number): Story {
    const open = reader.reservations({ state: 'open', limit: OPEN_MAX });
    if (open.length === 0 || this.#random.chance(40)) return this.#make(nowMs);
    const { reservationId } = this.#random.pick(open);
    const left = (reader.reservation(reservationId)?.lines ?? []).filter(({ reserved }) => reserved !== '0');
    const named = left.map(({ sku, reserved: quantity }) => ({ sku, quantity }));
    const lines = named.length > 0 && this.#random.chance(70) ? named : this.#lines();
    return this.#end(reservationId, lines);
  }

  #make(nowMs: number): Story {
    this.#made += 1;
    const expiresAt = new Date(nowMs + DAY_MS).toISOString();
    const location = this.#random.pick(['shop', 'shop', 'Cellar']);
    const data = { reservationId: `order-${this.#made}`, location, expiresAt, lines: this.#lines() };
    return { type: 'backroom.reservation.made.v1', data };
  }

  #end(reservationId: string, lines: readonly object[]): Story {
    const step = this.#random.pick(['posted', 'posted', 'sold', 'part freed', 'voided', 'expired'] as const);
    switch (step) {
      case 'posted':
        return { type: 'backroom.reservation.posted.v1', data: { reservationId, lines } };
      case 'sold': {
        const soldBy = { id: 'a receipt of paper' };
        return { type: 'backroom.reservation.posted.v1', data: { reservationId, soldBy, lines } };
      }
      case 'part freed':
        return { type: 'backroom.reservation.voided.v1', data: { reservationId, lines } };
      default:
        return { type: `backroom.reservation.${step}.v1`, data: { reservationId } };
    }
  }
}

import type { Random } from '../../scripts/replay/random.ts';
import type { Story } from './till.ts';

interface StockLine {
  readonly sku?: string;
  readonly barcode?: string;
  readonly quantity: string;
}

/** How many steps are told before the next delivery or transfer begins, and how many are under way at once. */
const STEPS_EACH = 6;
const AT_ONCE = 4;

const DELIVERY_STEPS = ['expected', 'expected', 'received', 'received', 'closed'] as const;
const TRANSFER_STEPS = ['dispatched', 'dispatched', 'received', 'received', 'closed'] as const;
const LOCATIONS = ['shop', 'Cellar', 'Attic'];

/**
 * Deliveries and transfers as several people tell of them who do not wait for each other: goods come before they are
 * expected or sent, more than was said, in several parts, and after all was closed.
 */
export class GoodsStories {
  readonly #random: Random;
  readonly #lines: () => StockLine[];
  #steps = 0;

  constructor(random: Random, lines: () => StockLine[]) {
    this.#random = random;
    this.#lines = lines;
  }

  next(): Story {
    this.#steps += 1;
    return this.#random.chance(50) ? this.#delivery() : this.#transfer();
  }

  #delivery(): Story {
    const step = this.#random.pick(DELIVERY_STEPS);
    const deliveryId = `delivery-${this.#number()}`;
    if (step === 'closed') return { type: 'backroom.delivery.closed.v1', data: { deliveryId } };
    const data = { deliveryId, location: this.#random.pick(LOCATIONS), lines: this.#lines() };
    return { type: `backroom.${step === 'expected' ? 'delivery.expected' : 'stock.received'}.v1`, data };
  }

  #transfer(): Story {
    const step = this.#random.pick(TRANSFER_STEPS);
    const type = `backroom.transfer.${step}.v1`;
    const transferId = `transfer-${this.#number()}`;
    const [from, to] = this.#random.pick([
      ['shop', 'Cellar'],
      ['Cellar', 'shop'],
      ['Cellar', 'Attic'],
    ]);
    switch (step) {
      case 'dispatched':
        return { type, data: { transferId, from, to, lines: this.#lines() } };
      case 'received':
        return { type, data: { transferId, location: to, lines: this.#lines() } };
      default:
        return { type, data: { transferId } };
    }
  }

  #number(): number {
    return 1 + Math.floor(this.#steps / STEPS_EACH) + this.#random.below(AT_ONCE);
  }
}

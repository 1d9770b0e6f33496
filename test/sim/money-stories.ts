import type { Random } from '../../scripts/replay/random.ts';
import type { Story } from './till.ts';

const CUSTOMERS = 8;
const CARD_MINOR = 5_000;
const HOLD_MINOR = 700;
const FLOAT_MINOR = 10_000;
/** A service of the catalogue: what is sold under it moves no goods. */
const CARD_SKU = 'P-12';
const PAYOUT_ENTRIES = 8;

/** Where at a counter something happens. */
export interface Counter {
  readonly businessDate: string;
  readonly registerSession: string;
}

interface Payment {
  readonly reference: string;
  readonly amountMinor: number;
}

interface CardLine {
  readonly sku: string;
  readonly kind: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amountMinor: number;
  readonly giftCardId: string;
}

/**
 * How a shop is paid and whom it knows: cards that a processor settles, gift cards, sessions with a drawer. Payouts come in
 * any order: before a till has told of the payment, twice, and of another amount.
 */
export class MoneyStories {
  readonly #random: Random;
  readonly #owed: Payment[] = [];
  #payments = 0;
  #cards = 0;
  #holds = 0;
  #payouts = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** What pays an amount without change. */
  tenders(amountMinor: number): object[] {
    if (this.#random.chance(8) && this.#cards > 0) {
      const spentMinor = Math.min(amountMinor, 50 + this.#random.below(900));
      const card = { kind: 'gift_card', amountMinor: spentMinor, giftCardId: this.#card() };
      const rest = { kind: 'cash', amountMinor: amountMinor - spentMinor };
      return this.#random.chance(30) && this.#holds > 0
        ? [{ ...card, holdId: this.#hold() }, rest]
        : [card, rest];
    }
    if (this.#random.chance(40)) return [this.#byProcessor(amountMinor)];
    return [{ kind: this.#random.pick(['cash', 'card', 'mobile']), amountMinor }];
  }

  /** A gift card is sold with the goods, now and then. */
  cardLines(): CardLine[] {
    if (!this.#random.chance(4)) return [];
    this.#cards += 1;
    const worth = { quantity: '1', unitPrice: '50.00', amountMinor: CARD_MINOR };
    return [{ sku: CARD_SKU, kind: 'gift_card', ...worth, giftCardId: `card-${this.#cards}` }];
  }

  customer(): { customerId?: string } {
    return this.#random.chance(15) ? { customerId: this.#customerId() } : {};
  }

  captured(): Story {
    const customerId = this.#customerId();
    const data = { customerId, name: `Name of ${customerId}`, email: `${customerId}@example.org` };
    return { type: 'backroom.customer.captured.v1', data };
  }

  /** A hold of a card that may have less on it, or the end of one. */
  hold(): Story {
    if (this.#holds > 0 && this.#random.chance(40))
      return { type: 'backroom.hold.released.v1', data: { holdId: this.#hold() } };
    this.#holds += 1;
    const asked = { kind: 'gift_card', account: this.#card(), currency: 'EUR', amountMinor: HOLD_MINOR };
    return { type: 'backroom.hold.made.v1', data: { holdId: `hold-${this.#holds}`, ...asked } };
  }

  cash(counter: Counter): Story {
    const direction = this.#random.pick(['in', 'out']);
    const reason = this.#random.pick(['change', 'bank', 'expense', 'tips']);
    const amountMinor = 100 + this.#random.below(5_000);
    return {
      type: 'backroom.cash.moved.v1',
      data: { ...counter, currency: 'EUR', direction, amountMinor, reason },
    };
  }

  opened(counter: Counter): Story {
    const data = { ...counter, currency: 'EUR', floatMinor: FLOAT_MINOR };
    return { type: 'backroom.session.opened.v1', data };
  }

  closed(counter: Counter, numbers: { firstSequence: string; lastSequence: string }): Story {
    const counted = this.#random.chance(80) ? { countedMinor: FLOAT_MINOR + this.#random.below(90_000) } : {};
    const data = { ...counter, currency: 'EUR', ...numbers, ...counted };
    return { type: 'backroom.session.closed.v1', data };
  }

  /** What the office records of a processor. */
  payout(arrivedOn: string): Story {
    this.#payouts += 1;
    const some = this.#owed.splice(0, 1 + this.#random.below(PAYOUT_ENTRIES));
    if (this.#random.chance(20)) this.#owed.push(...some.slice(0, 1));
    const early = this.#random.chance(30)
      ? [{ reference: `payment-${this.#payments + 3}`, amountMinor: 900 }]
      : [];
    const entries = [...some, ...early].map(({ reference, amountMinor }) => {
      const grossMinor = this.#random.chance(5) ? amountMinor + 10 : amountMinor;
      const feeMinor = this.#random.below(9);
      return { kind: 'payment', reference, grossMinor, feeMinor, netMinor: grossMinor - feeMinor };
    });
    const sum = (pick: (entry: (typeof entries)[number]) => number): number =>
      entries.reduce((total, entry) => total + pick(entry), 0);
    const [grossMinor, feeMinor] = [sum((entry) => entry.grossMinor), sum((entry) => entry.feeMinor)];
    const sums = { grossMinor, feeMinor, netMinor: grossMinor - feeMinor };
    const of = { payoutId: `payout-${this.#payouts}`, processor: 'Acme', currency: 'EUR', arrivedOn };
    return { type: 'backroom.payout.recorded.v1', data: { ...of, ...sums, entries } };
  }

  #byProcessor(amountMinor: number): object {
    if (!this.#random.chance(5)) this.#payments += 1;
    const reference = `payment-${this.#payments}`;
    this.#owed.push({ reference, amountMinor });
    return { kind: 'card', amountMinor, processor: 'Acme', reference };
  }

  #card(): string {
    return `card-${1 + this.#random.below(Math.max(1, this.#cards))}`;
  }

  #hold(): string {
    return `hold-${1 + this.#random.below(this.#holds)}`;
  }

  #customerId(): string {
    return `customer-${1 + this.#random.below(CUSTOMERS)}`;
  }
}

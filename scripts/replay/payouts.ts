import type { EventData } from '../../hub/contract/events.ts';
import { PROCESSORS } from './money-rules.ts';
import { mondayOf } from './supply.ts';
import { isNeverSettled } from './till-day-rules.ts';
import type { Receipt } from './trading-event.ts';

type Payout = EventData<'backroom.payout.recorded.v1'>;

interface Owed {
  readonly reference: string;
  readonly kind: 'payment' | 'refund';
  readonly minor: number;
}

const FEE = { eachMinor: 20, perMille: 14 };

/** What processors owe: one pays each day for the trading day before, the other each week for the week before. */
export class PayoutPlan {
  readonly #ofDay = new Payable(PROCESSORS.most);
  readonly #ofWeek = new Payable(PROCESSORS.some);

  owe({ kind, key, data }: Receipt): void {
    for (const { kind: tender, processor, amountMinor: minor } of data.tenders) {
      if (tender !== 'card' || isNeverSettled(key)) continue;
      const payable = processor === PROCESSORS.some ? this.#ofWeek : this.#ofDay;
      payable.owe({ reference: key, kind: kind === 'sale' ? 'payment' : 'refund', minor });
    }
  }

  /** At the end of a trading day; `next` is the one that follows. */
  due(date: string, next: string | null): Payout[] {
    const isEndOfWeek = next !== null && mondayOf(next) !== mondayOf(date);
    return [...this.#ofDay.paidOut(date), ...(isEndOfWeek ? this.#ofWeek.paidOut(date) : [])];
  }
}

/** What is paid out waits for one turn: of the day or the week that ends now nothing is paid yet. */
class Payable {
  readonly #processor: string;
  #waiting: readonly Owed[] = [];
  #new: Owed[] = [];

  constructor(processor: string) {
    this.#processor = processor;
  }

  owe(owed: Owed): void {
    this.#new.push(owed);
  }

  paidOut(date: string): Payout[] {
    const paid = this.#waiting;
    this.#waiting = this.#new;
    this.#new = [];
    return paid.length === 0 ? [] : [payoutOf(this.#processor, date, paid)];
  }
}

function payoutOf(processor: string, date: string, owed: readonly Owed[]): Payout {
  const entries = owed.map(({ kind, reference, minor }) => {
    const feeMinor = kind === 'payment' ? feeOf(minor) : 0;
    return { kind, reference, grossMinor: minor, feeMinor, netMinor: minor - feeMinor };
  });
  const sum = (pick: (entry: (typeof entries)[number]) => number): number =>
    entries.reduce((total, entry) => total + pick(entry), 0);
  return {
    payoutId: `${processor} ${date}`,
    processor,
    currency: 'GBP',
    arrivedOn: date,
    grossMinor: sum(({ grossMinor }) => grossMinor),
    feeMinor: sum(({ feeMinor }) => feeMinor),
    netMinor: sum(({ netMinor }) => netMinor),
    entries,
  };
}

/** Half a penny up. */
function feeOf(minor: number): number {
  return FEE.eachMinor + Math.floor((minor * FEE.perMille + 500) / 1_000);
}

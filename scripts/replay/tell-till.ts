import type { MadeEvent, Till } from '../../devices/till/till.ts';
import { must, unreachable } from '../../hub/kit/assert.ts';
import { hashOf } from './random.ts';
import { TillSession } from './till-session.ts';
import { BACK_OFFICE, type SessionEvent, type TradingEvent, isReceipt, timeOf } from './trading-event.ts';

/** At which of so many tills an event happened, from 0. */
export function placeOf(event: TradingEvent, tills: number): number {
  return event.key === BACK_OFFICE ? 0 : hashOf(event.key) % tills;
}

/** Tells each till what happened at it, and knows for each the session that it has open. */
export class TillTeller {
  readonly #tills: readonly Till[];
  readonly #open = new Map<Till, TillSession>();

  constructor(tills: readonly Till[]) {
    this.#tills = tills;
  }

  tell(event: TradingEvent | SessionEvent): MadeEvent {
    if ('till' in event) return this.#tellOfSession(event);
    const till = this.#till(placeOf(event, this.#tills.length));
    const made = tellOfTrading(till, event);
    const session = this.#open.get(till);
    // What comes late is of no session that is open, even where the next one is.
    if (isReceipt(event) && session?.date === event.data.businessDate) session.add(event, made);
    return made;
  }

  #tellOfSession(event: SessionEvent): MadeEvent {
    const till = this.#till(event.till);
    if (event.kind === 'opened') {
      const opened = new TillSession(till, event);
      this.#open.set(till, opened);
      return opened.opening;
    }
    const session = must(this.#open.get(till), 'a till with an open session');
    if (event.kind === 'closed') this.#open.delete(till);
    return event.kind === 'closed' ? session.close(timeOf(event)) : session.moveCash(timeOf(event));
  }

  #till(place: number): Till {
    return must(this.#tills[place], 'a shop with tills');
  }
}

function tellOfTrading(till: Till, event: TradingEvent): MadeEvent {
  const atMs = timeOf(event);
  switch (event.kind) {
    case 'sale':
      return till.sell(event.data, atMs);
    case 'refund':
      return till.refund(event.data, atMs);
    case 'adjustment':
      return till.adjust(event.data, atMs);
    case 'delivery':
      return till.receive(event.data, atMs);
    default:
      return unreachable(event);
  }
}

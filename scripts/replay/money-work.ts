import { placeOf } from './tell-till.ts';
import { sessionName } from './till-day-rules.ts';
import { type ShopEvent, isReceipt } from './trading-event.ts';

/** How much there was of the till's day. */
export interface MoneyWork {
  readonly sessions: number;
  /** Receipts that came when their session was closed. */
  readonly late: number;
  readonly days: number;
  readonly payouts: number;
}

export function moneyWorkIn(events: readonly ShopEvent[], tills: number): MoneyWork {
  const closed = new Set<string>();
  let late = 0;
  for (const event of events) {
    if (event.kind === 'closed') closed.add(sessionName(event.till, event.date));
    if (!isReceipt(event)) continue;
    late += Number(closed.has(sessionName(placeOf(event, tills), event.data.businessDate)));
  }
  const count = (kind: ShopEvent['kind']): number => events.filter((event) => event.kind === kind).length;
  return { sessions: closed.size, late, days: count('dayClosed'), payouts: count('payout') };
}

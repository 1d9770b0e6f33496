import { PayoutPlan } from './payouts.ts';
import { placeOf } from './tell-till.ts';
import { type Lateness, cashMoveOf, latenessOf, sessionName } from './till-day-rules.ts';
import { type Receipt, type ShopEvent, type TradingEvent, isReceipt } from './trading-event.ts';

/**
 * Puts the day of the tills around what they sell: each opens a session with its first receipt of a day and closes it
 * after the last, the day ends, processors pay, and some receipts come when all that is over. Pure.
 */
export function shopDaysOf(trading: readonly TradingEvent[], tills: number): ShopEvent[] {
  const days = new ShopDays(trading, tills);
  for (const event of trading) days.add(event);
  return days.end();
}

class ShopDays {
  readonly #tills: number;
  readonly #told: ShopEvent[] = [];
  readonly #lateness: ReadonlyMap<TradingEvent, Lateness>;
  readonly #lastOfSession: ReadonlySet<TradingEvent>;
  readonly #opened = new Set<string>();
  readonly #payouts = new PayoutPlan();
  #late: Receipt[] = [];
  #afterPayout: Receipt[] = [];
  #last: Receipt | null = null;

  constructor(trading: readonly TradingEvent[], tills: number) {
    this.#tills = tills;
    const { lateness, last } = planSessions(trading.filter(isReceipt), tills);
    this.#lateness = lateness;
    this.#lastOfSession = last;
  }

  add(event: TradingEvent): void {
    if (!isReceipt(event)) return void this.#told.push(event);
    if (this.#last !== null && dateOf(this.#last) !== dateOf(event)) this.#endDay(this.#last, dateOf(event));
    this.#last = event;
    this.#payouts.owe(event);
    if (this.#lateness.has(event)) this.#late.push(event);
    else this.#inTime(event);
  }

  end(): ShopEvent[] {
    if (this.#last !== null) this.#endDay(this.#last, null);
    return [...this.#told, ...this.#afterPayout];
  }

  #inTime(event: Receipt): void {
    const till = placeOf(event, this.#tills);
    const { at } = event;
    const date = dateOf(event);
    const session = sessionName(till, date);
    const isFirst = !this.#opened.has(session);
    if (isFirst) this.#told.push({ kind: 'opened', at, date, till });
    this.#opened.add(session);
    this.#told.push(event);
    if (isFirst && cashMoveOf(session) !== null) this.#told.push({ kind: 'cashMoved', at, date, till });
    if (!this.#lastOfSession.has(event)) return;
    this.#told.push({ kind: 'closed', at, date, till });
    const isOfIt = (late: Receipt): boolean => placeOf(late, this.#tills) === till;
    this.#told.push(...this.#takeLate('afterSession', isOfIt));
  }

  #endDay({ at, data }: Receipt, next: string | null): void {
    const { businessDate: date } = data;
    this.#told.push(...this.#takeLate('afterSession'), { kind: 'dayClosed', at, date });
    this.#told.push(...this.#takeLate('afterDay'));
    this.#told.push(
      ...this.#payouts.due(date, next).map((payout) => ({ kind: 'payout', at, data: payout }) as const),
    );
    this.#told.push(...this.#afterPayout);
    this.#afterPayout = this.#late;
    this.#late = [];
  }

  #takeLate(lateness: Lateness, isWanted: (late: Receipt) => boolean = () => true): Receipt[] {
    const wanted = this.#late.filter((late) => this.#lateness.get(late) === lateness && isWanted(late));
    this.#late = this.#late.filter((late) => !wanted.includes(late));
    return wanted;
  }
}

/** Which receipts come late, and which are the last in time of their session. The first of a session opens it. */
function planSessions(receipts: readonly Receipt[], tills: number) {
  const lateness = new Map<TradingEvent, Lateness>();
  const last = new Map<string, TradingEvent>();
  for (const event of receipts) {
    const session = sessionName(placeOf(event, tills), dateOf(event));
    const late = last.has(session) ? latenessOf(event) : null;
    if (late === null) last.set(session, event);
    else lateness.set(event, late);
  }
  return { lateness, last: new Set(last.values()) };
}

function dateOf({ data }: Receipt): string {
  return data.businessDate;
}

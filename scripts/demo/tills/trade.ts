import type { Till } from '../../../devices/till/till.ts';
import type { Clock } from '../../../hub/kit/clock.ts';
import type { Random } from '../../replay/random.ts';
import { fillBasket } from './basket.ts';
import { type Receipt, refundOf, saleOf } from './receipt.ts';
import type { ShelfBook } from './shelf-book.ts';

export interface TradeParts {
  readonly shelves: ShelfBook;
  readonly random: Random;
  readonly clock: Clock;
  /** 1 is a shop on a usual day, 10 is ten times as busy. */
  readonly pace: number;
}

const PAUSE_MIN_MS = 5_000;
const PAUSE_SPREAD_MS = 35_000;
/** The first customer does not wait for the first pause to end. */
const FIRST_PAUSE_MS = 3_000;
const REFUND_PERCENT = 4;
/** Sales that customers may come back with. */
const RECEIPTS_MAX = 20;

/** A customer every 5 to 40 seconds, until the signal aborts. */
export async function trade(
  till: Till,
  name: string,
  parts: TradeParts & { signal: AbortSignal },
): Promise<void> {
  const { random, clock, pace, signal } = parts;
  const counter = new CashDesk(till, name, parts);
  await clock.sleep(random.below(FIRST_PAUSE_MS) / pace, signal);
  while (!signal.aborted) {
    counter.serve();
    await clock.sleep((PAUSE_MIN_MS + random.below(PAUSE_SPREAD_MS)) / pace, signal);
  }
}

class CashDesk {
  readonly #till: Till;
  readonly #name: string;
  readonly #parts: TradeParts;
  readonly #receipts: Receipt[] = [];

  constructor(till: Till, name: string, parts: TradeParts) {
    this.#till = till;
    this.#name = name;
    this.#parts = parts;
  }

  serve(): void {
    const wantsRefund = this.#receipts.length > 0 && this.#parts.random.chance(REFUND_PERCENT);
    if (!wantsRefund || !this.#refund()) this.#sell();
  }

  #sell(): void {
    const { shelves, random } = this.#parts;
    const lines = fillBasket(shelves, random);
    const { id, source } = this.#till.sell(saleOf(lines, this.#counter(), random));
    for (const line of lines)
      if (line.kind === 'goods') shelves.take(line.sku ?? '', Number(line.quantity) * 1_000);
    this.#receipts.push({ id, source, lines });
    if (this.#receipts.length > RECEIPTS_MAX) this.#receipts.shift();
  }

  /** False when the customer's receipt has nothing on it that can be brought back. */
  #refund(): boolean {
    const { random } = this.#parts;
    const [receipt] = this.#receipts.splice(random.below(this.#receipts.length), 1);
    const refund = receipt === undefined ? undefined : refundOf(receipt, this.#counter(), random);
    if (refund === undefined) return false;
    this.#till.refund(refund);
    return true;
  }

  #counter() {
    const number = this.#till.progress().lastSequence + 1;
    const businessDate = localDate(this.#parts.clock.nowMs());
    return { till: this.#name, businessDate, receiptNumber: `${this.#name}-${number}` };
  }
}

/** The date on this computer's calendar, as 2026-11-23: that is how Sweden writes it. */
function localDate(nowMs: number): string {
  return new Date(nowMs).toLocaleDateString('sv-SE');
}

import type { Till } from '../../../devices/till/till.ts';
import type { Clock } from '../../../hub/kit/clock.ts';
import type { Random } from '../../replay/random.ts';
import { fillBasket } from './basket.ts';
import { Drawer } from './drawer.ts';
import { type Receipt, refundOf, saleOf } from './receipt.ts';
import { nextCustomer } from './regulars.ts';
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

/** A customer every 5 to 40 seconds, until the signal aborts. Then the drawer is counted. */
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
  counter.close();
}

class CashDesk {
  readonly #till: Till;
  readonly #name: string;
  readonly #drawer: Drawer;
  readonly #parts: TradeParts;
  readonly #receipts: Receipt[] = [];

  constructor(till: Till, name: string, parts: TradeParts) {
    this.#till = till;
    this.#name = name;
    this.#parts = parts;
    this.#drawer = new Drawer(till, name, parts);
  }

  serve(): void {
    const wantsRefund = this.#receipts.length > 0 && this.#parts.random.chance(REFUND_PERCENT);
    if (!wantsRefund || !this.#refund()) this.#sell();
  }

  close(): void {
    this.#drawer.close();
  }

  #sell(): void {
    const { shelves, random } = this.#parts;
    const lines = fillBasket(shelves, random);
    const sale = saleOf(lines, { ...this.#counter(), customerId: nextCustomer(random) }, random);
    const { id, source } = this.#till.sell(sale);
    this.#drawer.take(sale);
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
    this.#drawer.take(refund);
    return true;
  }

  #counter() {
    const { registerSession, businessDate } = this.#drawer.session();
    const number = this.#till.progress().lastSequence + 1;
    return { registerSession, businessDate, receiptNumber: `${this.#name}-${number}` };
  }
}

import type { MadeEvent, Till } from '../../devices/till/till.ts';
import { formatSequence } from '../../hub/contract/envelope.ts';
import { must } from '../../hub/kit/assert.ts';
import { addAll, figuresNamed, receiptFigures } from './receipt-figures.ts';
import { cashMoveOf, countedMinor, floatMinor, sessionName } from './till-day-rules.ts';
import { type Receipt, type SessionEvent, timeOf } from './trading-event.ts';

/** A register session as its till knows it: what it was told, and what it adds up to for its own Z report. */
export class TillSession {
  readonly date: string;
  readonly #till: Till;
  readonly #name: string;
  readonly #sums: Record<string, number> = {};
  readonly #opening: MadeEvent;
  #last: MadeEvent;
  #cashMinor: number;

  constructor(till: Till, opened: SessionEvent) {
    this.#till = till;
    this.date = opened.date;
    this.#name = sessionName(opened.till, opened.date);
    this.#cashMinor = floatMinor(this.#name);
    const data = { ...this.#session(), floatMinor: this.#cashMinor };
    this.#opening = till.tell('backroom.session.opened.v1', data, timeOf(opened));
    this.#last = this.#opening;
  }

  get opening(): MadeEvent {
    return this.#opening;
  }

  add(receipt: Receipt, made: MadeEvent): void {
    const figures = receiptFigures(receipt);
    addAll(this.#sums, figures);
    this.#cashMinor += figures['tender cash'] ?? 0;
    this.#last = made;
  }

  moveCash(atMs: number): MadeEvent {
    const move = must(cashMoveOf(this.#name), 'cash that moves');
    this.#cashMinor += move.direction === 'in' ? move.amountMinor : -move.amountMinor;
    this.#last = this.#till.tell('backroom.cash.moved.v1', { ...this.#session(), ...move }, atMs);
    return this.#last;
  }

  close(atMs: number): MadeEvent {
    const sum = (name: string): number => this.#sums[name] ?? 0;
    const data = {
      ...this.#session(),
      firstSequence: formatSequence(this.#opening.sequence),
      lastSequence: formatSequence(this.#last.sequence),
      countedMinor: countedMinor(this.#name, this.#cashMinor),
      report: {
        salesMinor: sum('salesMinor'),
        refundsMinor: sum('refundsMinor'),
        saleCount: sum('sales'),
        refundCount: sum('refunds'),
        tenders: figuresNamed(this.#sums, 'tender '),
        taxes: figuresNamed(this.#sums, 'tax '),
        expectedCashMinor: this.#cashMinor,
      },
    };
    return this.#till.tell('backroom.session.closed.v1', data, atMs);
  }

  #session() {
    return { registerSession: this.date, businessDate: this.date, currency: 'GBP' };
  }
}

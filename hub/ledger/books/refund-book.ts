import type { Database, Statement } from 'better-sqlite3';
import type { LineRefund } from '../../domain/refundable.ts';
import { must } from '../../kit/assert.ts';

type Totals = { quantity_micro: number; amount_minor: number };

/** What went back of the lines of sales, and of the orders of other channels. */
export class RefundBook {
  readonly #addLine: Statement<[number, number, number, number], Totals>;
  readonly #lines: Statement<[number], LineRefund>;
  readonly #addOrder: Statement<[string, number, string]>;

  constructor(db: Database) {
    this.#addLine = db.prepare(
      `INSERT INTO line_refund (sale, line, quantity_micro, amount_minor) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET quantity_micro = quantity_micro + excluded.quantity_micro,
         amount_minor = amount_minor + excluded.amount_minor
       RETURNING quantity_micro, amount_minor`,
    );
    this.#lines = db.prepare(
      `SELECT line, quantity_micro AS quantityMicro, amount_minor AS amountMinor FROM line_refund
       WHERE sale = ? ORDER BY line`,
    );
    this.#addOrder = db.prepare('INSERT INTO order_refund (order_number, seq, channel) VALUES (?, ?, ?)');
  }

  /** What went back of that line by now, with this. */
  addLine(sale: number, { line, quantityMicro, amountMinor }: LineRefund): LineRefund {
    const totals = must(
      this.#addLine.get(sale, line, quantityMicro, amountMinor),
      'what went back of a line',
    );
    return { line, quantityMicro: totals.quantity_micro, amountMinor: totals.amount_minor };
  }

  /** What went back of each line of a sale by now. */
  lines(sale: number): LineRefund[] {
    return this.#lines.all(sale);
  }

  addOrder(seq: number, order: { channel: string; number: string }): void {
    this.#addOrder.run(order.number, seq, order.channel);
  }
}

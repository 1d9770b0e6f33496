import type { Database, Statement } from 'better-sqlite3';
import type { ReceiptFacts } from '../../domain/ledger-event.ts';

export interface ReceiptRow {
  readonly seq: number;
  readonly kind: 'sale' | 'refund';
  readonly business_date: string;
  readonly currency: string;
  readonly total_minor: number;
  readonly first_movement: number;
  readonly movements: number;
  readonly refunded_minor: number;
  readonly voided_seq: number | null;
}

export interface AwaitingRow {
  readonly seq: number;
  readonly kind: 'void' | 'refund';
  readonly amount_minor: number;
}

interface DayChange {
  readonly date: string;
  readonly currency: string;
  sales: number;
  salesMinor: number;
  refunds: number;
  refundsMinor: number;
  voids: number;
  voidsMinor: number;
}

/** Sales and refunds, what was taken back of them, and the totals of the days. */
export class ReceiptBook {
  readonly #add: Statement<[number, string, string, string, number, number, number, number]>;
  readonly #find: Statement<[number], ReceiptRow>;
  readonly #addRefunded: Statement<[number, number]>;
  readonly #setVoided: Statement<[number, number]>;
  readonly #addDay: Statement<[string, string, number, number, number, number, number, number]>;
  readonly #await: Statement<[string, string, number, string, number]>;
  readonly #awaiting: Statement<[string, string], AwaitingRow>;
  readonly #arrived: Statement<[string, string]>;

  /** What the batch adds to the days. Every sale adds to the same one or two. */
  readonly #days = new Map<string, DayChange>();

  /** Nearly always none: then no sale has to look. */
  #awaitingCount: number;

  constructor(db: Database) {
    this.#add = db.prepare(
      `INSERT INTO receipt (seq, kind, business_date, currency, total_minor, line_count, first_movement, movements)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare(
      `SELECT seq, kind, business_date, currency, total_minor, first_movement, movements, refunded_minor, voided_seq
       FROM receipt WHERE seq = ?`,
    );
    this.#addRefunded = db.prepare('UPDATE receipt SET refunded_minor = refunded_minor + ? WHERE seq = ?');
    this.#setVoided = db.prepare('UPDATE receipt SET voided_seq = ? WHERE seq = ?');
    this.#addDay = db.prepare(
      `INSERT INTO day_total (business_date, currency, sales, sales_minor, refunds, refunds_minor, voids, voids_minor)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET sales = sales + excluded.sales, sales_minor = sales_minor + excluded.sales_minor,
         refunds = refunds + excluded.refunds, refunds_minor = refunds_minor + excluded.refunds_minor,
         voids = voids + excluded.voids, voids_minor = voids_minor + excluded.voids_minor`,
    );
    this.#await = db.prepare(
      'INSERT INTO awaited_sale (source, id, seq, kind, amount_minor) VALUES (?, ?, ?, ?, ?)',
    );
    this.#awaiting = db.prepare(
      'SELECT seq, kind, amount_minor FROM awaited_sale WHERE source = ? AND id = ? ORDER BY seq',
    );
    this.#arrived = db.prepare('DELETE FROM awaited_sale WHERE source = ? AND id = ?');
    const count = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM awaited_sale').get();
    this.#awaitingCount = count?.count ?? 0;
  }

  add(seq: number, facts: ReceiptFacts, movements: { first: number; count: number }): void {
    const { kind, businessDate, currency, totalMinor, lines } = facts;
    this.#add.run(
      seq,
      kind,
      businessDate,
      currency,
      totalMinor,
      lines.length,
      movements.first,
      movements.count,
    );
    const day = this.#day(businessDate, currency);
    if (kind === 'sale') {
      day.sales += 1;
      day.salesMinor += totalMinor;
    } else {
      day.refunds += 1;
      day.refundsMinor += totalMinor;
    }
  }

  find(seq: number): ReceiptRow | null {
    return this.#find.get(seq) ?? null;
  }

  /** A voided sale counts no more on the day it was sold. */
  void(sale: ReceiptRow, seq: number): void {
    this.#setVoided.run(seq, sale.seq);
    const day = this.#day(sale.business_date, sale.currency);
    day.sales -= 1;
    day.salesMinor -= sale.total_minor;
    day.voids += 1;
    day.voidsMinor += sale.total_minor;
  }

  /** `refundedMinor` is above zero for money that went back. */
  addRefunded(sale: ReceiptRow, refundedMinor: number): void {
    this.#addRefunded.run(refundedMinor, sale.seq);
  }

  await(sale: { source: string; id: string }, row: AwaitingRow): void {
    this.#awaitingCount += 1;
    this.#await.run(sale.source, sale.id, row.seq, row.kind, row.amount_minor);
  }

  /** What waited for this sale, which is here now. */
  takeAwaiting(source: string, id: string): AwaitingRow[] {
    if (this.#awaitingCount === 0) return [];
    const rows = this.#awaiting.all(source, id);
    if (rows.length === 0) return rows;
    this.#arrived.run(source, id);
    this.#awaitingCount -= rows.length;
    return rows;
  }

  /** Writes what the batch adds to the days. Must run before the transaction commits. */
  endBatch(): void {
    for (const { date, currency, ...day } of this.#days.values()) {
      const { sales, salesMinor, refunds, refundsMinor, voids, voidsMinor } = day;
      this.#addDay.run(date, currency, sales, salesMinor, refunds, refundsMinor, voids, voidsMinor);
    }
    this.#days.clear();
  }

  #day(date: string, currency: string): DayChange {
    const key = `${date} ${currency}`;
    const known = this.#days.get(key);
    if (known !== undefined) return known;
    const day = {
      date,
      currency,
      sales: 0,
      salesMinor: 0,
      refunds: 0,
      refundsMinor: 0,
      voids: 0,
      voidsMinor: 0,
    };
    this.#days.set(key, day);
    return day;
  }
}

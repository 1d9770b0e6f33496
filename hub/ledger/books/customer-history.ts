import type { Database, Statement } from 'better-sqlite3';
import { must } from '../../kit/assert.ts';

/** A receipt as far as the history of a customer goes. `departments`: from which something was taken away. */
export interface CustomerReceipt {
  readonly seq: number;
  readonly customer: number;
  readonly departments: readonly string[];
}

interface ReceiptValue {
  readonly kind: 'sale' | 'refund';
  readonly business_date: string;
  readonly currency: string;
  readonly total_minor: number;
  readonly voided_seq: number | null;
}

export interface AwaitedSaleRow {
  readonly seq: number;
  readonly returned_minor: number;
}

/** What each customer bought: receipts, departments, totals by year. */
export class CustomerHistory {
  readonly #receipt: Statement<[number], ReceiptValue>;
  readonly #customerOf: Statement<[number], { customer: number }>;
  readonly #namedBy: Statement<[number], { customer: number }>;
  readonly #receipts: Statement<[number], { seq: number; voided_seq: number | null }>;
  readonly #add: Statement<[number, number, string]>;
  readonly #addDepartment: Statement<[number, string, number]>;
  readonly #addTotal: Statement<[number, string, string, number, number]>;
  readonly #sale: Statement<[string, string, number], { seq: number }>;
  readonly #await: Statement<[string, string, number, number]>;
  readonly #awaiting: Statement<[string, string], AwaitedSaleRow>;
  readonly #arrived: Statement<[string, string]>;
  /** Nearly always none: then no sale has to look. */
  #awaitingCount: number;

  constructor(db: Database) {
    this.#receipt = db.prepare(
      'SELECT kind, business_date, currency, total_minor, voided_seq FROM receipt WHERE seq = ?',
    );
    this.#customerOf = db.prepare('SELECT customer FROM customer_receipt WHERE seq = ?');
    this.#namedBy = db.prepare(
      `SELECT r.customer FROM customer_receipt r JOIN event e ON e.seq = r.seq
       WHERE r.seq = ? AND json_extract(CAST(e.body AS TEXT), '$.data.customerId') IS NOT NULL`,
    );
    this.#receipts = db.prepare(
      `SELECT c.seq, r.voided_seq FROM customer_receipt c JOIN receipt r ON r.seq = c.seq WHERE c.customer = ?`,
    );
    this.#add = db.prepare('INSERT INTO customer_receipt (seq, customer, business_date) VALUES (?, ?, ?)');
    this.#addDepartment = db.prepare(
      'INSERT OR IGNORE INTO customer_department (customer, department, seq) VALUES (?, ?, ?)',
    );
    this.#addTotal = db.prepare(
      `INSERT INTO customer_total (customer, currency, year, visits, spent_minor) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET visits = visits + excluded.visits, spent_minor = spent_minor + excluded.spent_minor`,
    );
    this.#sale = db.prepare(
      `SELECT k.seq FROM stream s JOIN event_key k ON k.id = ? AND k.stream = s.stream WHERE s.source = ? AND k.seq <= ?`,
    );
    this.#await = db.prepare(
      'INSERT INTO awaited_customer_sale (source, id, seq, returned_minor) VALUES (?, ?, ?, ?)',
    );
    this.#awaiting = db.prepare(
      'SELECT seq, returned_minor FROM awaited_customer_sale WHERE source = ? AND id = ? ORDER BY seq',
    );
    this.#arrived = db.prepare('DELETE FROM awaited_customer_sale WHERE source = ? AND id = ?');
    const count = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM awaited_customer_sale');
    this.#awaitingCount = count.get()?.count ?? 0;
  }

  add({ seq, customer, departments }: CustomerReceipt): void {
    const { kind, business_date, currency, total_minor } = this.#value(seq);
    this.#add.run(seq, customer, business_date);
    for (const department of departments) this.#addDepartment.run(customer, department, seq);
    const year = business_date.slice(0, YEAR_LENGTH);
    this.#addTotal.run(customer, currency, year, kind === 'sale' ? 1 : 0, total_minor);
  }

  /** A sale counts no more. Whose it was, or null. */
  void(seq: number): number | null {
    const customer = this.customerOf(seq);
    if (customer === null) return null;
    const { business_date, currency, total_minor } = this.#value(seq);
    this.#addTotal.run(customer, currency, business_date.slice(0, YEAR_LENGTH), -1, -total_minor);
    return customer;
  }

  isVoided(seq: number): boolean {
    return this.#value(seq).voided_seq !== null;
  }

  customerOf(seq: number): number | null {
    return this.#customerOf.get(seq)?.customer ?? null;
  }

  /**
   * The customer whom a receipt names itself; null for one that is theirs only by what it takes back. So whose a receipt is
   * depends on one other at most, and not on the order in which a chain of exchanges came.
   */
  customerNamedBy(seq: number): number | null {
    return this.#namedBy.get(seq)?.customer ?? null;
  }

  /** The entries of all receipts of a customer, and of what voided them. */
  entries(customer: number): number[] {
    return this.#receipts
      .all(customer)
      .flatMap(({ seq, voided_seq: voided }) => (voided === null ? [seq] : [seq, voided]));
  }

  /** The entry of a sale that is named, as far as it is here when `seq` is applied. */
  findSale(sale: { source: string; id: string }, seq: number): number | null {
    return this.#sale.get(sale.id, sale.source, seq)?.seq ?? null;
  }

  await(sale: { source: string; id: string }, row: AwaitedSaleRow): void {
    this.#awaitingCount += 1;
    this.#await.run(sale.source, sale.id, row.seq, row.returned_minor);
  }

  /** What waited for this sale, which is here now. */
  takeAwaiting(sale: { source: string; id: string }): AwaitedSaleRow[] {
    if (this.#awaitingCount === 0) return [];
    const rows = this.#awaiting.all(sale.source, sale.id);
    if (rows.length > 0) this.#arrived.run(sale.source, sale.id);
    this.#awaitingCount -= rows.length;
    return rows;
  }

  #value(seq: number): ReceiptValue {
    return must(this.#receipt.get(seq), `receipt ${seq}`);
  }
}

const YEAR_LENGTH = 4;

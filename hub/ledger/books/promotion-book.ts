import type { Database, Statement } from 'better-sqlite3';
import type { ReceiptFacts } from '../../domain/ledger-event.ts';

interface GivenRow {
  readonly promotion: string;
  readonly amount_minor: number;
  readonly business_date: string;
  readonly currency: string;
}

/** What promotions of the tills gave away, by day. */
export class PromotionBook {
  readonly #add: Statement<[number, string, number]>;
  readonly #total: Statement<[string, string, string, number, number, number]>;
  readonly #given: Statement<[number], GivenRow>;

  constructor(db: Database) {
    this.#add = db.prepare('INSERT INTO receipt_promotion (seq, promotion, amount_minor) VALUES (?, ?, ?)');
    this.#total = db.prepare(
      `INSERT INTO promotion_total (business_date, promotion, currency, sales, refunds, amount_minor)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET sales = sales + excluded.sales, refunds = refunds + excluded.refunds,
         amount_minor = amount_minor + excluded.amount_minor`,
    );
    this.#given = db.prepare(
      `SELECT g.promotion, g.amount_minor, r.business_date, r.currency
       FROM receipt_promotion g JOIN receipt r ON r.seq = g.seq WHERE g.seq = +? ORDER BY g.promotion`,
    );
  }

  add(seq: number, { kind, businessDate, currency, promotions }: ReceiptFacts): void {
    const [sales, refunds] = kind === 'sale' ? [1, 0] : [0, 1];
    for (const { promotion, amountMinor } of promotions) {
      this.#add.run(seq, promotion, amountMinor);
      this.#total.run(businessDate, promotion, currency, sales, refunds, amountMinor);
    }
  }

  /** The sale of entry `seq` was voided: its day does not have it any more. */
  void(seq: number): void {
    for (const given of this.#given.all(seq))
      this.#total.run(given.business_date, given.promotion, given.currency, -1, 0, -given.amount_minor);
  }
}

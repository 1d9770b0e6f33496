import type { Database, Statement } from 'better-sqlite3';
import type { PromotionTotalAnswer } from '../../contract/catalogue-views.ts';

/** What the promotions of the tills gave away. */
export class PromotionReader {
  readonly #totals: Statement<[string, string, number], PromotionTotalAnswer>;

  constructor(db: Database) {
    this.#totals = db.prepare(
      `SELECT business_date AS businessDate, promotion, currency, sales, refunds, amount_minor AS amountMinor
       FROM promotion_total WHERE business_date BETWEEN ? AND ? ORDER BY business_date, promotion, currency LIMIT ?`,
    );
  }

  /** By day from `from` to `to`, both ISO 8601 dates and included. */
  promotionTotals(days: { from: string; to: string }, limit: number): PromotionTotalAnswer[] {
    return this.#totals.all(days.from, days.to, limit);
  }
}

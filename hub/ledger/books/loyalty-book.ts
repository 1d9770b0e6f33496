import type { Database, Statement } from 'better-sqlite3';
import type { HouseAccount, LoyaltyRule } from '../../domain/loyalty.ts';
import type { CustomerRow } from './customer-book.ts';

export type PointsReason =
  | 'earned'
  | 'returned'
  | 'voided'
  | 'redeemed'
  | 'opening'
  | 'goodwill'
  | 'correction'
  | 'expired';

export interface PointsFact {
  readonly seq: number;
  readonly reason: PointsReason;
  /** Of the customer: above zero for points that come. */
  readonly points: number;
  readonly house: HouseAccount;
  /** See the table. */
  readonly earnedOn: string | null;
}

export interface LoyaltySaleRow {
  readonly seq: number;
  readonly customer: number;
  readonly business_date: string;
  readonly base_minor: number;
  readonly points: number;
  readonly returned_minor: number;
  readonly voided: number;
  readonly left_points: number;
}

interface RuleRow {
  readonly points_per_unit: string;
  readonly units_per_point: string;
  readonly expire_after_days: number | null;
}

/** Points: accounts, the entries between them, and the sales that earned some. */
export class LoyaltyBook {
  readonly #rule: Statement<[], RuleRow>;
  readonly #setRule: Statement<[string, string, number | null]>;
  readonly #dropRule: Statement<[]>;
  readonly #addEntry: Statement<[number, number, string, string, string, number, string | null]>;
  readonly #addPoints: Statement<[string, number | null, number]>;
  readonly #points: Statement<[string], { points: number }>;
  readonly #expired: Statement<[number], { points: number | null }>;
  readonly #entrySeqs: Statement<[number], { seq: number }>;
  readonly #sale: Statement<[number], LoyaltySaleRow>;
  readonly #saveSale: Statement<[LoyaltySaleRow]>;
  #cached: LoyaltyRule | null | undefined;

  constructor(db: Database) {
    this.#rule = db.prepare('SELECT points_per_unit, units_per_point, expire_after_days FROM loyalty_rule');
    this.#setRule = db.prepare(
      'INSERT OR REPLACE INTO loyalty_rule (one, points_per_unit, units_per_point, expire_after_days) VALUES (1, ?, ?, ?)',
    );
    this.#dropRule = db.prepare('DELETE FROM loyalty_rule');
    this.#addEntry = db.prepare(
      `INSERT INTO loyalty_entry (seq, customer, reason, from_account, to_account, points, earned_on)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#addPoints = db.prepare(
      `INSERT INTO loyalty_account (account, customer, points) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET points = points + excluded.points`,
    );
    this.#points = db.prepare('SELECT points FROM loyalty_account WHERE account = ?');
    this.#expired = db.prepare(
      `SELECT sum(CASE to_account WHEN 'expired' THEN points ELSE -points END) AS points FROM loyalty_entry
       WHERE customer = ? AND (to_account = 'expired' OR from_account = 'expired')`,
    );
    this.#entrySeqs = db.prepare('SELECT seq FROM loyalty_entry WHERE customer = ?');
    const columns = 'seq, customer, business_date, base_minor, points, returned_minor, voided, left_points';
    this.#sale = db.prepare(`SELECT ${columns} FROM loyalty_sale WHERE seq = ?`);
    this.#saveSale = db.prepare(
      `INSERT INTO loyalty_sale (${columns}) VALUES (@seq, @customer, @business_date, @base_minor, @points,
         @returned_minor, @voided, @left_points)
       ON CONFLICT DO UPDATE SET returned_minor = excluded.returned_minor, voided = excluded.voided,
         left_points = excluded.left_points`,
    );
  }

  /** The rule that holds now; null where customers earn nothing. */
  get rule(): LoyaltyRule | null {
    if (this.#cached === undefined) {
      const row = this.#rule.get();
      this.#cached = row === undefined ? null : ruleOf(row);
    }
    return this.#cached;
  }

  setRule(rule: LoyaltyRule | null): void {
    this.#cached = rule;
    if (rule === null) this.#dropRule.run();
    else this.#setRule.run(rule.pointsPerUnit, rule.unitsPerPoint, rule.expireAfterDays);
  }

  /** Books points between the customer and the house. None are no entry. */
  add(customer: CustomerRow, { seq, reason, points, house, earnedOn }: PointsFact): void {
    if (points === 0) return;
    const account = accountOf(customer);
    const [from, to] = points > 0 ? [house, account] : [account, house];
    this.#addEntry.run(seq, customer.customer, reason, from, to, Math.abs(points), earnedOn);
    this.#addPoints.run(account, customer.customer, points);
    this.#addPoints.run(house, null, -points);
  }

  points(customer: CustomerRow): number {
    return this.#points.get(accountOf(customer))?.points ?? 0;
  }

  /** How many points of a customer have expired, less what was given back of them. */
  expired(customer: number): number {
    return this.#expired.get(customer)?.points ?? 0;
  }

  /** The entries of the log that moved points of a customer. */
  entries(customer: number): number[] {
    return this.#entrySeqs.all(customer).map(({ seq }) => seq);
  }

  sale(seq: number): LoyaltySaleRow | null {
    return this.#sale.get(seq) ?? null;
  }

  saveSale(row: LoyaltySaleRow): void {
    this.#saveSale.run(row);
  }
}

function ruleOf(row: RuleRow): LoyaltyRule {
  return {
    pointsPerUnit: row.points_per_unit,
    unitsPerPoint: row.units_per_point,
    expireAfterDays: row.expire_after_days,
  };
}

function accountOf({ customer_id: id }: CustomerRow): string {
  return `customer:${id}`;
}

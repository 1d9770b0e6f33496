import type { Database, Statement } from 'better-sqlite3';
import type { PriceListSet, TaxRateSet } from '../../contract/price-events.ts';
import { foldCode } from '../../kit/fold-code.ts';

/** The shop's own prices, which are in no list. */
export const OWN_PRICES = 0;

export interface NewPrice {
  readonly product: number;
  readonly priceList: number;
  readonly fromMs: number;
  readonly untilMs: number | null;
  /** Null: there is none from then on. */
  readonly price: string | null;
  readonly currency: string | null;
}

interface Money {
  readonly price: string | null;
  readonly currency: string | null;
}

/** What tills sell for, and from when. */
export class PriceBook {
  readonly #setList: Statement<[string, string, string, string, number, number]>;
  readonly #findList: Statement<[string], { price_list: number }>;
  readonly #add: Statement<[number, number, number, number, number | null, string | null, string | null]>;
  readonly #standing: Statement<[number, number], Money>;
  readonly #addRate: Statement<[string, number, number, string, string | null, string]>;

  constructor(db: Database) {
    this.#setList = db.prepare(
      `INSERT INTO price_list (code, code_key, name, currency, tax_included, changed_seq) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (code_key) DO UPDATE SET name = excluded.name, currency = excluded.currency,
         tax_included = excluded.tax_included, changed_seq = excluded.changed_seq`,
    );
    this.#findList = db.prepare('SELECT price_list FROM price_list WHERE code_key = ?');
    this.#add = db.prepare(
      `INSERT OR REPLACE INTO price (product, price_list, from_ms, seq, until_ms, price, currency)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#standing = db.prepare(
      `SELECT price, currency FROM price WHERE product = ? AND price_list = ${OWN_PRICES} AND from_ms <= ?
         AND until_ms IS NULL ORDER BY from_ms DESC, seq DESC LIMIT 1`,
    );
    this.#addRate = db.prepare(
      'INSERT INTO tax_rate (category_key, from_ms, seq, category, name, rate) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  setList(seq: number, { code, name, currency, taxIncluded }: PriceListSet): void {
    this.#setList.run(code, foldCode(code), name, currency, taxIncluded ? 1 : 0, seq);
  }

  /** The number of a price list, or null. */
  list(code: string): number | null {
    return this.#findList.get(foldCode(code))?.price_list ?? null;
  }

  add(seq: number, price: NewPrice): void {
    const { product, priceList, fromMs, untilMs } = price;
    this.#add.run(product, priceList, fromMs, seq, untilMs, price.price, price.currency);
  }

  /**
   * The shop’s own price of a product, from now on. A product that is set again with the price that it has, in whatever
   * way it came by it, keeps offers that hold for a time.
   */
  setOwn(seq: number, product: number, own: Money & { nowMs: number }): void {
    const { price, currency, nowMs } = own;
    const standing = this.#standing.get(product, nowMs);
    if (price === (standing?.price ?? null) && (price === null || currency === standing?.currency)) return;
    this.add(seq, { product, priceList: OWN_PRICES, fromMs: nowMs, untilMs: null, price, currency });
  }

  addRate(seq: number, { category, name, rate }: TaxRateSet, fromMs: number): void {
    this.#addRate.run(foldCode(category), fromMs, seq, category, name ?? null, rate);
  }
}

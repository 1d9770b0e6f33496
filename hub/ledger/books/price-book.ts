import type { Database, Statement } from 'better-sqlite3';
import type { PriceListSet, TaxRateSet } from '../../contract/price-events.ts';
import { foldCode } from '../../kit/fold-code.ts';

/** The shop's own prices, which are in no list. */
export const OWN_PRICES = 0;

/** From when something holds: from the instant that was named, or at once, which is when its event came. */
export interface From {
  readonly ms: number;
  readonly atOnce: boolean;
}

export interface NewPrice {
  readonly product: number;
  readonly priceList: number;
  readonly from: From;
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
  readonly #add: Statement<
    [number, number, number, number, number | null, string | null, string | null, number]
  >;
  readonly #pullBack: Statement<[number, number, number, number]>;
  readonly #standing: Statement<[number, number], Money>;
  readonly #addRate: Statement<[string, number, number, string, string | null, string, number]>;
  readonly #pullBackRate: Statement<[number, string, number]>;

  constructor(db: Database) {
    this.#setList = db.prepare(
      `INSERT INTO price_list (code, code_key, name, currency, tax_included, changed_seq) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (code_key) DO UPDATE SET name = excluded.name, currency = excluded.currency,
         tax_included = excluded.tax_included, changed_seq = excluded.changed_seq`,
    );
    this.#findList = db.prepare('SELECT price_list FROM price_list WHERE code_key = ?');
    this.#add = db.prepare(
      `INSERT OR REPLACE INTO price (product, price_list, from_ms, seq, until_ms, price, currency, at_once)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#pullBack = db.prepare(
      'UPDATE price SET from_ms = ? WHERE product = ? AND price_list = ? AND from_ms > ? AND at_once = 1',
    );
    this.#standing = db.prepare(
      `SELECT price, currency FROM price WHERE product = ? AND price_list = ${OWN_PRICES} AND from_ms <= ?
         AND until_ms IS NULL ORDER BY from_ms DESC, seq DESC LIMIT 1`,
    );
    this.#addRate = db.prepare(
      'INSERT INTO tax_rate (category_key, from_ms, seq, category, name, rate, at_once) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#pullBackRate = db.prepare(
      'UPDATE tax_rate SET from_ms = ? WHERE category_key = ? AND from_ms > ? AND at_once = 1',
    );
  }

  setList(seq: number, { code, name, currency, taxIncluded }: PriceListSet): void {
    this.#setList.run(code, foldCode(code), name, currency, taxIncluded ? 1 : 0, seq);
  }

  /** The number of a price list, or null. */
  list(code: string): number | null {
    return this.#findList.get(foldCode(code))?.price_list ?? null;
  }

  /**
   * What was set at once before, by a clock that was ahead and has been set back since, holds from now at the latest:
   * otherwise it would take the place of the later price when the clock comes to it again.
   */
  add(seq: number, price: NewPrice): void {
    const { product, priceList, from, untilMs } = price;
    if (from.atOnce) this.#pullBack.run(from.ms, product, priceList, from.ms);
    const atOnce = from.atOnce ? 1 : 0;
    this.#add.run(product, priceList, from.ms, seq, untilMs, price.price, price.currency, atOnce);
  }

  /**
   * The shop’s own price of a product, from now on. A product that is set again with the price that it has, in whatever
   * way it came by it, keeps offers that hold for a time.
   */
  setOwn(seq: number, product: number, own: Money & { nowMs: number }): void {
    const { price, currency, nowMs } = own;
    this.#pullBack.run(nowMs, product, OWN_PRICES, nowMs);
    const standing = this.#standing.get(product, nowMs);
    if (price === (standing?.price ?? null) && (price === null || currency === standing?.currency)) return;
    const from = { ms: nowMs, atOnce: true };
    this.add(seq, { product, priceList: OWN_PRICES, from, untilMs: null, price, currency });
  }

  addRate(seq: number, { category, name, rate }: TaxRateSet, from: From): void {
    const key = foldCode(category);
    if (from.atOnce) this.#pullBackRate.run(from.ms, key, from.ms);
    this.#addRate.run(key, from.ms, seq, category, name ?? null, rate, from.atOnce ? 1 : 0);
  }
}

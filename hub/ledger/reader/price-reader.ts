import type { Database, Statement } from 'better-sqlite3';
import type { PriceEntry, PriceListAnswer, TaxRateAnswer } from '../../contract/catalogue-views.ts';
import { holdingAt, spansFrom } from '../../domain/prices.ts';
import type { Clock } from '../../kit/clock.ts';
import { OWN_PRICES } from '../books/price-book.ts';
import { iso, isoOrNull } from './iso.ts';

interface PriceRow {
  readonly priceList: number;
  readonly code: string | null;
  readonly fromMs: number;
  readonly untilMs: number | null;
  readonly price: string | null;
  readonly currency: string | null;
}

interface RateRow {
  readonly categoryKey: string;
  readonly category: string;
  readonly name: string | null;
  readonly rate: string;
  readonly fromMs: number;
  readonly untilMs: null;
}

export interface Money {
  readonly price: string | null;
  readonly currency: string | null;
}

const NO_PRICE: Money = { price: null, currency: null };

/** Answers about prices and taxes: what holds now, and what will. */
export class PriceReader {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #prices: Statement<[number], PriceRow>;
  readonly #ownPrices: Statement<[number], PriceRow>;
  readonly #lists: Statement<[], { code: string; name: string; currency: string; tax_included: number }>;
  readonly #rates: Statement<[], RateRow>;

  constructor(db: Database, clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
    const price = 'p.price_list AS priceList, p.from_ms AS fromMs, p.until_ms AS untilMs, p.price';
    this.#prices = db.prepare(
      `SELECT ${price}, l.code, coalesce(l.currency, p.currency) AS currency
       FROM price p LEFT JOIN price_list l ON l.price_list = p.price_list
       WHERE p.product = +? ORDER BY p.price_list, p.from_ms, p.seq`,
    );
    this.#ownPrices = db.prepare(
      `SELECT ${price}, NULL AS code, p.currency FROM price p
       WHERE p.product = +? AND p.price_list = ${OWN_PRICES} ORDER BY p.from_ms, p.seq`,
    );
    this.#lists = db.prepare('SELECT code, name, currency, tax_included FROM price_list ORDER BY code_key');
    this.#rates = db.prepare(
      `SELECT category_key AS categoryKey, category, name, rate, from_ms AS fromMs, NULL AS untilMs
       FROM tax_rate ORDER BY category_key, from_ms, seq`,
    );
  }

  /**
   * The shop’s own price of a product: `standing` is the one that has no end, which offers leave as it is; `current` is
   * the one that holds now.
   */
  own(product: number): { standing: Money; current: Money } {
    const rows = this.#ownPrices.all(product);
    const nowMs = this.#clock.nowMs();
    const standing = rows.filter(({ untilMs }) => untilMs === null);
    return {
      standing: moneyOf(holdingAt(standing, nowMs)),
      current: moneyOf(holdingAt(rows, nowMs)),
    };
  }

  /** Every price of a product that holds now or later, the shop’s own first. */
  prices(product: number): PriceEntry[] {
    const lists = Map.groupBy(this.#prices.all(product), ({ priceList }) => priceList);
    const nowMs = this.#clock.nowMs();
    return [...lists.values()].flatMap((rows) =>
      spansFrom(rows, nowMs).flatMap(({ row, fromMs, untilMs }) =>
        row.price === null
          ? []
          : [
              {
                priceList: row.code,
                price: row.price,
                currency: row.currency,
                from: iso(fromMs),
                until: isoOrNull(untilMs),
              },
            ],
      ),
    );
  }

  priceLists(): PriceListAnswer[] {
    return this.#lists.all().map(({ tax_included: taxIncluded, ...list }) => ({
      ...list,
      taxIncluded: taxIncluded === 1,
    }));
  }

  taxRates(): TaxRateAnswer[] {
    const categories = Map.groupBy(this.#rates.all(), ({ categoryKey }) => categoryKey);
    const nowMs = this.#clock.nowMs();
    return [...categories.values()].flatMap((rows) =>
      spansFrom(rows, nowMs).map(({ row: { category, name, rate }, fromMs, untilMs }) => ({
        category,
        name,
        rate,
        from: iso(fromMs),
        until: isoOrNull(untilMs),
      })),
    );
  }
}

function moneyOf(row: Money | null): Money {
  return row === null || row.price === null ? NO_PRICE : { price: row.price, currency: row.currency };
}

import type { Database, Statement } from 'better-sqlite3';
import type { CataloguePage, CatalogueProduct } from '../../contract/catalogue-views.ts';
import type { PriceReader } from './price-reader.ts';
import type { ProductReader } from './product-reader.ts';

interface ChangedRow {
  readonly product: number;
  readonly sku: string;
  readonly name: string;
  readonly department: string | null;
  readonly kind: string;
  readonly unit: string;
  readonly tax_category: string | null;
  readonly shelf: string | null;
  readonly age_limit: number | null;
  readonly deposit_sku: string | null;
  readonly withdrawn: number;
  readonly listed: number;
  readonly merged_into: number | null;
  readonly changed_seq: number;
}

interface VersionRow {
  readonly products: number;
  readonly lists: number;
  readonly rates: number;
  readonly head: number;
}

/** Where a page ended: behind this product of this change. */
interface Cursor {
  readonly changedSeq: number;
  readonly product: number;
}

const CHANGED = `SELECT product, sku, name, department, kind, unit, tax_category, shelf, age_limit, deposit_sku,
  withdrawn, listed, merged_into, changed_seq FROM product`;

/**
 * What tills sell from, by its version: the entry of the ledger that changed it last. Pages go by the entry at which each
 * product changed last. A product that changes while a till reads page after page moves behind the pages that it has not
 * read; what it changed to after the first page has a number above that page’s version. So a till that applies pages in
 * their order and begins next time after the version of its first page has missed nothing.
 */
export class CatalogueReader {
  readonly #products: Pick<ProductReader, 'codesOf' | 'skuOf'>;
  readonly #prices: PriceReader;
  readonly #incarnation: string;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #version: Statement<[], VersionRow>;
  readonly #ofChange: Statement<[number, number, number], ChangedRow>;
  readonly #ofLaterChanges: Statement<[number, number], ChangedRow>;

  constructor(
    db: Database,
    parts: {
      products: Pick<ProductReader, 'codesOf' | 'skuOf'>;
      prices: PriceReader;
      incarnation: string;
    },
  ) {
    this.#products = parts.products;
    this.#prices = parts.prices;
    this.#incarnation = parts.incarnation;
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#version = db.prepare(
      `SELECT (SELECT coalesce(max(changed_seq), 0) FROM product) AS products,
         (SELECT coalesce(max(changed_seq), 0) FROM price_list) AS lists,
         (SELECT coalesce(max(seq), 0) FROM tax_rate) AS rates,
         (SELECT coalesce(max(seq), 0) FROM event) AS head`,
    );
    this.#ofChange = db.prepare(`${CHANGED} WHERE changed_seq = ? AND product > ? ORDER BY product LIMIT ?`);
    this.#ofLaterChanges = db.prepare(
      `${CHANGED} WHERE changed_seq > ? ORDER BY changed_seq, product LIMIT ?`,
    );
  }

  /** The entry of the ledger that last changed what tills sell from. */
  catalogueVersion(): number {
    return versionOf(this.#versions());
  }

  /** The same as long as nothing of the catalogue changed, in this ledger. */
  catalogueTag(): string {
    return `${this.#incarnation}-${this.catalogueVersion()}`;
  }

  /** What changed after version `since`, from the cursor of the page before on. Null: that is no cursor. */
  catalogue(options: { since: number; after?: string; limit: number }): CataloguePage | null {
    const after = options.after === undefined ? null : cursorOf(options.after);
    if (options.after !== undefined && after === null) return null;
    return this.#inOneState(() => this.#page(options, after));
  }

  #page(options: { since: number; limit: number }, after: Cursor | null): CataloguePage {
    const versions = this.#versions();
    // A version that this ledger has not come to is of another one: of one that was restored from a backup since.
    const since = options.since > versions.head ? 0 : options.since;
    const rows = this.#changed(
      after ?? { changedSeq: since, product: Number.MAX_SAFE_INTEGER },
      options.limit,
    );
    const last = rows.length < options.limit ? undefined : rows.at(-1);
    const isFirst = after === null;
    return {
      version: versionOf(versions),
      incarnation: this.#incarnation,
      since,
      products: rows.map((row) => this.#entry(row)),
      priceLists: isFirst && versions.lists > since ? this.#prices.priceLists() : null,
      taxRates: isFirst && versions.rates > since ? this.#prices.taxRates() : null,
      next: last === undefined ? null : `${last.changed_seq}-${last.product}`,
    };
  }

  #changed({ changedSeq, product }: Cursor, limit: number): ChangedRow[] {
    const rows = this.#ofChange.all(changedSeq, product, limit);
    if (rows.length < limit) rows.push(...this.#ofLaterChanges.all(changedSeq, limit - rows.length));
    return rows;
  }

  #entry(row: ChangedRow): CataloguePage['products'][number] {
    const { product, sku, name, department, kind, unit } = row;
    if (row.merged_into !== null) return { gone: true, sku, into: this.#products.skuOf(row.merged_into) };
    const entry: CatalogueProduct = {
      gone: false,
      sku,
      name,
      department,
      kind,
      unit,
      listed: row.listed === 1,
      withdrawn: row.withdrawn === 1,
      prices: this.#prices.prices(product),
      taxCategory: row.tax_category,
      ...this.#products.codesOf(product),
      ageLimit: row.age_limit,
      depositSku: row.deposit_sku,
      shelf: row.shelf,
    };
    return entry;
  }

  #versions(): VersionRow {
    return this.#version.get() ?? { products: 0, lists: 0, rates: 0, head: 0 };
  }
}

function versionOf({ products, lists, rates }: VersionRow): number {
  return Math.max(products, lists, rates);
}

function cursorOf(text: string): Cursor | null {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text);
  return match === null ? null : { changedSeq: Number(match[1]), product: Number(match[2]) };
}

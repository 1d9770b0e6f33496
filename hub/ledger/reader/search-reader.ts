import type { Database, Statement } from 'better-sqlite3';
import type { ProductAnswer } from '../../contract/views.ts';
import type { ProductReader } from './product-reader.ts';

/** The trigram index needs three letters; shorter words are looked for at the beginning of the name. */
const TRIGRAM_LETTERS = 3;
const WORDS_MAX = 8;
const QUERY_MAX = 200;

/** How many hits are looked at to put the best ones first: one common word must not cost a long answer. */
const RANKED_MAX = 2_000;

interface Found {
  readonly product: number;
}

/** Finds products by what a person types or scans. */
export class SearchReader {
  readonly #products: ProductReader;
  readonly #byName: Statement<[number], Found>;
  readonly #byBeginning: Statement<[string, string, number], Found>;
  readonly #byWords: Statement<[string, number, number], Found>;

  constructor(db: Database, products: ProductReader) {
    this.#products = products;
    this.#byName = db.prepare(
      'SELECT product FROM product WHERE merged_into IS NULL ORDER BY name COLLATE NOCASE, product LIMIT ?',
    );
    this.#byBeginning = db.prepare(
      `SELECT product FROM product WHERE merged_into IS NULL AND name COLLATE NOCASE >= ? AND name COLLATE NOCASE < ?
       ORDER BY name COLLATE NOCASE, product LIMIT ?`,
    );
    this.#byWords = db.prepare(
      `SELECT product FROM product WHERE product IN
         (SELECT rowid FROM product_search WHERE product_search MATCH ? LIMIT ?)
       ORDER BY name COLLATE NOCASE, product LIMIT ?`,
    );
  }

  /** The product of an exact code comes first; then products that hold every word. An empty query lists by name. */
  searchProducts(query: string, limit: number): ProductAnswer[] {
    const text = query.trim().slice(0, QUERY_MAX);
    const exact = text === '' ? null : this.#products.product({ barcode: text });
    const rest = this.#search(text, limit)
      .flatMap((row) => this.#products.productOf(row.product) ?? [])
      .filter((product) => product.sku !== exact?.sku);
    return (exact === null ? rest : [exact, ...rest]).slice(0, limit);
  }

  #search(text: string, limit: number): Found[] {
    if (text === '') return this.#byName.all(limit);
    const words = text.split(/\s+/).slice(0, WORDS_MAX);
    const long = words.filter((word) => Array.from(word).length >= TRIGRAM_LETTERS);
    if (long.length === 0) return this.#byBeginning.all(text, `${text}\u{10ffff}`, limit);
    return this.#byWords.all(long.map(quoted).join(' AND '), RANKED_MAX, limit);
  }
}

/** A word as FTS5 takes it literally. */
function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

import type { Database, Statement } from 'better-sqlite3';
import type { ProductAnswer } from '../../contract/views.ts';
import { foldedWords, matchOf } from '../books/search-words.ts';
import type { ProductReader } from './product-reader.ts';

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
      'SELECT product FROM product WHERE merged_into IS NULL ORDER BY name_key, product LIMIT ?',
    );
    this.#byBeginning = db.prepare(
      `SELECT product FROM product WHERE merged_into IS NULL AND name_key >= ? AND name_key < ?
       ORDER BY name_key, product LIMIT ?`,
    );
    this.#byWords = db.prepare(
      `SELECT product FROM product WHERE product IN
         (SELECT rowid FROM product_search WHERE product_search MATCH ? LIMIT ?)
       ORDER BY name_key, product LIMIT ?`,
    );
  }

  /**
   * The product of an exact code comes first, then names that begin as the query does, then everything else that holds
   * every word. A query without a word lists by name.
   */
  searchProducts(query: string, limit: number): ProductAnswer[] {
    const text = query.trim().slice(0, QUERY_MAX);
    const exact = text === '' ? null : this.#products.product({ barcode: text });
    const rest = this.#search(text, limit)
      .flatMap((product) => this.#products.productOf(product) ?? [])
      .filter((product) => product.sku !== exact?.sku);
    return (exact === null ? rest : [exact, ...rest]).slice(0, limit);
  }

  #search(text: string, limit: number): number[] {
    const words = foldedWords(text);
    const match = matchOf(words);
    if (match === null) return numbersOf(this.#byName.all(limit));
    const beginning = words.join(' ');
    const found = numbersOf(this.#byBeginning.all(beginning, `${beginning}${LAST}`, limit));
    if (found.length >= limit) return found;
    return [...new Set([...found, ...numbersOf(this.#byWords.all(match, RANKED_MAX, limit))])].slice(
      0,
      limit,
    );
  }
}

/** Sorts behind every other character. */
const LAST = '\u{10ffff}';

function numbersOf(rows: readonly Found[]): number[] {
  return rows.map(({ product }) => product);
}

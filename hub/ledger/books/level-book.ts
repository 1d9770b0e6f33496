import type { Database, Statement } from 'better-sqlite3';
import { lowSince } from '../../domain/low-stock.ts';
import type { ProductBook } from './product-book.ts';
import type { StockBook } from './stock-book.ts';

/** Watches the levels of stock. A product without a level costs nothing but a look at its own row. */
export class LevelBook {
  readonly #products: ProductBook;
  readonly #stock: StockBook;
  /** The products that have a level of their own somewhere. */
  readonly #withLevels: Set<number>;

  constructor(db: Database, books: { products: ProductBook; stock: StockBook }) {
    this.#products = books.products;
    this.#stock = books.stock;
    const rows: Statement<[], { product: number }> = db.prepare(
      'SELECT product FROM stock WHERE level_micro IS NOT NULL',
    );
    this.#withLevels = new Set(rows.all().map(({ product }) => product));
  }

  /** The stock of a product changed at a place. */
  moved(seq: number, product: number, place: number): void {
    if (this.#products.get(product).low_stock_micro === null && !this.#withLevels.has(product)) return;
    if (this.#stock.isTracked(place)) this.#look(seq, product, place);
  }

  /** The product's own level was set. It is low only where there ever was some of it. */
  productSet(seq: number, product: number): void {
    for (const { place } of this.#stock.balances(product)) this.#look(seq, product, place);
  }

  setLevel(
    seq: number,
    at: { product: number; place: number },
    level: { levelMicro: number | null; marginMicro: number | null },
  ): void {
    if (level.levelMicro !== null) this.#withLevels.add(at.product);
    this.#stock.watch(at.product, at.place, level);
    this.#look(seq, at.product, at.place);
  }

  /** People were told that it is low since that entry, or that it is not any more. */
  told(at: { product: number; place: number }, sinceSeq: number | null): void {
    this.#stock.watch(at.product, at.place, { lowTold: sinceSeq });
  }

  /** A product that was merged into another is low nowhere. */
  forget(product: number): void {
    for (const { place, watch } of this.#stock.balances(product)) {
      if (watch.lowSince !== null) this.#stock.watch(product, place, { lowSince: null });
    }
  }

  #look(seq: number, product: number, place: number): void {
    const { kind, low_stock_micro: productLevelMicro, merged_into: into } = this.#products.get(product);
    const { onHandMicro, watch } = this.#stock.balance(product, place);
    const isSold = kind === 'goods' && into === null;
    const since = isSold ? lowSince({ place, onHandMicro, ...watch, productLevelMicro }, seq) : null;
    if (since !== watch.lowSince) this.#stock.watch(product, place, { lowSince: since });
  }
}

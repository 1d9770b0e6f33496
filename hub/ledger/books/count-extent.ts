import type { Database, Statement } from 'better-sqlite3';
import { unreachable } from '../../kit/assert.ts';
import type { StartedCount } from './count-book.ts';

/**
 * What belongs to a count: to a full one every product with stock at its place, to the others the products of their
 * shelf, of their department or of their list.
 */
export class CountExtent {
  readonly #addToSpot: Statement<[number, number]>;
  readonly #spot: Statement<[number], { product: number }>;
  readonly #stocked: Statement<[number], { product: number }>;
  readonly #shelf: Statement<[string], { product: number }>;
  readonly #department: Statement<[string], { product: number }>;

  constructor(db: Database) {
    this.#addToSpot = db.prepare(
      'INSERT INTO count_product (stock_count, product) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#spot = db.prepare('SELECT product FROM count_product WHERE stock_count = ? ORDER BY product');
    this.#stocked = db.prepare(
      'SELECT product FROM stock WHERE place = ? AND on_hand_micro <> 0 ORDER BY product',
    );
    const goods = "kind = 'goods' AND merged_into IS NULL ORDER BY product";
    this.#shelf = db.prepare(`SELECT product FROM product WHERE shelf = ? AND ${goods}`);
    this.#department = db.prepare(`SELECT product FROM product WHERE department = ? AND ${goods}`);
  }

  addToSpot(count: number, product: number): void {
    this.#addToSpot.run(count, product);
  }

  /** The balances of the batch must be written. A product of a list may have been merged since. */
  products(count: StartedCount): number[] {
    return this.#rows(count).map(({ product }) => product);
  }

  #rows(count: StartedCount): { product: number }[] {
    switch (count.kind) {
      case 'full':
        return this.#stocked.all(count.place);
      case 'shelf':
        return this.#shelf.all(count.shelf ?? '');
      case 'department':
        return this.#department.all(count.department ?? '');
      case 'spot':
        return this.#spot.all(count.stock_count);
      case null:
        return [];
      default:
        return unreachable(count.kind);
    }
  }
}

import type { Database, Statement } from 'better-sqlite3';
import type { StockBook } from './stock-book.ts';

/** A delivery or a transfer, by its number. */
export interface Whole {
  readonly kind: 'delivery' | 'transfer';
  readonly number: number;
}

interface WayRow {
  readonly product: number;
  readonly place: number;
  readonly quantity_micro: number;
}

/** What each delivery and transfer adds to what is incoming in the stock. */
export class IncomingBook {
  readonly #stock: StockBook;
  readonly #rows: Statement<[string, number], WayRow>;
  readonly #set: Statement<[string, number, number, number, number]>;
  readonly #drop: Statement<[string, number, number, number]>;
  readonly #ofProduct: Statement<[number], WayRow & Whole>;

  constructor(db: Database, stock: StockBook) {
    this.#stock = stock;
    this.#rows = db.prepare(
      'SELECT product, place, quantity_micro FROM on_its_way WHERE kind = ? AND number = ?',
    );
    this.#set = db.prepare(
      `INSERT INTO on_its_way (kind, number, product, place, quantity_micro) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET quantity_micro = excluded.quantity_micro`,
    );
    this.#drop = db.prepare(
      'DELETE FROM on_its_way WHERE kind = ? AND number = ? AND product = ? AND place = ?',
    );
    this.#ofProduct = db.prepare(
      'SELECT kind, number, product, place, quantity_micro FROM on_its_way WHERE product = ? ORDER BY kind, number, place',
    );
  }

  /** From now on this much of each product is on its way to the place, and nothing else. */
  set(whole: Whole, place: number, toCome: readonly { product: number; toComeMicro: number }[]): void {
    const wanted = new Map(toCome.map(({ product, toComeMicro }) => [product, toComeMicro]));
    for (const row of this.#rows.all(whole.kind, whole.number)) {
      const wantedMicro = row.place === place ? (wanted.get(row.product) ?? 0) : 0;
      if (row.place === place) wanted.delete(row.product);
      this.#change(whole, row, wantedMicro);
    }
    for (const [product, wantedMicro] of wanted) {
      this.#change(whole, { product, place, quantity_micro: 0 }, wantedMicro);
    }
  }

  /** Nothing of a product is on its way until it is set again. */
  withdraw(product: number): void {
    for (const row of this.#ofProduct.all(product)) this.#change(row, row, 0);
  }

  #change(whole: Whole, row: WayRow, wantedMicro: number): void {
    const { product, place } = row;
    if (wantedMicro === row.quantity_micro) return;
    this.#stock.expect(product, place, wantedMicro - row.quantity_micro);
    if (wantedMicro === 0) this.#drop.run(whole.kind, whole.number, product, place);
    else this.#set.run(whole.kind, whole.number, product, place, wantedMicro);
  }
}

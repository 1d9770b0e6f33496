import type { Database, Statement } from 'better-sqlite3';
import { joinExpectations, lookBack } from '../../domain/counting.ts';
import type { Expectation, HistoryStep } from '../../domain/counting.ts';
import { PLACE } from '../../domain/places.ts';
import type { ProductBook } from './product-book.ts';
import type { StockBook } from './stock-book.ts';

interface MovementRow {
  readonly seq: number;
  readonly from_place: number;
  readonly to_place: number;
  readonly quantity_micro: number;
  readonly from_previous: number | null;
  readonly to_previous: number | null;
}

interface HistoryBooks {
  readonly stock: Pick<StockBook, 'balance' | 'lastMovement'>;
  readonly products: Pick<ProductBook, 'family'>;
}

/** What changed a place, walked back along the links that the movements of a product carry. */
export class StockHistory {
  readonly #stock: Pick<StockBook, 'balance' | 'lastMovement'>;
  readonly #movement: Statement<[number], MovementRow>;
  readonly #correction: Statement<[number, number], { stock_count: number }>;
  readonly #products: Pick<ProductBook, 'family'>;

  constructor(db: Database, { stock, products }: HistoryBooks) {
    this.#stock = stock;
    this.#products = products;
    this.#movement = db.prepare(
      `SELECT seq, from_place, to_place, quantity_micro, from_previous, to_previous
       FROM movement WHERE movement = ?`,
    );
    this.#correction = db.prepare(
      `SELECT stock_count FROM stock_count WHERE booked_seq = ?
       UNION ALL SELECT stock_count FROM stock_count WHERE reversed_seq = ? LIMIT 1`,
    );
  }

  /** What was expected of a product at a place, and of all that was merged into it. */
  lookBack(product: number, place: number, span: { firstSeq: number; atSeq: number }): Expectation {
    return this.#products
      .family(product)
      .map((member) => {
        const { onHandMicro } = this.#stock.balance(member, place);
        return lookBack(onHandMicro, this.#steps(member, place), span);
      })
      .reduce(joinExpectations);
  }

  /** The changes of a product at a tracked place, the newest first, as many as are asked for. */
  *#steps(product: number, place: number): Generator<HistoryStep> {
    let next: number | null = this.#stock.lastMovement(product, place);
    while (next !== null) {
      const row: MovementRow | undefined = this.#movement.get(next);
      if (row === undefined) return;
      const isInward = row.to_place === place;
      const changeMicro = isInward ? row.quantity_micro : -row.quantity_micro;
      const kind = this.#kind(isInward ? row.from_place : row.to_place, row.seq);
      yield { seq: row.seq, changeMicro, kind };
      next = isInward ? row.to_previous : row.from_previous;
    }
  }

  #kind(otherPlace: number, seq: number): HistoryStep['kind'] {
    if (otherPlace === PLACE.merged) return 'merge';
    if (otherPlace !== PLACE.difference) return 'goods';
    return this.#correction.get(seq, seq) === undefined ? 'goods' : 'correction';
  }
}

import type { StockAdjusted, StockReceived } from '../../contract/stock-events.ts';
import { decide } from '../../domain/decide.ts';
import { stockFacts } from '../../domain/ledger-event.ts';
import type { StockFacts } from '../../domain/ledger-event.ts';
import type { Applying, ShopBooks } from '../shop-books.ts';

/** Goods that come and go apart from sales. */
export class StockDesk {
  readonly #books: ShopBooks;

  constructor(books: ShopBooks) {
    this.#books = books;
  }

  received(data: StockReceived, at: Applying): void {
    this.#apply(stockFacts('received', data), at);
  }

  adjusted(data: StockAdjusted, at: Applying): void {
    this.#apply(stockFacts('adjusted', data), at);
  }

  #apply(facts: StockFacts, at: Applying): void {
    const location = this.#books.location(facts.location, at.seq);
    const products = facts.lines.map((line, index) => this.#books.product({ ...line, index }, at));
    const decision = decide(facts, {
      location,
      products: products.map((row) => ({ product: row.product, isGoods: row.kind === 'goods' })),
    });
    for (const movement of decision.movements) this.#books.book(at.seq, movement);
    for (const exception of decision.exceptions) this.#books.raise(at.seq, exception);
  }
}

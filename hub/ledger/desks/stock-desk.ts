import type { StockAdjusted, StockMoved } from '../../contract/stock-events.ts';
import type { StockLine } from '../../contract/stock-line.ts';
import { PLACE } from '../../domain/places.ts';
import type { Route } from '../../domain/places.ts';
import { signedMovement } from '../../domain/signed-route.ts';
import type { DocumentKind } from '../books/document-book.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import { readLines } from './stock-lines.ts';

/** Goods that are found, lost or put somewhere else. */
export class StockDesk {
  readonly #books: ShopBooks;

  constructor(books: ShopBooks) {
    this.#books = books;
  }

  adjusted(data: StockAdjusted, at: Applying): void {
    const location = this.#books.location(data.location ?? null, at.seq);
    this.#book('adjusted', { lines: data.lines, from: PLACE.difference, to: location }, at);
  }

  moved(data: StockMoved, at: Applying): void {
    const from = this.#books.location(data.from, at.seq);
    const to = this.#books.location(data.to, at.seq);
    this.#book('moved', { lines: data.lines, from, to }, at);
  }

  #book(
    kind: DocumentKind,
    { lines, ...route }: Route & { lines: readonly StockLine[] },
    at: Applying,
  ): void {
    const first = this.#books.stock.nextMovement;
    for (const line of readLines(lines, this.#books, at)) {
      for (const movement of signedMovement(line, route)) this.#books.book(at.seq, movement);
    }
    this.#books.document(at.seq, { kind, first });
  }
}

import type { Database, Statement } from 'better-sqlite3';
import type { LocationSet } from '../../contract/location-events.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';

/** What the shop calls the places where it keeps its goods. */
export class LocationDesk {
  readonly #books: ShopBooks;
  readonly #set: Statement<[string, string, number]>;

  constructor(db: Database, books: ShopBooks) {
    this.#books = books;
    this.#set = db.prepare('UPDATE place SET name = ?, role = ? WHERE place = ?');
  }

  set({ code, name, role }: LocationSet, { seq }: Applying): void {
    const place = this.#books.findLocation(code) ?? this.#books.addLocation(code);
    this.#set.run(name, role, place);
    this.#books.resolve(seq, 'location.unknown', this.#books.placeCode(place));
  }
}

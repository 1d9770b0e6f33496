import type { Database, Statement } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';

/** Keeps what business days came to when they were compared. One that does not agree is an exception until it does. */
export class ReconciliationDesk {
  readonly #books: ShopBooks;
  readonly #save: Statement<[string, number, number]>;

  constructor(db: Database, books: ShopBooks) {
    this.#books = books;
    this.#save = db.prepare(
      `INSERT INTO day_reconciliation (business_date, seq, differences) VALUES (?, ?, ?)
       ON CONFLICT (business_date) DO UPDATE SET seq = excluded.seq, differences = excluded.differences`,
    );
  }

  /** What was said of the day before is over: it is told as it is now. */
  reconciled(data: EventData<'backroom.day.reconciled.v1'>, { seq }: Applying): void {
    const { businessDate, differenceCount, differences } = data;
    this.#save.run(businessDate, seq, differenceCount);
    this.#books.resolve(seq, 'day.differs', businessDate);
    if (differenceCount === 0) return;
    const named = differences.slice(0, NAMED_MAX).map(({ detail }) => detail);
    const more = differenceCount > named.length ? ['And more.'] : [];
    const words = [`${businessDate} does not agree.`, ...named, ...more].join(' ');
    this.#books.raise(seq, { cause: 'day.differs', subject: businessDate, detail: words });
  }
}

/** How many differences an exception names; the page of the day names them all. */
const NAMED_MAX = 3;

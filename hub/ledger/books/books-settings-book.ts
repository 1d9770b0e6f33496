import type { Database, Statement } from 'better-sqlite3';
import type { BooksSettingsSet, MappingSet } from '../../contract/books-events.ts';

/** How the books are kept, and what other systems call what is in them. */
export class BooksSettingsBook {
  readonly #set: Statement<[number, string, string, string, string, number, string | null]>;
  readonly #map: Statement<[string, string, string, string, number]>;
  readonly #unmap: Statement<[string, string, string]>;
  #journalPer: BooksSettingsSet['journalPer'];
  #costOfGoods: boolean;

  constructor(db: Database) {
    this.#set = db.prepare(
      `INSERT OR REPLACE INTO books_settings (one, seq, currency, time_zone, day_starts_at, journal_per, cost_of_goods, loyalty)
       VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#map = db.prepare(
      'INSERT OR REPLACE INTO mapping (system, kind, ours, theirs, seq) VALUES (?, ?, ?, ?, ?)',
    );
    this.#unmap = db.prepare('DELETE FROM mapping WHERE system = ? AND kind = ? AND ours = ?');
    const known = db
      .prepare<[], { journal_per: BooksSettingsSet['journalPer']; cost_of_goods: number }>(
        'SELECT journal_per, cost_of_goods FROM books_settings',
      )
      .get();
    this.#journalPer = known?.journal_per ?? 'session';
    this.#costOfGoods = known?.cost_of_goods === 1;
  }

  get journalPer(): BooksSettingsSet['journalPer'] {
    return this.#journalPer;
  }

  get costOfGoods(): boolean {
    return this.#costOfGoods;
  }

  set(data: BooksSettingsSet, seq: number): void {
    const { currency, timeZone, dayStartsAt, journalPer, costOfGoods, loyalty } = data;
    const rules = loyalty === undefined ? null : JSON.stringify(loyalty);
    this.#set.run(seq, currency, timeZone, dayStartsAt, journalPer, costOfGoods ? 1 : 0, rules);
    this.#journalPer = journalPer;
    this.#costOfGoods = costOfGoods;
  }

  map({ system, kind, ours, theirs }: MappingSet, seq: number): void {
    if (theirs === undefined) this.#unmap.run(system, kind, ours);
    else this.#map.run(system, kind, ours, theirs, seq);
  }
}

import type { Database, Statement } from 'better-sqlite3';
import type { BooksSettingsSet, MappingSet } from '../../contract/books-events.ts';

/** How the books are kept, and what other systems call what is in them. */
export class BooksSettingsBook {
  readonly #set: Statement<[number, string, string, string, string, number, string | null]>;
  readonly #map: Statement<[string, string, string, string, number]>;
  readonly #unmap: Statement<[string, string, string]>;
  #journalPer: BooksSettingsSet['journalPer'];
  /** Whether costs are posted, and in which currency they are known. */
  #costCurrency: string | null;

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
      .prepare<[], { journal_per: BooksSettingsSet['journalPer']; cost_currency: string | null }>(
        `SELECT journal_per, CASE cost_of_goods WHEN 1 THEN currency END AS cost_currency FROM books_settings`,
      )
      .get();
    this.#journalPer = known?.journal_per ?? 'session';
    this.#costCurrency = known?.cost_currency ?? null;
  }

  get journalPer(): BooksSettingsSet['journalPer'] {
    return this.#journalPer;
  }

  /** What goods cost is known in the shop's own currency; what is sold in another is posted without it. */
  postsCostsIn(currency: string): boolean {
    return this.#costCurrency === currency;
  }

  set(data: BooksSettingsSet, seq: number): void {
    const { currency, timeZone, dayStartsAt, journalPer, costOfGoods, loyalty } = data;
    const rules = loyalty === undefined ? null : JSON.stringify(loyalty);
    this.#set.run(seq, currency, timeZone, dayStartsAt, journalPer, costOfGoods ? 1 : 0, rules);
    this.#journalPer = journalPer;
    this.#costCurrency = costOfGoods ? currency : null;
  }

  map({ system, kind, ours, theirs }: MappingSet, seq: number): void {
    if (theirs === undefined) this.#unmap.run(system, kind, ours);
    else this.#map.run(system, kind, ours, theirs, seq);
  }
}

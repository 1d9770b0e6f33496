import type { Database, Statement } from 'better-sqlite3';
import type { BooksSettingsAnswer, MappingAnswer } from '../../contract/journal-views.ts';

interface SettingsRow extends Omit<BooksSettingsAnswer, 'costOfGoods' | 'loyalty'> {
  readonly costOfGoods: 0 | 1;
  readonly loyalty: string | null;
}

/** How the books are kept, and what other systems call what is in them. */
export class BooksSettingsReader {
  readonly #settings: Statement<[], SettingsRow>;
  readonly #mappings: Statement<[string], MappingAnswer>;

  constructor(db: Database) {
    this.#settings = db.prepare(
      `SELECT currency, time_zone AS timeZone, day_starts_at AS dayStartsAt, journal_per AS journalPer,
         cost_of_goods AS costOfGoods, loyalty FROM books_settings`,
    );
    this.#mappings = db.prepare(
      'SELECT system, kind, ours, theirs FROM mapping WHERE system = ? ORDER BY kind, ours',
    );
  }

  /** As they were last written down; null when they never were. */
  booksSettings(): BooksSettingsAnswer | null {
    const row = this.#settings.get();
    if (row === undefined) return null;
    const loyalty = row.loyalty === null ? null : (JSON.parse(row.loyalty) as BooksSettingsAnswer['loyalty']);
    return { ...row, costOfGoods: row.costOfGoods === 1, loyalty };
  }

  mappings(system: string): MappingAnswer[] {
    return this.#mappings.all(system);
  }
}

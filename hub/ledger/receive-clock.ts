import type { Database, Statement } from 'better-sqlite3';
import type { Envelope } from '../contract/envelope.ts';

/**
 * How well this hub knew the time when it received an event. A row stands for every entry from its `from_seq` on, up to
 * the next row: the quality changes a few times a year, and a commit must not pay for it.
 */
export class ReceiveClockTable {
  readonly #db: Database;
  readonly #last: Statement<[], { quality: string }>;
  readonly #note: Statement<[string]>;

  constructor(db: Database) {
    this.#db = db;
    this.#last = db.prepare('SELECT quality FROM receive_clock ORDER BY from_seq DESC LIMIT 1');
    this.#note = db.prepare(
      `INSERT INTO receive_clock (from_seq, quality) VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM event), ?)
       ON CONFLICT (from_seq) DO UPDATE SET quality = excluded.quality`,
    );
  }

  /** Holds for what is committed from now on. What is known already is not written again. */
  note(quality: Envelope['clock']): void {
    this.#db.transaction(() => {
      if (this.#last.get()?.quality !== quality) this.#note.run(quality);
    })();
  }
}

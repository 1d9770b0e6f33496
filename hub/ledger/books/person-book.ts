import type { Database, Statement } from 'better-sqlite3';

export type PersonField = 'name' | 'email' | 'phone' | 'card';

export interface PersonFact {
  readonly field: PersonField;
  readonly value: string;
  /** By which it is found; null for what finds nobody. */
  readonly key: string | null;
  readonly isVerified: boolean;
}

/** What an erased text is written over with: as many bytes, so that SQLite writes them where the text stands. */
const BLANK = 32;

/**
 * What tells who somebody is. It comes beside the log and can be forgotten, down to the bytes of the file. SQLite
 * overwrites what it deletes only where it is told to (`secure_delete`), and even then copies of a row stay behind where
 * pages were split and filled anew. So forgetting somebody writes the whole table again: its pages, and those of its
 * indexes, are blanked first. What its statistics keep as samples goes the same way. Unknown fields of events stand in the
 * order of the log, where no page is ever split: they are written over where they stand. The write-ahead log is emptied by
 * the writer after the commit.
 */
export class PersonBook {
  readonly #db: Database;
  readonly #set: Statement<[string, PersonField, string, string | null, number, number, number]>;
  readonly #verify: Statement<[number, string, PersonField]>;
  readonly #extra: Statement<[number], { extra: string }>;
  readonly #overwrite: Statement<[string, Uint8Array, number]>;
  readonly #setEmployee: Statement<[string, string]>;

  constructor(db: Database) {
    this.#db = db;
    this.#set = db.prepare(
      `INSERT INTO person (customer_id, field, value, key, verified, at_ms, seq) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value, key = excluded.key,
         verified = CASE WHEN excluded.key IS key THEN max(verified, excluded.verified) ELSE excluded.verified END,
         at_ms = excluded.at_ms, seq = excluded.seq
       WHERE excluded.at_ms >= at_ms`,
    );
    this.#verify = db.prepare(
      'UPDATE person SET verified = 1, seq = ? WHERE customer_id = ? AND field = ? AND verified = 0',
    );
    this.#extra = db.prepare('SELECT extra FROM event_extra WHERE seq = ?');
    this.#overwrite = db.prepare('UPDATE event_extra SET extra = ?, sha256 = ? WHERE seq = ?');
    this.#setEmployee = db.prepare(
      'INSERT INTO employee_name (employee_id, name) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name',
    );
  }

  /** Only what is newer than what is known, by `atMs`. */
  keep(customerId: string, facts: readonly PersonFact[], at: { seq: number; atMs: number }): void {
    this.#blanking(() => {
      for (const { field, value, key, isVerified } of facts)
        this.#set.run(customerId, field, value, key, isVerified ? 1 : 0, at.atMs, at.seq);
    });
  }

  /** The customer has proven that what is known is theirs. */
  verify(customerId: string, field: PersonField, seq: number): void {
    this.#verify.run(seq, customerId, field);
  }

  keepEmployee(employeeId: string, name: string): void {
    this.#blanking(() => void this.#setEmployee.run(employeeId, name));
  }

  /** Forgets all customers that are erased: nothing of them is in these tables, nor in what is left of their pages. */
  forgetErased(): void {
    this.#blanking(() => {
      this.#writeAgain(
        'person',
        `customer_id NOT IN (SELECT customer_id FROM customer WHERE erased_seq IS NOT NULL)
         ORDER BY customer_id, field`,
      );
      const statistics = this.#db.prepare("SELECT name FROM sqlite_schema WHERE name = 'sqlite_stat4'").get();
      if (statistics !== undefined) this.#writeAgain('sqlite_stat4', "tbl <> 'person'");
    });
  }

  /** Blanks what entry `seq` says beyond the contract: it may be about anybody. */
  forgetExtra(seq: number, digest: (seq: number, extra: string) => Uint8Array): void {
    const known = this.#extra.get(seq);
    if (known === undefined) return;
    const blank = Buffer.alloc(Buffer.byteLength(known.extra), BLANK).toString();
    this.#overwrite.run(blank, digest(seq, blank), seq);
  }

  #writeAgain(table: string, kept: string): void {
    this.#db.exec(
      `CREATE TEMP TABLE kept_rows AS SELECT * FROM main.${table} WHERE ${kept};
       DELETE FROM main.${table};
       INSERT INTO main.${table} SELECT * FROM kept_rows;
       DROP TABLE kept_rows`,
    );
  }

  #blanking(write: () => void): void {
    this.#db.pragma('secure_delete = ON');
    try {
      write();
    } finally {
      this.#db.pragma('secure_delete = OFF');
    }
  }
}

import type { Database, Statement } from 'better-sqlite3';
import { blanking, forgetSamples, writeAgain } from './write-again.ts';

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
  readonly #values: Statement<[string], { value: string; key: string | null }>;

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
    this.#values = db.prepare('SELECT value, key FROM person WHERE customer_id = ?');
    this.#setEmployee = db.prepare(
      'INSERT INTO employee_name (employee_id, name) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name',
    );
  }

  /** Only what is newer than what is known, by `atMs`. */
  keep(customerId: string, facts: readonly PersonFact[], at: { seq: number; atMs: number }): void {
    blanking(this.#db, () => {
      for (const { field, value, key, isVerified } of facts)
        this.#set.run(customerId, field, value, key, isVerified ? 1 : 0, at.atMs, at.seq);
    });
  }

  /** The customer has proven that what is known is theirs. */
  verify(customerId: string, field: PersonField, seq: number): void {
    this.#verify.run(seq, customerId, field);
  }

  keepEmployee(employeeId: string, name: string): void {
    blanking(this.#db, () => void this.#setEmployee.run(employeeId, name));
  }

  /** Forgets all customers that are erased: nothing of them is in these tables, nor in what is left of their pages. */
  forgetErased(): void {
    blanking(this.#db, () => {
      writeAgain(
        this.#db,
        'person',
        `customer_id NOT IN (SELECT customer_id FROM customer WHERE erased_seq IS NOT NULL)
         ORDER BY customer_id, field`,
      );
      forgetSamples(this.#db, 'person');
    });
  }

  /** The same for those who work here. */
  forgetErasedEmployees(): void {
    blanking(this.#db, () => {
      writeAgain(
        this.#db,
        'employee_name',
        `employee_id NOT IN (SELECT employee_id FROM employee WHERE erased_seq IS NOT NULL)
         ORDER BY employee_id`,
      );
      forgetSamples(this.#db, 'employee_name');
    });
  }

  /** What is known of a customer, as it was written and as it is found. */
  values(customerId: string): string[] {
    return this.#values.all(customerId).flatMap(({ value, key }) => (key === null ? [value] : [value, key]));
  }

  /** Blanks what entry `seq` says beyond the contract: it may be about anybody. */
  forgetExtra(seq: number, digest: (seq: number, extra: string) => Uint8Array): void {
    const known = this.#extra.get(seq);
    if (known === undefined) return;
    const blank = Buffer.alloc(Buffer.byteLength(known.extra), BLANK).toString();
    this.#overwrite.run(blank, digest(seq, blank), seq);
  }
}

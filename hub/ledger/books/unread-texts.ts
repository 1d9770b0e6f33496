import type { Database, Statement } from 'better-sqlite3';
import { customersIn, namesAny, withoutPerson } from '../../domain/forgetting.ts';
import type { ForgottenPerson } from '../../domain/forgetting.ts';
import { sha256 } from '../../kit/digest.ts';
import { blanking } from './write-again.ts';

/** How many are in memory at once: each may have a megabyte. */
const SLICE_ROWS = 16;

/**
 * Texts that came in and that the hub cannot read: payloads that were refused, and events of types that it does not know.
 * They may be about anybody, and a person can be forgotten in them. They are few.
 */
export class UnreadTexts {
  readonly #db: Database;
  readonly #payloads: Statement<[number, number], { rejected: number; payload: string }>;
  readonly #overwrite: Statement<[string, Uint8Array, number]>;
  readonly #unknown: Statement<[number, number], { seq: number; extra: string }>;
  readonly #addUnknown: Statement<[number]>;
  readonly #erased: Statement<[string], { erased_seq: number | null }>;

  constructor(db: Database) {
    this.#db = db;
    this.#payloads = db.prepare(
      'SELECT rejected, payload FROM rejected WHERE rejected > ? ORDER BY rejected LIMIT ?',
    );
    this.#overwrite = db.prepare('UPDATE rejected SET payload = ?, payload_sha256 = ? WHERE rejected = ?');
    this.#unknown = db.prepare(
      `SELECT u.seq, x.extra FROM unknown_event u CROSS JOIN event_extra x ON x.seq = u.seq
       WHERE u.seq > ? ORDER BY u.seq LIMIT ?`,
    );
    this.#addUnknown = db.prepare('INSERT INTO unknown_event (seq) VALUES (?)');
    this.#erased = db.prepare('SELECT erased_seq FROM customer WHERE customer_id = ?');
  }

  /** An event came whose type nobody here knows. */
  addUnknown(seq: number): void {
    this.#addUnknown.run(seq);
  }

  /** The entries of unknown types that name any of them. */
  unknownAbout(customerIds: readonly string[]): number[] {
    const about: number[] = [];
    for (let rows = this.#unknown.all(0, SLICE_ROWS); rows.length > 0;) {
      for (const { seq, extra } of rows) if (namesAny(extra, customerIds)) about.push(seq);
      rows = this.#unknown.all(rows.at(-1)?.seq ?? 0, SLICE_ROWS);
    }
    return about;
  }

  /** The digest goes with the text: with the rest of it at hand, an address could be guessed back. */
  forgetInRejected(person: ForgottenPerson): void {
    blanking(this.#db, () => {
      for (let rows = this.#payloads.all(0, SLICE_ROWS); rows.length > 0;) {
        for (const { rejected, payload } of rows) {
          const left = withoutPerson(payload, person);
          if (left !== payload) this.#overwrite.run(left, sha256(`${rejected}\n${left}`), rejected);
        }
        rows = this.#payloads.all(rows.at(-1)?.rejected ?? 0, SLICE_ROWS);
      }
    });
  }

  /** Who was forgotten is not known again by a payload that comes late. */
  withoutErased(payload: string): string {
    const erased = customersIn(payload).filter((id) => (this.#erased.get(id)?.erased_seq ?? null) !== null);
    return erased.length === 0 ? payload : withoutPerson(payload, { customerIds: erased, values: [] });
  }
}

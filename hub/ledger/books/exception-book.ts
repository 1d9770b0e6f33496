import type { Database, Statement } from 'better-sqlite3';
import type { ExceptionCause, ExceptionFact } from '../../domain/decide.ts';

/** Broken rules as rows, and their end where a later fact mends them. */
export class ExceptionBook {
  readonly #add: Statement<[number, string, string, string]>;
  readonly #resolve: Statement<[number, string, string]>;
  readonly #close: Statement<[number, number]>;
  readonly #open: Statement<[string, string], { exception: number }>;

  constructor(db: Database) {
    this.#add = db.prepare('INSERT INTO exception (seq, cause, subject, detail) VALUES (?, ?, ?, ?)');
    this.#resolve = db.prepare(
      'UPDATE exception SET resolved_seq = ? WHERE cause = ? AND subject = ? AND resolved_seq IS NULL',
    );
    this.#close = db.prepare(
      'UPDATE exception SET resolved_seq = ? WHERE exception = ? AND resolved_seq IS NULL',
    );
    this.#open = db.prepare(
      'SELECT exception FROM exception WHERE cause = ? AND subject = ? AND resolved_seq IS NULL LIMIT 1',
    );
  }

  raise(seq: number, fact: ExceptionFact): void {
    this.#add.run(seq, fact.cause, fact.subject, fact.detail);
  }

  isOpen(cause: ExceptionCause, subject: string): boolean {
    return this.#open.get(cause, subject) !== undefined;
  }

  /** A person has dealt with it. */
  close(seq: number, exception: number): void {
    this.#close.run(seq, exception);
  }

  /** What the event `seq` mended. */
  resolve(seq: number, cause: ExceptionCause, subject: string): void {
    this.#resolve.run(seq, cause, subject);
  }
}

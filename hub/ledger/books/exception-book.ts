import type { Database, Statement } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { ExceptionCause, ExceptionFact } from '../../domain/decide.ts';

/** Broken rules as rows, and their end where a later fact mends them. */
export class ExceptionBook {
  readonly #add: Statement<[number, string, string, string]>;
  readonly #resolve: Statement<[number, string, string]>;
  readonly #close: Statement<[number, number]>;
  readonly #isThis: Statement<[number, number, string, string], { exception: number }>;
  readonly #openOf: Statement<[string, string, number], { exception: number }>;
  readonly #open: Statement<[string, string], { exception: number }>;

  constructor(db: Database) {
    this.#add = db.prepare('INSERT INTO exception (seq, cause, subject, detail) VALUES (?, ?, ?, ?)');
    this.#resolve = db.prepare(
      'UPDATE exception SET resolved_seq = ? WHERE cause = ? AND subject = ? AND resolved_seq IS NULL',
    );
    this.#close = db.prepare(
      'UPDATE exception SET resolved_seq = ? WHERE exception = ? AND resolved_seq IS NULL',
    );
    this.#isThis = db.prepare(
      'SELECT exception FROM exception WHERE exception = ? AND seq = ? AND cause = ? AND subject = ?',
    );
    this.#openOf = db.prepare(
      `SELECT exception FROM exception WHERE cause = ? AND subject = ? AND seq = ? AND resolved_seq IS NULL
       ORDER BY exception LIMIT 1`,
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

  /** A person has dealt with it. One that is not there, or is closed, stays as it is. */
  close(seq: number, closing: EventData<'backroom.exception.closed.v1'>): void {
    const exception = this.#numberOf(closing);
    if (exception !== null) this.#close.run(seq, exception);
  }

  /** What the event `seq` mended. */
  resolve(seq: number, cause: ExceptionCause, subject: string): void {
    this.#resolve.run(seq, cause, subject);
  }

  /**
   * The number that it has now. One entry may have raised two of the same cause and subject: then the number says
   * which, and where it has become another's, the first that is open stands for them.
   */
  #numberOf({ exception, entry, cause, subject }: EventData<'backroom.exception.closed.v1'>): number | null {
    if (entry === undefined || cause === undefined || subject === undefined) return exception;
    const row = this.#isThis.get(exception, entry, cause, subject) ?? this.#openOf.get(cause, subject, entry);
    return row?.exception ?? null;
  }
}

import type { Database, Statement } from 'better-sqlite3';

export interface StoredEvent {
  readonly seq: number;
  readonly body: Buffer;
}

/** Events of the log by the names that they have for ever. */
export class EventReader {
  readonly #find: Statement<[string, string], StoredEvent>;

  constructor(db: Database) {
    this.#find = db.prepare(
      `SELECT e.seq, e.body FROM stream s
         JOIN event_key k ON k.stream = s.stream AND k.id = ? JOIN event e ON e.seq = k.seq
       WHERE s.source = ?`,
    );
  }

  /** The event that counts under that source and id, or null. */
  event(source: string, id: string): StoredEvent | null {
    return this.#find.get(id, source) ?? null;
  }
}

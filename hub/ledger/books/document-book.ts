import type { Database, Statement } from 'better-sqlite3';

export type DocumentKind =
  | 'received'
  | 'adjusted'
  | 'moved'
  | 'dispatched'
  | 'transfer_received'
  | 'counted'
  | 'handed_over';

/** The movements of an event of goods, which a reversal may take back. */
export interface DocumentRow {
  readonly seq: number;
  readonly kind: DocumentKind;
  /** The number of the delivery or transfer that it is a part of. */
  readonly part_of: number | null;
  readonly first_movement: number;
  readonly movements: number;
  readonly reversed_seq: number | null;
}

/** What each event of goods booked, and the reversals that wait for theirs. */
export class DocumentBook {
  readonly #add: Statement<[number, DocumentKind, number | null, number, number]>;
  readonly #find: Statement<[number], DocumentRow>;
  readonly #setMovements: Statement<[number, number, number]>;
  readonly #setReversed: Statement<[number, number]>;
  readonly #await: Statement<[string, string, number]>;
  readonly #awaiting: Statement<[string, string], { seq: number }>;
  readonly #arrived: Statement<[string, string]>;

  /** Nearly always none: then no event has to look. */
  #awaitingCount: number;

  constructor(db: Database) {
    this.#add = db.prepare(
      'INSERT INTO stock_document (seq, kind, part_of, first_movement, movements) VALUES (?, ?, ?, ?, ?)',
    );
    this.#find = db.prepare(
      'SELECT seq, kind, part_of, first_movement, movements, reversed_seq FROM stock_document WHERE seq = ?',
    );
    this.#setMovements = db.prepare(
      'UPDATE stock_document SET first_movement = ?, movements = ? WHERE seq = ?',
    );
    this.#setReversed = db.prepare('UPDATE stock_document SET reversed_seq = ? WHERE seq = ?');
    this.#await = db.prepare('INSERT INTO awaited_reversal (source, id, seq) VALUES (?, ?, ?)');
    this.#awaiting = db.prepare('SELECT seq FROM awaited_reversal WHERE source = ? AND id = ? ORDER BY seq');
    this.#arrived = db.prepare('DELETE FROM awaited_reversal WHERE source = ? AND id = ?');
    const count = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM awaited_reversal').get();
    this.#awaitingCount = count?.count ?? 0;
  }

  /** Where nothing was booked and nothing bigger is meant, there is nothing to take back. */
  add(document: Omit<DocumentRow, 'reversed_seq'>): void {
    const { seq, kind, part_of: partOf, first_movement: first, movements } = document;
    if (movements > 0 || partOf !== null) this.#add.run(seq, kind, partOf, first, movements);
  }

  find(seq: number): DocumentRow | null {
    return this.#find.get(seq) ?? null;
  }

  /** Goods that had to wait were booked. */
  setMovements(seq: number, movements: { first: number; count: number }): void {
    this.#setMovements.run(movements.first, movements.count, seq);
  }

  setReversed(seq: number, bySeq: number): void {
    this.#setReversed.run(bySeq, seq);
  }

  await(key: { source: string; id: string }, seq: number): void {
    this.#await.run(key.source, key.id, seq);
    this.#awaitingCount += 1;
  }

  /** The reversals that waited for an event, which wait no longer. */
  takeAwaiting(key: { source: string; id: string }): number[] {
    if (this.#awaitingCount === 0) return [];
    const seqs = this.#awaiting.all(key.source, key.id).map(({ seq }) => seq);
    if (seqs.length > 0) this.#arrived.run(key.source, key.id);
    this.#awaitingCount -= seqs.length;
    return seqs;
  }
}

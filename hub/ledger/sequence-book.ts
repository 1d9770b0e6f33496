import type { Database, Statement } from 'better-sqlite3';
import { addNumbers, EMPTY_SEQUENCE, highestOf } from '../domain/sequence-set.ts';
import type { NumberRange, SequenceSet } from '../domain/sequence-set.ts';

/** How far each installation's sequence is here. Rows are written once a batch, by `endBatch`. */
export class SequenceBook {
  readonly #sets = new Map<number, SequenceSet>();
  readonly #changed = new Set<number>();
  readonly #load: Statement<[number], { contiguous: number }>;
  readonly #loadAhead: Statement<[number], NumberRange>;
  readonly #save: Statement<[number, number, number]>;
  readonly #addAhead: Statement<[number, number, number]>;
  readonly #dropAhead: Statement<[number, number]>;

  constructor(db: Database) {
    this.#load = db.prepare('SELECT contiguous FROM progress WHERE stream = ?');
    this.#loadAhead = db.prepare('SELECT first, last FROM sequence_ahead WHERE stream = ? ORDER BY first');
    this.#save = db.prepare(
      `INSERT INTO progress (stream, contiguous, highest) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET contiguous = excluded.contiguous, highest = excluded.highest`,
    );
    this.#addAhead = db.prepare('INSERT INTO sequence_ahead (stream, first, last) VALUES (?, ?, ?)');
    this.#dropAhead = db.prepare('DELETE FROM sequence_ahead WHERE stream = ? AND first = ?');
  }

  /** Notes that these numbers are here. Answers true when some of them were before. */
  note(stream: number, range: NumberRange): boolean {
    const change = addNumbers(this.#set(stream), range);
    for (const removed of change.removed) this.#dropAhead.run(stream, removed.first);
    for (const added of change.added) this.#addAhead.run(stream, added.first, added.last);
    this.#sets.set(stream, change.set);
    this.#changed.add(stream);
    return change.overlaps;
  }

  contiguous(stream: number): number {
    return this.#set(stream).contiguous;
  }

  /** Writes the progress of this batch and gives the streams that it touched. */
  endBatch(): number[] {
    const streams = [...this.#changed];
    for (const stream of streams) {
      const set = this.#set(stream);
      this.#save.run(stream, set.contiguous, highestOf(set));
    }
    this.#changed.clear();
    return streams;
  }

  #set(stream: number): SequenceSet {
    const cached = this.#sets.get(stream);
    if (cached !== undefined) return cached;
    const stored = this.#load.get(stream);
    const set =
      stored === undefined
        ? EMPTY_SEQUENCE
        : { contiguous: stored.contiguous, ahead: this.#loadAhead.all(stream) };
    this.#sets.set(stream, set);
    return set;
  }
}

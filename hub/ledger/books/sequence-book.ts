import type { Database, Statement } from 'better-sqlite3';
import { addNumbers } from '../../domain/sequence-set.ts';
import type { NumberRange } from '../../domain/sequence-set.ts';
import { missingNumbers } from '../../domain/session.ts';

interface Progress {
  readonly contiguous: number;
  readonly highest: number;
}

/** How many installations are remembered between batches before all are forgotten. */
const REMEMBERED_MAX = 10_000;

const NOTHING: Progress = { contiguous: 0, highest: 0 };

/**
 * How far each installation's sequence is here. Numbers beyond a gap are rows, of which only the neighbours of a new
 * number are looked at, however many gaps a till has left. Progress is written once a batch, by `endBatch`.
 */
export class SequenceBook {
  readonly #progress = new Map<number, Progress>();
  readonly #changed = new Set<number>();
  readonly #load: Statement<[number], Progress>;
  readonly #before: Statement<[number, number], NumberRange>;
  readonly #within: Statement<[number, number, number], NumberRange>;
  readonly #save: Statement<[number, number, number]>;
  readonly #addAhead: Statement<[number, number, number]>;
  readonly #dropAhead: Statement<[number, number]>;

  constructor(db: Database) {
    this.#load = db.prepare('SELECT contiguous, highest FROM progress WHERE stream = ?');
    this.#before = db.prepare(
      'SELECT first, last FROM sequence_ahead WHERE stream = ? AND first < ? ORDER BY first DESC LIMIT 1',
    );
    this.#within = db.prepare(
      'SELECT first, last FROM sequence_ahead WHERE stream = ? AND first BETWEEN ? AND ? ORDER BY first',
    );
    this.#save = db.prepare(
      `INSERT INTO progress (stream, contiguous, highest) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET contiguous = excluded.contiguous, highest = excluded.highest`,
    );
    this.#addAhead = db.prepare('INSERT INTO sequence_ahead (stream, first, last) VALUES (?, ?, ?)');
    this.#dropAhead = db.prepare('DELETE FROM sequence_ahead WHERE stream = ? AND first = ?');
  }

  /** Notes that these numbers are here. Answers true when some of them were before. */
  note(stream: number, range: NumberRange): boolean {
    const { contiguous, highest } = this.#of(stream);
    const ahead = highest > contiguous ? this.#neighbours(stream, range) : [];
    const change = addNumbers({ contiguous, ahead }, range);
    for (const removed of change.removed) this.#dropAhead.run(stream, removed.first);
    for (const added of change.added) this.#addAhead.run(stream, added.first, added.last);
    this.#progress.set(stream, {
      contiguous: change.set.contiguous,
      highest: Math.max(highest, range.last),
    });
    this.#changed.add(stream);
    return change.overlaps;
  }

  contiguous(stream: number): number {
    return this.#of(stream).contiguous;
  }

  /** The numbers of a range that are not here yet. */
  missing(stream: number, range: NumberRange): NumberRange[] {
    const { contiguous } = this.#of(stream);
    if (range.last <= contiguous) return [];
    return missingNumbers(range, { contiguous, ahead: this.#neighbours(stream, range) });
  }

  /** Writes the progress of this batch and gives the streams that it touched. */
  endBatch(): number[] {
    const streams = [...this.#changed];
    for (const stream of streams) {
      const { contiguous, highest } = this.#of(stream);
      this.#save.run(stream, contiguous, highest);
    }
    this.#changed.clear();
    return streams;
  }

  /** Called between batches: a till that makes a new installation for every event must not fill the memory. */
  forgetIfMany(): void {
    if (this.#progress.size > REMEMBERED_MAX) this.#progress.clear();
  }

  #neighbours(stream: number, range: NumberRange): NumberRange[] {
    const before = this.#before.get(stream, range.first);
    const within = this.#within.all(stream, range.first, range.last + 1);
    return before === undefined ? within : [before, ...within];
  }

  #of(stream: number): Progress {
    const cached = this.#progress.get(stream);
    if (cached !== undefined) return cached;
    const progress = this.#load.get(stream) ?? NOTHING;
    this.#progress.set(stream, progress);
    return progress;
  }
}

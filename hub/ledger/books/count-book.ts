import type { Database, Statement } from 'better-sqlite3';
import type { CountStarted } from '../../contract/count-events.ts';
import { must } from '../../kit/assert.ts';

export interface CountRow {
  readonly stock_count: number;
  readonly count_id: string;
  readonly state: 'awaited' | 'open' | 'posted' | 'cancelled';
  readonly kind: CountStarted['kind'] | null;
  readonly place: number | null;
  readonly shelf: string | null;
  readonly department: string | null;
  readonly started_seq: number | null;
  readonly ended_seq: number | null;
  readonly ended_ms: number | null;
  readonly missing_as_zero: number;
}

/** A count that was started: it has a place. */
export type StartedCount = CountRow & { readonly place: number };

export interface CountEnd {
  readonly state: 'posted' | 'cancelled';
  readonly seq: number;
  /** Null where no clock that is set said it. */
  readonly endedMs: number | null;
  readonly missingAsZero: boolean;
}

const COUNT = `SELECT stock_count, count_id, state, kind, place, shelf, department, started_seq, ended_seq, ended_ms,
  missing_as_zero FROM stock_count`;

/** Counts, each from the first that is heard of it to its end. */
export class CountBook {
  readonly #find: Statement<[string], CountRow>;
  readonly #add: Statement<[string]>;
  readonly #start: Statement;
  readonly #setBelonging: Statement<[number, number]>;
  readonly #end: Statement;
  readonly #setBooked: Statement<[number, number]>;
  readonly #noteTime: Statement;
  readonly #newestMs: Statement<[], { newest: number | null }>;
  readonly #othersOpen: Statement<[number, number], StartedCount>;
  readonly #newestBookedAt: Statement<[number], { newest: number | null }>;
  readonly #ended: Statement<[number], StartedCount>;
  readonly #setReversed: Statement<[number, number]>;

  constructor(db: Database) {
    this.#find = db.prepare(`${COUNT} WHERE count_id = ?`);
    this.#add = db.prepare("INSERT INTO stock_count (count_id, state) VALUES (?, 'awaited')");
    this.#start = db.prepare(
      `UPDATE stock_count SET state = iif(state = 'awaited', 'open', state), kind = @kind, place = @place,
         shelf = @shelf, department = @department, blind = @blind, note = @note, started_seq = @seq
       WHERE stock_count = @count`,
    );
    this.#setBelonging = db.prepare('UPDATE stock_count SET belonging = ? WHERE stock_count = ?');
    this.#end = db.prepare(
      `UPDATE stock_count SET state = @state, ended_seq = @seq, ended_ms = @endedMs, missing_as_zero = @missingAsZero,
         newest_ms = iif(@state = 'posted', coalesce(@endedMs, newest_ms), NULL) WHERE stock_count = @count`,
    );
    this.#setBooked = db.prepare(
      `UPDATE stock_count SET booked_seq = ?, newest_at_seq = (SELECT max(at_seq) FROM count_line l
         WHERE l.stock_count = stock_count.stock_count AND l.state = 'approved') WHERE stock_count = ?`,
    );
    this.#noteTime = db.prepare(
      'UPDATE stock_count SET newest_ms = max(coalesce(newest_ms, @ms), @ms) WHERE stock_count = @count',
    );
    this.#newestMs = db.prepare(
      'SELECT max(newest_ms) AS newest FROM stock_count WHERE newest_ms IS NOT NULL',
    );
    this.#othersOpen = db.prepare(
      `${COUNT} WHERE state = 'open' AND place = ? AND stock_count <> ? ORDER BY stock_count`,
    );
    this.#newestBookedAt = db.prepare(
      `SELECT max(newest_at_seq) AS newest FROM stock_count
       WHERE place = ? AND booked_seq IS NOT NULL AND reversed_seq IS NULL`,
    );
    this.#ended = db.prepare(`${COUNT} WHERE ended_seq = ? AND booked_seq IS NOT NULL`);
    this.#setReversed = db.prepare('UPDATE stock_count SET reversed_seq = ? WHERE stock_count = ?');
  }

  /** The count of that id; one that nobody has spoken of yet is awaited from now on. */
  meet(countId: string): { count: CountRow; isNew: boolean } {
    const known = this.#find.get(countId);
    if (known !== undefined) return { count: known, isNew: false };
    this.#add.run(countId);
    return { count: must(this.#find.get(countId), `the count ${countId}`), isNew: true };
  }

  start(count: CountRow, data: CountStarted, at: { place: number; seq: number }): StartedCount {
    const { kind, shelf = null, department = null, blind = false, note = null } = data;
    const said = { kind, shelf, department, blind: blind ? 1 : 0, note };
    this.#start.run({ count: count.stock_count, ...said, ...at });
    const state = count.state === 'awaited' ? 'open' : count.state;
    return { ...count, state, kind, shelf, department, place: at.place, started_seq: at.seq };
  }

  setBelonging(count: number, products: number): void {
    this.#setBelonging.run(products, count);
  }

  end(count: CountRow, { state, seq, endedMs, missingAsZero }: CountEnd): CountRow {
    const missing = missingAsZero ? 1 : 0;
    this.#end.run({ count: count.stock_count, state, seq, endedMs, missingAsZero: missing });
    return { ...count, state, ended_seq: seq, ended_ms: endedMs, missing_as_zero: missing };
  }

  /** Its differences were booked by the entry `seq`. */
  setBooked(count: number, seq: number): void {
    this.#setBooked.run(seq, count);
  }

  /** A piece was counted at that instant. */
  noteTime(count: number, ms: number): void {
    this.#noteTime.run({ ms, count });
  }

  /** The latest instant at which anything was counted that is booked or may be; null where nothing was. */
  newestMs(): number | null {
    return this.#newestMs.get()?.newest ?? null;
  }

  othersOpen(count: StartedCount): StartedCount[] {
    return this.#othersOpen.all(count.place, count.stock_count);
  }

  /** The count whose differences were booked on the word of entry `seq`. */
  posted(seq: number): StartedCount | null {
    return this.#ended.get(seq) ?? null;
  }

  setReversed(count: number, seq: number): void {
    this.#setReversed.run(seq, count);
  }

  /** The latest position of anything that counts booked at a place. */
  newestBookedAt(place: number): number {
    return this.#newestBookedAt.get(place)?.newest ?? 0;
  }
}

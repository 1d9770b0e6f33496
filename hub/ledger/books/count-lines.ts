import type { Database, Statement } from 'better-sqlite3';
import type { CountedLine, LineState } from '../../domain/counting.ts';
import { varianceOf } from '../../domain/counting.ts';

interface LineRow {
  readonly stock_count: number;
  readonly product: number;
  readonly state: LineState;
  readonly counted_micro: number;
  readonly first_seq: number;
  readonly at_seq: number;
  readonly counted_ms: number | null;
  readonly expected_micro: number | null;
  readonly value_micro: number | null;
  readonly moved: number;
  readonly late: number;
  readonly newer_seq: number | null;
  readonly found: number;
}

/** A line, with what the ledger makes of it. */
export interface StoredLine extends CountedLine {
  readonly count: number;
  readonly product: number;
  /** Null while the count is awaited. */
  readonly expectedMicro: number | null;
  /** What the difference is worth, in millionths of the major unit; null where no cost is known. */
  readonly valueMicro: number | null;
  readonly moved: boolean;
  /** Another count of the product was booked, for this position. */
  readonly newerSeq: number | null;
  /** Nobody found any of it: false only for what was missing when the count was posted. */
  readonly found: boolean;
}

const LINE = `SELECT l.stock_count, l.product, l.state, l.counted_micro, l.first_seq, l.at_seq, l.counted_ms,
  l.expected_micro, l.value_micro, l.moved, l.late, l.newer_seq, l.found FROM count_line l`;

/** What was counted of each product. */
export class CountLines {
  readonly #find: Statement<[number, number], LineRow>;
  readonly #all: Statement<[number], LineRow>;
  readonly #approved: Statement<[number], LineRow>;
  readonly #running: Statement<[number], LineRow & { place: number | null }>;
  readonly #save: Statement;
  readonly #drop: Statement<[number, number]>;
  readonly #setState: Statement<[LineState, number, number]>;
  readonly #setLate: Statement<[number, number]>;
  readonly #approveAll: Statement<[number]>;
  readonly #newestBookedAt: Statement<[number, number], { newest: number | null }>;
  readonly #countedAfter: Statement<[number, number, number], LineRow & { is_booked: number }>;

  constructor(db: Database) {
    const withCount = (column: string): string =>
      `${LINE.replace(' FROM', `, ${column} FROM`)} JOIN stock_count c ON c.stock_count = l.stock_count`;
    this.#find = db.prepare(`${LINE} WHERE l.stock_count = ? AND l.product = ?`);
    this.#all = db.prepare(`${LINE} WHERE l.stock_count = ? ORDER BY l.product`);
    this.#approved = db.prepare(
      `${LINE} WHERE l.stock_count = ? AND l.state = 'approved' ORDER BY l.product`,
    );
    this.#running = db.prepare(
      `${withCount('c.place')} WHERE l.product = ? AND (c.state IN ('awaited', 'open') OR c.started_seq IS NULL) ORDER BY l.stock_count`,
    );
    this.#save = db.prepare(
      `INSERT INTO count_line (stock_count, product, state, counted_micro, first_seq, at_seq, counted_ms,
         expected_micro, variance_size, value_micro, value_size, moved, late, newer_seq, found)
       VALUES (@count, @product, @state, @countedMicro, @firstSeq, @atSeq, @countedMs, @expectedMicro, @varianceSize, @valueMicro, @valueSize,
         @moved, @late, @newerSeq, @found)
       ON CONFLICT DO UPDATE SET state = excluded.state, counted_micro = excluded.counted_micro,
         first_seq = excluded.first_seq, at_seq = excluded.at_seq, counted_ms = excluded.counted_ms,
         expected_micro = excluded.expected_micro, variance_size = excluded.variance_size,
         value_micro = excluded.value_micro, value_size = excluded.value_size, moved = excluded.moved,
         late = excluded.late, newer_seq = excluded.newer_seq, found = excluded.found`,
    );
    this.#drop = db.prepare('DELETE FROM count_line WHERE stock_count = ? AND product = ?');
    this.#setState = db.prepare('UPDATE count_line SET state = ? WHERE stock_count = ? AND product = ?');
    this.#setLate = db.prepare(
      `UPDATE count_line SET late = 1, state = iif(state = 'approved', 'open', state)
       WHERE stock_count = ? AND product = ?`,
    );
    this.#approveAll = db.prepare(
      "UPDATE count_line SET state = 'approved' WHERE stock_count = ? AND state = 'open'",
    );
    this.#newestBookedAt = db.prepare(
      `SELECT max(l.at_seq) AS newest FROM count_line l JOIN stock_count c ON c.stock_count = l.stock_count
       WHERE l.product = ? AND l.state = 'approved' AND c.place = ? AND c.booked_seq IS NOT NULL
         AND c.reversed_seq IS NULL`,
    );
    this.#countedAfter = db.prepare(
      `${withCount('c.booked_seq IS NOT NULL AS is_booked')}
       WHERE l.product = ? AND c.place = ? AND min(l.counted_ms, coalesce(c.ended_ms, l.counted_ms)) > ?
         AND (c.state = 'open' OR c.booked_seq IS NOT NULL AND c.reversed_seq IS NULL AND l.state = 'approved') ORDER BY l.stock_count`,
    );
  }

  find(count: number, product: number): StoredLine | null {
    const row = this.#find.get(count, product);
    return row === undefined ? null : lineOf(row);
  }

  all(count: number): StoredLine[] {
    return this.#all.all(count).map(lineOf);
  }

  approved(count: number): StoredLine[] {
    return this.#approved.all(count).map(lineOf);
  }

  /** The lines of a product in counts that are not over, each with the place of its count. */
  running(product: number): { line: StoredLine; place: number | null }[] {
    return this.#running.all(product).map((row) => ({ line: lineOf(row), place: row.place }));
  }

  save(line: StoredLine): void {
    const { expectedMicro, countedMicro, valueMicro, moved, late, found, ...rest } = line;
    const varianceSize = expectedMicro === null ? 0 : Math.abs(varianceOf({ countedMicro, expectedMicro }));
    const flags = { moved: Number(moved), late: Number(late), found: Number(found) };
    const valueSize = Math.abs(valueMicro ?? 0);
    this.#save.run({ ...rest, ...flags, countedMicro, expectedMicro, varianceSize, valueMicro, valueSize });
  }

  drop(line: Pick<StoredLine, 'count' | 'product'>): void {
    this.#drop.run(line.count, line.product);
  }

  setState(line: Pick<StoredLine, 'count' | 'product'>, state: LineState): void {
    this.#setState.run(state, line.count, line.product);
  }

  /** A sale came that may lie before what was counted: who approved the line did not know of it. */
  setLate(line: Pick<StoredLine, 'count' | 'product'>): void {
    this.#setLate.run(line.count, line.product);
  }

  /** Approves every line that nobody wants counted again. */
  approveAll(count: number): void {
    this.#approveAll.run(count);
  }

  /** The latest position for which a count of the product was booked at the place, or null. */
  newestBookedAt(product: number, place: number): number | null {
    return this.#newestBookedAt.get(product, place)?.newest ?? null;
  }

  /** Lines of a product that were counted after an instant, and are booked or may be. */
  countedAfter(product: number, place: number, ms: number): { line: StoredLine; isBooked: boolean }[] {
    return this.#countedAfter
      .all(product, place, ms)
      .map((row) => ({ line: lineOf(row), isBooked: row.is_booked === 1 }));
  }
}

function lineOf(row: LineRow): StoredLine {
  return {
    count: row.stock_count,
    product: row.product,
    state: row.state,
    countedMicro: row.counted_micro,
    firstSeq: row.first_seq,
    atSeq: row.at_seq,
    countedMs: row.counted_ms,
    expectedMicro: row.expected_micro,
    valueMicro: row.value_micro,
    moved: row.moved === 1,
    late: row.late === 1,
    newerSeq: row.newer_seq,
    found: row.found === 1,
  };
}

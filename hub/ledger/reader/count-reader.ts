import type { Database, Statement } from 'better-sqlite3';
import type {
  CountAnswer,
  CountLineAnswer,
  CountLineState,
  CountState,
  CountSummary,
} from '../../contract/count-views.ts';
import { varianceOf } from '../../domain/counting.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { isoOrNull } from './iso.ts';

interface SummaryRow {
  readonly stock_count: number;
  readonly count_id: string;
  readonly state: CountState;
  readonly kind: string | null;
  readonly location: string | null;
  readonly shelf: string | null;
  readonly department: string | null;
  readonly blind: number;
  readonly note: string | null;
  readonly started_ms: number | null;
  readonly ended_ms: number | null;
}

interface CountRow extends SummaryRow {
  readonly belonging: number | null;
  readonly missing_as_zero: number;
  readonly reversed_seq: number | null;
}

interface LineRow {
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly state: CountLineState;
  readonly counted_micro: number;
  readonly expected_micro: number | null;
  readonly value_micro: number | null;
  readonly at_seq: number;
  readonly moved: number;
  readonly late: number;
  readonly newer_seq: number | null;
  readonly found: number;
}

interface LinesAsked {
  readonly count: number;
  readonly state: string | null;
  readonly from: number;
  readonly limit: number;
}

const SUMMARY = `c.stock_count, c.count_id, c.state, c.kind, l.code AS location, c.shelf, c.department, c.blind, c.note,
  s.received_ms AS started_ms, e.received_ms AS ended_ms`;
const COUNT = `FROM stock_count c LEFT JOIN place l ON l.place = c.place
  LEFT JOIN event s ON s.seq = c.started_seq LEFT JOIN event e ON e.seq = c.ended_seq`;

const LINES = `SELECT p.sku, p.name, p.unit, l.state, l.counted_micro, l.expected_micro, l.value_micro, l.at_seq, l.moved,
    l.late, l.newer_seq, l.found
  FROM count_line l JOIN product p ON p.product = l.product
  WHERE l.stock_count = +@count AND l.state = coalesce(@state, l.state)`;

export interface CountLinesOptions {
  /** value: the largest difference first. */
  readonly sort: 'value' | 'name';
  readonly state?: CountLineState | undefined;
  /** Whoever counts sees nothing of a blind count but what was counted. */
  readonly asCounter: boolean;
  /** How many lines come before. */
  readonly from: number;
  readonly limit: number;
}

/** Answers about counts. */
export class CountReader {
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #byState: Statement<[string, number, number], SummaryRow>;
  readonly #byId: Statement<[string], CountRow>;
  readonly #states: Statement<[number], { state: CountLineState; lines: number }>;
  readonly #byValue: Statement<[LinesAsked], LineRow>;
  readonly #byName: Statement<[LinesAsked], LineRow>;
  readonly #head: Statement<[], { seq: number | null }>;

  constructor(db: Database) {
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#byState = db.prepare(
      `SELECT ${SUMMARY} ${COUNT} WHERE c.state = +? AND c.stock_count < +? ORDER BY c.stock_count DESC LIMIT ?`,
    );
    this.#byId = db.prepare(
      `SELECT ${SUMMARY}, c.belonging, c.missing_as_zero, c.reversed_seq ${COUNT} WHERE c.count_id = +?`,
    );
    this.#states = db.prepare(
      'SELECT state, count(*) AS lines FROM count_line WHERE stock_count = ? GROUP BY state',
    );
    this.#byValue = db.prepare(
      `${LINES} ORDER BY l.value_size DESC, l.variance_size DESC, l.product LIMIT @limit OFFSET @from`,
    );
    this.#byName = db.prepare(`${LINES} ORDER BY p.name_key, l.product LIMIT @limit OFFSET @from`);
    this.#head = db.prepare('SELECT max(seq) AS seq FROM event');
  }

  /** Newest first. */
  stockCounts(options: { state: CountState; before?: number | undefined; limit: number }): CountSummary[] {
    const { state, before = Number.MAX_SAFE_INTEGER, limit } = options;
    return this.#byState.all(state, before, limit).map(summary);
  }

  /** Without a look at its lines, of which there may be thousands. Null: there is no such count. */
  stockCountState(countId: string): CountState | null {
    return this.#byId.get(countId)?.state ?? null;
  }

  stockCount(countId: string): CountAnswer | null {
    return this.#inOneState(() => {
      const row = this.#byId.get(countId);
      if (row === undefined) return null;
      const states = { open: 0, approved: 0, recount: 0 };
      for (const { state, lines } of this.#states.all(row.stock_count)) states[state] = lines;
      return {
        ...summary(row),
        belonging: row.belonging,
        counted: states.open + states.approved + states.recount,
        ...states,
        missingAsZero: row.missing_as_zero === 1,
        takenBack: row.reversed_seq !== null,
        asOfSeq: this.#head.get()?.seq ?? 0,
      };
    });
  }

  /** Null: there is no such count. */
  countLines(countId: string, options: CountLinesOptions): CountLineAnswer[] | null {
    return this.#inOneState(() => {
      const count = this.#byId.get(countId);
      if (count === undefined) return null;
      const { state = null, from, limit } = options;
      const isHidden = options.asCounter && count.blind === 1;
      // The order by value would tell whoever counts blindly where to look.
      const statement = options.sort === 'name' || isHidden ? this.#byName : this.#byValue;
      const rows = statement.all({ count: count.stock_count, state, from, limit });
      return rows.map((row) => lineAnswer(isHidden ? { ...row, expected_micro: null } : row));
    });
  }
}

function summary(row: SummaryRow): CountSummary {
  const { stock_count: count, state, kind, location, shelf, department, note } = row;
  return {
    count,
    countId: row.count_id,
    state,
    kind,
    location,
    shelf,
    department,
    blind: row.blind === 1,
    note,
    startedAt: isoOrNull(row.started_ms),
    endedAt: isoOrNull(row.ended_ms),
  };
}

function lineAnswer(row: LineRow): CountLineAnswer {
  const { sku, name, unit, state, counted_micro: countedMicro, expected_micro: expectedMicro } = row;
  const isShown = expectedMicro !== null;
  return {
    sku,
    name,
    unit,
    state,
    counted: formatQuantity(countedMicro),
    expected: isShown ? formatQuantity(expectedMicro) : null,
    variance: isShown ? formatQuantity(varianceOf({ countedMicro, expectedMicro })) : null,
    value: isShown && row.value_micro !== null ? formatQuantity(row.value_micro) : null,
    atSeq: row.at_seq,
    movedWhileCounted: row.moved === 1,
    lateSale: row.late === 1,
    superseded: row.newer_seq !== null,
    found: row.found === 1,
  };
}

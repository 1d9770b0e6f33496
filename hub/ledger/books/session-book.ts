import type { Database, Statement } from 'better-sqlite3';
import type { MoneyAmount } from '../../domain/money-amounts.ts';
import type { ReportDifference } from '../../domain/session.ts';
import { must } from '../../kit/assert.ts';
import { SessionTotals } from './session-totals.ts';
import type { SessionPart } from './session-totals.ts';

export interface SessionRow {
  /** The entry that first named it. */
  readonly session: number;
  readonly stream: number;
  readonly name: string;
  state: 'awaited' | 'open' | 'closing' | 'closed';
  business_date: string;
  currency: string;
  location: string | null;
  opened_seq: number | null;
  closed_seq: number | null;
  posted_seq: number | null;
  sealed_seq: number | null;
  float_minor: number | null;
  counted_minor: number | null;
  first_sequence: number | null;
  last_sequence: number | null;
  first_date: string | null;
  last_date: string | null;
  complete: number;
  missing: string | null;
  z_number: number | null;
  till_report: string | null;
}

export interface AdjustmentRow {
  readonly seq: number;
  readonly kind: 'sale' | 'refund' | 'void' | 'cash' | 'opening' | 'closing';
  readonly currency: string;
  readonly total_minor: number;
}

const COLUMNS = `session, stream, name, state, business_date, currency, location, opened_seq, closed_seq, posted_seq,
  sealed_seq, float_minor, counted_minor, first_sequence, last_sequence, first_date, last_date, complete, missing, z_number,
  till_report`;
const VALUES = COLUMNS.replaceAll(/\w+/g, '@$&');

/** How many sessions are remembered between batches before all are forgotten. */
const REMEMBERED_MAX = 1_000;

/** Register sessions as rows, with their sums. What a batch changes of a session is kept back and written by `endBatch`. */
export class SessionBook {
  readonly totals: SessionTotals;
  readonly #rows = new Map<string, SessionRow>();
  readonly #changed = new Set<SessionRow>();
  readonly #find: Statement<[number, string], SessionRow>;
  readonly #save: Statement<[SessionRow]>;
  readonly #waiting: Statement<[number], { name: string }>;
  readonly #waitingStreams: Statement<[], { stream: number }>;
  readonly #ofDay: Statement<[string], { stream: number; name: string }>;
  readonly #adjust: Statement<[number, number, string, string, string, number]>;
  readonly #dropDifferences: Statement<[number]>;
  readonly #addDifference: Statement<[number, string, string, number, number]>;
  readonly #day: Statement<[string], { closed_seq: number }>;
  readonly #closeDay: Statement<[string, number]>;
  readonly #stream: Statement<[string], { stream: number }>;
  readonly #name: Statement<[number], { name: string }>;
  readonly #hasOpened: Statement<[number], { one: number }>;

  constructor(db: Database) {
    this.totals = new SessionTotals(db);
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM register_session WHERE stream = ? AND name = ?`);
    this.#save = db.prepare(`INSERT OR REPLACE INTO register_session (${COLUMNS}) VALUES (${VALUES})`);
    this.#waiting = db.prepare(
      `SELECT name FROM register_session WHERE stream = ? AND closed_seq IS NOT NULL AND complete = 0 ORDER BY session`,
    );
    this.#waitingStreams = db.prepare(
      `SELECT DISTINCT stream FROM register_session INDEXED BY register_session_waiting
       WHERE closed_seq IS NOT NULL AND complete = 0`,
    );
    this.#ofDay = db.prepare(
      'SELECT stream, name FROM register_session WHERE business_date = ? AND posted_seq IS NULL ORDER BY session',
    );
    this.#adjust = db.prepare(
      'INSERT INTO day_adjustment (seq, session, business_date, kind, currency, total_minor) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#dropDifferences = db.prepare('DELETE FROM session_difference WHERE session = ?');
    this.#addDifference = db.prepare(
      'INSERT INTO session_difference (session, aspect, key, till_minor, hub_minor) VALUES (?, ?, ?, ?, ?)',
    );
    this.#day = db.prepare('SELECT closed_seq FROM business_day WHERE business_date = ?');
    this.#closeDay = db.prepare('INSERT INTO business_day (business_date, closed_seq) VALUES (?, ?)');
    this.#stream = db.prepare('SELECT stream FROM stream WHERE source = ?');
    this.#name = db.prepare('SELECT name FROM stream WHERE stream = ?');
    this.#hasOpened = db.prepare(
      'SELECT 1 AS one FROM register_session WHERE stream = ? AND opened_seq IS NOT NULL LIMIT 1',
    );
  }

  find(stream: number, name: string): SessionRow | null {
    const key = `${stream} ${name}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = this.#find.get(stream, name) ?? null;
    if (row !== null) this.#rows.set(key, row);
    return row;
  }

  /** A session that no event has named before. */
  add(named: Pick<SessionRow, 'session' | 'stream' | 'name' | 'business_date' | 'currency'>): SessionRow {
    const row: SessionRow = {
      ...named,
      state: 'awaited',
      location: null,
      opened_seq: null,
      closed_seq: null,
      posted_seq: null,
      sealed_seq: null,
      float_minor: null,
      counted_minor: null,
      first_sequence: null,
      last_sequence: null,
      first_date: null,
      last_date: null,
      complete: 0,
      missing: null,
      z_number: null,
      till_report: null,
    };
    this.#rows.set(`${row.stream} ${row.name}`, row);
    this.#changed.add(row);
    return row;
  }

  /** To be called before, or right after, a row is changed. */
  note(row: SessionRow): void {
    this.#changed.add(row);
  }

  /** What came for a session that was posted before. */
  adjust(
    row: SessionRow,
    adjustment: AdjustmentRow,
    sums: { part: SessionPart; amounts: readonly MoneyAmount[] },
  ): void {
    const { seq, kind, currency, total_minor: totalMinor } = adjustment;
    this.#adjust.run(seq, row.session, row.business_date, kind, currency, totalMinor);
    this.totals.add(row.session, { ...sums, currency });
    this.totals.addToRegister(row.stream, currency, sums.amounts);
  }

  setDifferences(row: SessionRow, differences: readonly ReportDifference[]): void {
    this.#dropDifferences.run(row.session);
    for (const { aspect, key, tillMinor, hubMinor } of differences)
      this.#addDifference.run(row.session, aspect, key, tillMinor, hubMinor);
  }

  /** The sessions of an installation that were closed while numbers were missing, and still are. */
  waiting(stream: number): SessionRow[] {
    this.#writeRows();
    return this.#waiting.all(stream).map(({ name }) => this.#known(stream, name));
  }

  waitingStreams(): number[] {
    return this.#waitingStreams.all().map(({ stream }) => stream);
  }

  /** The sessions of a day that are not posted yet. */
  unpostedOf(businessDate: string): SessionRow[] {
    this.#writeRows();
    return this.#ofDay.all(businessDate).map(({ stream, name }) => this.#known(stream, name));
  }

  isDayClosed(businessDate: string): boolean {
    return this.#day.get(businessDate) !== undefined;
  }

  closeDay(businessDate: string, seq: number): void {
    this.#closeDay.run(businessDate, seq);
  }

  streamOf(source: string): number | null {
    return this.#stream.get(source)?.stream ?? null;
  }

  /** The installation has opened a session before. */
  tellsOfSessions(stream: number): boolean {
    this.#writeRows();
    return this.#hasOpened.get(stream) !== undefined;
  }

  /** How people and the hub’s exceptions call a session. The entry tells two of the same name apart. */
  label({ name, stream, session }: SessionRow): string {
    const till = must(this.#name.get(stream), 'the installation of a session').name;
    return `${name} of ${till} (entry ${session})`;
  }

  endBatch(): void {
    this.#writeRows();
    this.totals.write();
    if (this.#rows.size > REMEMBERED_MAX) this.#rows.clear();
  }

  #writeRows(): void {
    for (const row of this.#changed) this.#save.run(row);
    this.#changed.clear();
  }

  #known(stream: number, name: string): SessionRow {
    return must(this.find(stream, name), `the session ${name}`);
  }
}

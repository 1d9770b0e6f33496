import type { Database, Statement } from 'better-sqlite3';
import type { Adjustment, SessionState, TillDifference } from '../../contract/session-views.ts';
import type { MoneyAmount } from '../../domain/money-amounts.ts';
import type { NumberRange } from '../../domain/sequence-set.ts';
import { missingNumbers } from '../../domain/session.ts';
import { iso } from './iso.ts';

export interface SessionRow {
  readonly session: number;
  readonly stream: number;
  readonly source: string;
  readonly till: string;
  readonly name: string;
  readonly state: SessionState;
  readonly business_date: string;
  readonly currency: string;
  readonly opened_seq: number | null;
  readonly closed_seq: number | null;
  readonly posted_seq: number | null;
  readonly sealed_seq: number | null;
  readonly opened_ms: number | null;
  readonly closed_ms: number | null;
  readonly float_minor: number | null;
  readonly counted_minor: number | null;
  readonly first_sequence: number | null;
  readonly last_sequence: number | null;
  readonly complete: number;
  readonly missing: string | null;
  readonly z_number: number | null;
  readonly adjustments: number;
}

/** One sum of a session, and whether it is of its Z report. */
export interface SessionAmount extends MoneyAmount {
  readonly part: 'session' | 'late' | 'after';
  readonly currency: string;
}

/** The installation’s sums over all its Z reports. */
export interface GrandTotal {
  readonly currency: string;
  readonly side: string;
  readonly minor: number;
  readonly count: number;
}

type AdjustmentRow = Omit<Adjustment, 'at' | 'totalMinor'> & { received_ms: number; total_minor: number };

const SESSION = `SELECT r.session, r.stream, s.source, s.name AS till, r.name, r.state, r.business_date, r.currency,
    r.opened_seq, r.closed_seq, r.posted_seq, r.sealed_seq, o.received_ms AS opened_ms, c.received_ms AS closed_ms,
    r.float_minor, r.counted_minor, r.first_sequence, r.last_sequence, r.complete, r.missing, r.z_number,
    (SELECT count(*) FROM day_adjustment a WHERE a.session = r.session) AS adjustments
  FROM register_session r JOIN stream s ON s.stream = r.stream
  LEFT JOIN event o ON o.seq = r.opened_seq LEFT JOIN event c ON c.seq = r.closed_seq`;
const ADJUSTMENT = `SELECT a.seq, e.received_ms, a.kind, a.session, a.currency, a.total_minor
  FROM day_adjustment a JOIN event e ON e.seq = a.seq`;

/** How many ranges of numbers beyond a gap are looked at. */
const RANGES_MAX = 1_000;
/** How many adjustments an answer names. */
const ADJUSTMENTS_MAX = 500;

/** The rows of sessions, as the file has them. */
export class SessionRows {
  readonly #one: Statement<[number], SessionRow>;
  readonly #newest: Statement<[number, number], SessionRow>;
  readonly #ofDay: Statement<[string, number], SessionRow>;
  readonly #toSeal: Statement<[number], { session: number }>;
  readonly #amounts: Statement<[number], SessionAmount>;
  readonly #grand: Statement<[number], GrandTotal>;
  readonly #register: Statement<[number], GrandTotal>;
  readonly #differences: Statement<[number], TillDifference>;
  readonly #adjusted: Statement<[number, number], AdjustmentRow>;
  readonly #adjustedDay: Statement<[string, number], AdjustmentRow>;
  readonly #contiguous: Statement<[number], { contiguous: number }>;
  readonly #ahead: Statement<[number, number, number], NumberRange>;

  constructor(db: Database) {
    this.#one = db.prepare(`${SESSION} WHERE r.session = ?`);
    this.#newest = db.prepare(`${SESSION} WHERE r.session < ? ORDER BY r.session DESC LIMIT ?`);
    this.#ofDay = db.prepare(`${SESSION} WHERE r.business_date = ? ORDER BY r.session LIMIT ?`);
    this.#toSeal = db.prepare(
      `SELECT session FROM register_session INDEXED BY register_session_to_seal
       WHERE z_number IS NOT NULL AND sealed_seq IS NULL ORDER BY session LIMIT ?`,
    );
    this.#amounts = db.prepare(
      `SELECT part, currency, aspect, side AS "of", key, minor, count FROM session_total
       WHERE session = ? AND aspect <> 'grand'`,
    );
    this.#grand = db.prepare(
      "SELECT currency, side, minor, count FROM session_total WHERE session = ? AND part = 'session' AND aspect = 'grand'",
    );
    this.#register = db.prepare(
      "SELECT currency, side, minor, count FROM register_total WHERE stream = ? AND side <> 'session'",
    );
    this.#differences = db.prepare(
      `SELECT aspect, key, till_minor AS tillMinor, hub_minor AS hubMinor FROM session_difference WHERE session = ?
       ORDER BY aspect, key`,
    );
    this.#adjusted = db.prepare(`${ADJUSTMENT} WHERE a.session = ? ORDER BY a.seq, a.kind LIMIT ?`);
    this.#adjustedDay = db.prepare(`${ADJUSTMENT} WHERE a.business_date = ? ORDER BY a.seq, a.kind LIMIT ?`);
    this.#contiguous = db.prepare('SELECT contiguous FROM progress WHERE stream = ?');
    this.#ahead = db.prepare(
      'SELECT first, last FROM sequence_ahead WHERE stream = ? AND first <= ? ORDER BY first LIMIT ?',
    );
  }

  one(session: number): SessionRow | null {
    return this.#one.get(session) ?? null;
  }

  newest(before: number, limit: number): SessionRow[] {
    return this.#newest.all(before, limit);
  }

  ofDay(businessDate: string, limit: number): SessionRow[] {
    return this.#ofDay.all(businessDate, limit);
  }

  toSeal(limit: number): number[] {
    return this.#toSeal.all(limit).map(({ session }) => session);
  }

  amounts(session: number): SessionAmount[] {
    return this.#amounts.all(session);
  }

  /** As they were with its Z report; of a session without one, as they are now. */
  grandTotals({ session, stream, z_number: zNumber }: SessionRow): GrandTotal[] {
    return zNumber === null ? this.#register.all(stream) : this.#grand.all(session);
  }

  differences(session: number): TillDifference[] {
    return this.#differences.all(session);
  }

  adjustments(of: { session: number } | { businessDate: string }): Adjustment[] {
    const rows =
      'session' in of
        ? this.#adjusted.all(of.session, ADJUSTMENTS_MAX)
        : this.#adjustedDay.all(of.businessDate, ADJUSTMENTS_MAX);
    return rows.map(({ received_ms: ms, total_minor: totalMinor, ...row }) => ({
      ...row,
      at: iso(ms),
      totalMinor,
    }));
  }

  /** The numbers of a closed session that are not here by now. */
  missing({ stream, complete, first_sequence: first, last_sequence: last }: SessionRow): NumberRange[] {
    if (complete === 1 || first === null || last === null) return [];
    const contiguous = this.#contiguous.get(stream)?.contiguous ?? 0;
    return missingNumbers({ first, last }, { contiguous, ahead: this.#ahead.all(stream, last, RANGES_MAX) });
  }
}

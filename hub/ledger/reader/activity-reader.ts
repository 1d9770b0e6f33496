import type { Database, Statement } from 'better-sqlite3';
import type {
  ActivityAnswer,
  DayTotalAnswer,
  ExceptionAnswer,
  RejectedAnswer,
} from '../../contract/views.ts';
import { HEAD_OF_BODY, parseHead } from '../event-head.ts';
import { iso } from './iso.ts';

interface EventRow {
  readonly seq: number;
  readonly received_ms: number;
  readonly clock: ActivityAnswer['clock'] | null;
  readonly standing: number;
  readonly by: string;
  readonly head: Buffer;
  readonly currency: string | null;
  readonly total_minor: number | null;
  readonly line_count: number | null;
}

interface ExceptionRow {
  readonly exception: number;
  readonly seq: number;
  readonly received_ms: number;
  readonly cause: string;
  readonly subject: string;
  readonly detail: string;
  readonly by: string;
}

interface RejectedRow {
  readonly rejected: number;
  readonly received_ms: number;
  readonly sender: string;
  readonly payload_sha256: Buffer;
  readonly reason: string;
  readonly times_seen: number;
}

interface RejectedPayloadRow {
  readonly payload: string;
  readonly reason: string;
  readonly sender: string;
  readonly admittedSeq: number | null;
}

/** What became of one exception, and what tells it from every other however they are numbered. */
interface KnownException {
  readonly state: 'open' | 'closed';
  readonly entry: number;
  readonly cause: string;
  readonly subject: string;
}

export interface Counts {
  readonly products: number;
  readonly unlisted: number;
  readonly exceptions: number;
  readonly rejected: number;
  readonly lastSeq: number;
}

const EVENT = `SELECT e.seq, e.received_ms, e.standing, CASE s.kind WHEN 'hub' THEN 'hub' ELSE s.name END AS "by",
  (SELECT quality FROM receive_clock WHERE from_seq <= e.seq ORDER BY from_seq DESC LIMIT 1) AS clock,
  ${HEAD_OF_BODY}, r.currency, r.total_minor, r.line_count
  FROM event e JOIN stream s ON s.stream = e.stream LEFT JOIN receipt r ON r.seq = e.seq`;

const NEEDS = `(SELECT count(*) FROM exception INDEXED BY exception_open_newest WHERE resolved_seq IS NULL) AS exceptions,
  (SELECT count(*) FROM rejected INDEXED BY rejected_open WHERE admitted_seq IS NULL AND closed_ms IS NULL) AS rejected`;

/** Newer than every row. */
const END = Number.MAX_SAFE_INTEGER;

/** What happened, what a person should look at, and the totals of the days. */
export class ActivityReader {
  readonly #before: Statement<[number, number], EventRow>;
  readonly #after: Statement<[number, number], EventRow>;
  readonly #exceptions: Statement<[number, number], ExceptionRow>;
  readonly #exception: Statement<[number], KnownException>;
  readonly #rejected: Statement<[number], RejectedRow>;
  readonly #payload: Statement<[number], RejectedPayloadRow>;
  readonly #days: Statement<[number], DayTotalAnswer>;
  readonly #counts: Statement<[], Counts>;
  readonly #needs: Statement<[], Pick<Counts, 'exceptions' | 'rejected'>>;
  readonly #lastSeq: Statement<[], { lastSeq: number | null }>;

  constructor(db: Database) {
    this.#before = db.prepare(`${EVENT} WHERE e.seq < +? ORDER BY e.seq DESC LIMIT ?`);
    this.#after = db.prepare(`${EVENT} WHERE e.seq > +? ORDER BY e.seq LIMIT ?`);
    this.#exceptions = db.prepare(
      `SELECT x.exception, x.seq, e.received_ms, x.cause, x.subject, x.detail,
         CASE s.kind WHEN 'hub' THEN 'hub' ELSE s.name END AS "by"
       FROM exception x INDEXED BY exception_open_newest JOIN event e ON e.seq = x.seq JOIN stream s ON s.stream = e.stream
       WHERE x.resolved_seq IS NULL AND x.exception < +? ORDER BY x.exception DESC LIMIT ?`,
    );
    this.#exception = db.prepare(
      `SELECT iif(resolved_seq IS NULL, 'open', 'closed') AS state, seq AS entry, cause, subject FROM exception
       WHERE exception = ?`,
    );
    this.#rejected = db.prepare(
      `SELECT rejected, received_ms, sender, payload_sha256, reason, times_seen FROM rejected
       WHERE admitted_seq IS NULL AND closed_ms IS NULL ORDER BY rejected DESC LIMIT ?`,
    );
    this.#payload = db.prepare(
      'SELECT payload, sender, reason, admitted_seq AS admittedSeq FROM rejected WHERE rejected = ?',
    );
    this.#days = db.prepare(
      `SELECT business_date AS businessDate, currency, sales, sales_minor AS salesMinor, refunds,
         refunds_minor AS refundsMinor, voids, voids_minor AS voidsMinor
       FROM day_total ORDER BY business_date DESC, currency LIMIT ?`,
    );
    this.#counts = db.prepare(
      `SELECT (SELECT count(*) FROM product INDEXED BY product_by_name WHERE merged_into IS NULL) AS products,
         (SELECT count(*) FROM product INDEXED BY product_unlisted WHERE listed = 0 AND merged_into IS NULL) AS unlisted,
         (SELECT coalesce(max(seq), 0) FROM event) AS lastSeq, ${NEEDS}`,
    );
    this.#needs = db.prepare(`SELECT ${NEEDS}`);
    this.#lastSeq = db.prepare('SELECT max(seq) AS lastSeq FROM event');
  }

  /** Newest first. */
  activity(options: { beforeSeq?: number; limit: number }): ActivityAnswer[] {
    return this.#before.all(options.beforeSeq ?? END, options.limit).map(activityAnswer);
  }

  /** Oldest first, after `seq`. */
  activityAfter(seq: number, limit: number): ActivityAnswer[] {
    return this.#after.all(seq, limit).map(activityAnswer);
  }

  /** Open exceptions, newest first. */
  exceptions(options: { before?: number; limit: number }): ExceptionAnswer[] {
    const rows = this.#exceptions.all(options.before ?? END, options.limit);
    return rows.map(({ received_ms, ...row }) => ({ ...row, at: iso(received_ms) }));
  }

  /** Null: there was never an exception of this number. */
  exception(exception: number): KnownException | null {
    return this.#exception.get(exception) ?? null;
  }

  rejected(limit: number): RejectedAnswer[] {
    return this.#rejected.all(limit).map((row) => ({
      rejected: row.rejected,
      at: iso(row.received_ms),
      from: row.sender,
      sha256: row.payload_sha256.toString('hex'),
      reason: row.reason,
      timesSeen: row.times_seen,
    }));
  }

  /** What was sent, card numbers masked, and by whom. */
  rejectedPayload(rejected: number): RejectedPayloadRow | null {
    return this.#payload.get(rejected) ?? null;
  }

  /** Newest day first. */
  dayTotals(limit: number): DayTotalAnswer[] {
    return this.#days.all(limit);
  }

  /** The newest place in the ledger; 0 for an empty one. */
  lastSeq(): number {
    return this.#lastSeq.get()?.lastSeq ?? 0;
  }

  /** How much waits for a person. */
  needs(): Pick<Counts, 'exceptions' | 'rejected'> {
    return this.#needs.get() ?? { exceptions: 0, rejected: 0 };
  }

  /** Counts every product too, which takes most of a millisecond where there are 100,000. */
  counts(): Counts {
    return this.#counts.get() ?? { products: 0, unlisted: 0, exceptions: 0, rejected: 0, lastSeq: 0 };
  }
}

function activityAnswer(row: EventRow): ActivityAnswer {
  const { type } = parseHead(row.head);
  return {
    seq: row.seq,
    at: iso(row.received_ms),
    clock: row.clock ?? 'unknown',
    type,
    by: row.by,
    standing: row.standing === 0 ? 'counted' : 'conflict',
    currency: row.currency,
    totalMinor: row.total_minor,
    lines: row.line_count,
  };
}

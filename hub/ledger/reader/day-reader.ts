import type { Database, Statement } from 'better-sqlite3';
import { readStoredEvent } from '../../contract/read-event.ts';
import type { DayAnswer, DayPage } from '../../contract/session-views.ts';
import { sessionDifferences } from '../../domain/day-differences.ts';
import { iso } from './iso.ts';
import { sumsOf } from './session-reader.ts';
import type { SessionReader } from './session-reader.ts';
import type { SessionRow } from './session-rows.ts';

interface DayRow {
  readonly business_date: string;
  readonly sessions: number;
  readonly open_sessions: number;
}

interface ClosingRow {
  readonly received_ms: number;
  readonly body: Buffer;
}

/** How many sessions one day may have in an answer. */
const SESSIONS_MAX = 500;

/**
 * Answers about business days. A day is put together from its parts: its sessions, what came late, and what does not agree;
 * whoever compares more adds rows to `differences`.
 */
export class DayReader {
  readonly #sessions: SessionReader;
  readonly #days: Statement<[string, number], DayRow>;
  readonly #closing: Statement<[string], ClosingRow>;
  readonly #isClosed: Statement<[string], { closed_seq: number }>;
  readonly #head: Statement<[], { seq: number | null }>;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;

  constructor(db: Database, sessions: SessionReader) {
    this.#sessions = sessions;
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#days = db.prepare(
      `SELECT business_date, count(*) AS sessions, sum(posted_seq IS NULL) AS open_sessions FROM register_session
       WHERE business_date < ? GROUP BY business_date ORDER BY business_date DESC LIMIT ?`,
    );
    this.#closing = db.prepare(
      `SELECT e.received_ms, e.body FROM business_day d JOIN event e ON e.seq = d.closed_seq WHERE d.business_date = ?`,
    );
    this.#isClosed = db.prepare('SELECT closed_seq FROM business_day WHERE business_date = ?');
    this.#head = db.prepare('SELECT max(seq) AS seq FROM event');
  }

  /** Newest first; a day is known by its sessions. */
  days({ before = '9999-99-99', limit }: { before?: string; limit: number }): DayPage {
    return this.#inOneState(() => {
      const rows = this.#days.all(before, limit);
      const days = rows.map(({ business_date: businessDate, sessions, open_sessions: openSessions }) => ({
        businessDate,
        isClosed: this.#isClosed.get(businessDate) !== undefined,
        sessions,
        openSessions,
      }));
      return { days, next: rows.length < limit ? null : (rows.at(-1)?.business_date ?? null) };
    });
  }

  day(businessDate: string): DayAnswer {
    return this.#inOneState(() => {
      const { rows } = this.#sessions;
      const ofDay = rows.ofDay(businessDate, SESSIONS_MAX);
      const amounts = ofDay.flatMap(({ session }) => rows.amounts(session));
      const late = amounts.filter(({ part }) => part !== 'session');
      return {
        businessDate,
        ...this.#closed(businessDate),
        sessions: ofDay.map((row) => this.#sessions.summary(row)),
        sums: sumsOf(
          amounts.filter(({ part }) => part === 'session'),
          null,
        ),
        adjusted: { rows: rows.adjustments({ businessDate }), sums: sumsOf(late, null) },
        differences: ofDay.flatMap((row) => this.#differences(row)),
        asOfSeq: this.#head.get()?.seq ?? 0,
      };
    });
  }

  #closed(businessDate: string): Pick<DayAnswer, 'closedAt' | 'closedBy'> {
    const row = this.#closing.get(businessDate);
    if (row === undefined) return { closedAt: null, closedBy: null };
    const { content } = readStoredEvent(row.body);
    const by = content?.type === 'backroom.day.closed.v1' ? content.data.by : undefined;
    return { closedAt: iso(row.received_ms), closedBy: by ?? null };
  }

  #differences(row: SessionRow): DayAnswer['differences'] {
    return sessionDifferences({
      ...this.#sessions.summary(row),
      isOpened: row.opened_seq !== null,
      isClosed: row.closed_seq !== null,
      tillSays: this.#sessions.rows.differences(row.session),
    });
  }
}

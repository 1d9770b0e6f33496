import type { Database, Statement } from 'better-sqlite3';
import type { DayReconciled } from '../../contract/session-events.ts';
import { readStoredEvent } from '../../contract/read-event.ts';
import type { DayAnswer, DayPage, DestinationSays, ReconciliationAnswer } from '../../contract/day-views.ts';
import type { DaySession } from '../../domain/day-differences.ts';
import { iso } from './iso.ts';
import { ReconciliationReader } from './reconciliation-reader.ts';
import { sumsOf } from './session-reader.ts';
import type { SessionReader } from './session-reader.ts';

interface DayRow {
  readonly business_date: string;
  readonly sessions: number;
  readonly open_sessions: number;
  readonly differences: number | null;
}

/** A day whose sessions, if it has any, are all in the books, and the last entry that touched it. */
export interface DayToReconcile {
  readonly businessDate: string;
  readonly touchedSeq: number;
}

/** What a day came to when it was last compared. */
export interface LastReconciliation {
  readonly seq: number;
  readonly data: DayReconciled;
}

interface ClosingRow {
  readonly received_ms: number;
  readonly body: Buffer;
}

/** How many sessions one day may have in an answer. */
const SESSIONS_MAX = 500;

/** Answers about business days: their sessions, what came late, and whether they agree. */
export class DayReader {
  readonly #sessions: SessionReader;
  readonly #reconciliation: ReconciliationReader;
  readonly #days: Statement<[string, number], DayRow>;
  readonly #toReconcile: Statement<[string, number], DayToReconcile>;
  readonly #sessionless: Statement<[string], DayToReconcile>;
  readonly #last: Statement<[string], { seq: number; body: Buffer }>;
  readonly #closing: Statement<[string], ClosingRow>;
  readonly #isClosed: Statement<[string], { closed_seq: number }>;
  readonly #head: Statement<[], { seq: number | null }>;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;

  constructor(db: Database, sessions: SessionReader) {
    this.#sessions = sessions;
    this.#reconciliation = new ReconciliationReader(db);
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#days = db.prepare(
      `SELECT business_date, count(*) AS sessions, sum(posted_seq IS NULL) AS open_sessions,
         (SELECT differences FROM day_reconciliation d WHERE d.business_date = register_session.business_date) AS differences
       FROM register_session
       WHERE business_date < ? GROUP BY business_date ORDER BY business_date DESC LIMIT ?`,
    );
    this.#toReconcile = db.prepare(
      `SELECT s.business_date AS businessDate, max(max(s.posted_seq),
         coalesce((SELECT closed_seq FROM business_day d WHERE d.business_date = s.business_date), 0),
         coalesce((SELECT max(seq) FROM day_adjustment a WHERE a.business_date = s.business_date), 0),
         coalesce((SELECT seq FROM journal_entry e WHERE e.business_date = s.business_date ORDER BY entry DESC LIMIT 1), 0)
       ) AS touchedSeq
       FROM register_session s WHERE s.business_date < ? GROUP BY s.business_date
       HAVING sum(s.posted_seq IS NULL) = 0 ORDER BY s.business_date DESC LIMIT ?`,
    );
    this.#sessionless = db.prepare(
      `SELECT t.business_date AS businessDate,
         (SELECT seq FROM journal_entry e WHERE e.business_date = t.business_date ORDER BY entry DESC LIMIT 1) AS touchedSeq
       FROM journal_total t INDEXED BY journal_total_by_day WHERE t.business_date > ?
         AND NOT EXISTS (SELECT 1 FROM register_session s WHERE s.business_date = t.business_date)
       GROUP BY t.business_date`,
    );
    this.#last = db.prepare(
      'SELECT e.seq, e.body FROM day_reconciliation d JOIN event e ON e.seq = d.seq WHERE d.business_date = ?',
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
      const days = rows.map(
        ({ business_date: businessDate, sessions, open_sessions: openSessions, differences }) => ({
          businessDate,
          isClosed: this.#isClosed.get(businessDate) !== undefined,
          sessions,
          openSessions,
          differences,
        }),
      );
      return { days, next: rows.length < limit ? null : (rows.at(-1)?.business_date ?? null) };
    });
  }

  /** `says`: what destinations said of the day; those that are not among them were not asked. */
  day(businessDate: string, says: readonly DestinationSays[] = []): DayAnswer {
    return this.#inOneState(() => {
      const { rows } = this.#sessions;
      const sessions = this.#sessionsOf(businessDate);
      const amounts = sessions.flatMap(({ session }) => rows.amounts(session));
      const [own, late] = [
        amounts.filter(({ part }) => part === 'session'),
        amounts.filter(({ part }) => part !== 'session'),
      ];
      return {
        businessDate,
        ...this.#closed(businessDate),
        sessions: sessions.map(({ isOpened: _opened, isClosed: _closed, tillSays: _says, ...row }) => row),
        sums: sumsOf(own, null),
        adjusted: { rows: rows.adjustments({ businessDate }), sums: sumsOf(late, null) },
        ...this.#reconciliation.agreement(businessDate, sessions, says),
        asOfSeq: this.#asOfSeq(),
      };
    });
  }

  /** Whether the day agrees, with every two sums that were compared. */
  reconciliation(businessDate: string, says: readonly DestinationSays[] = []): ReconciliationAnswer {
    return this.#inOneState(() => {
      const sessions = this.#sessionsOf(businessDate);
      const agreement = this.#reconciliation.agreement(businessDate, sessions, says);
      return { businessDate, ...agreement, asOfSeq: this.#asOfSeq() };
    });
  }

  /**
   * Days whose sessions are all in the books, the newest first, and among them those that have none: a payout arrives on
   * a Sunday too.
   */
  daysToReconcile(limit: number): DayToReconcile[] {
    const days = this.#toReconcile.all('9999-99-99', limit);
    const oldest = days.length < limit ? undefined : days.at(-1);
    return [...days, ...this.#sessionless.all(oldest?.businessDate ?? '')]
      .sort((a, b) => (a.businessDate < b.businessDate ? 1 : -1))
      .slice(0, limit);
  }

  lastReconciliation(businessDate: string): LastReconciliation | null {
    const row = this.#last.get(businessDate);
    const content = row === undefined ? null : readStoredEvent(row.body).content;
    return row === undefined || content?.type !== 'backroom.day.reconciled.v1'
      ? null
      : { seq: row.seq, data: content.data };
  }

  #asOfSeq(): number {
    return this.#head.get()?.seq ?? 0;
  }

  #closed(businessDate: string): Pick<DayAnswer, 'closedAt' | 'closedBy'> {
    const row = this.#closing.get(businessDate);
    if (row === undefined) return { closedAt: null, closedBy: null };
    const { content } = readStoredEvent(row.body);
    const by = content?.type === 'backroom.day.closed.v1' ? content.data.by : undefined;
    return { closedAt: iso(row.received_ms), closedBy: by ?? null };
  }

  #sessionsOf(businessDate: string): DaySession[] {
    const { rows } = this.#sessions;
    return rows.ofDay(businessDate, SESSIONS_MAX).map((row) => ({
      ...this.#sessions.summary(row),
      isOpened: row.opened_seq !== null,
      isClosed: row.closed_seq !== null,
      tillSays: rows.differences(row.session),
    }));
  }
}

import type { Database, Statement } from 'better-sqlite3';
import type { EntryKind, JournalLine } from '../../domain/journal.ts';

/** What an entry is of, besides its lines. */
export interface EntryHead {
  /** The event that makes it. */
  readonly seq: number;
  readonly kind: EntryKind;
  readonly businessDate: string;
  readonly currency: string;
  /** The event that it tells of, where that is another. */
  readonly about: number | null;
  readonly session: { readonly stream: number; readonly registerSession: string } | null;
  readonly reference: string | null;
}

interface DayTotal {
  readonly account: string;
  readonly currency: string;
  readonly businessDate: string;
  debitMinor: number;
  creditMinor: number;
}

export interface PostedSession {
  readonly business_date: string;
  readonly counted: 0 | 1;
}

type EntryValues = [
  number,
  string,
  string,
  string,
  number,
  number,
  number | null,
  number | null,
  string | null,
  string | null,
];

/** The entries of the journal, what they add up to by day and account, and the sessions that were posted. */
export class JournalBook {
  readonly #addEntry: Statement<EntryValues>;
  readonly #addLine: Statement<[number, number, string, number, number]>;
  readonly #addTotal: Statement<[string, string, string, number, number]>;
  readonly #linesOfSession: Statement<[number, string, string], JournalLine>;
  readonly #session: Statement<[number, string, string], PostedSession>;
  readonly #setSession: Statement<[number, string, string, string, number]>;

  /** What the batch adds to the days. */
  readonly #totals = new Map<string, DayTotal>();

  constructor(db: Database) {
    this.#addEntry = db.prepare(
      `INSERT INTO journal_entry (seq, kind, business_date, currency, debit_minor, credit_minor, about, stream,
         register_session, reference) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#addLine = db.prepare(
      'INSERT INTO journal_line (entry, line, account, debit_minor, credit_minor) VALUES (?, ?, ?, ?, ?)',
    );
    this.#addTotal = db.prepare(
      `INSERT INTO journal_total (account, currency, business_date, debit_minor, credit_minor) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET debit_minor = debit_minor + excluded.debit_minor,
         credit_minor = credit_minor + excluded.credit_minor`,
    );
    this.#linesOfSession = db.prepare(
      `SELECT l.account, l.debit_minor AS debitMinor, l.credit_minor AS creditMinor
       FROM journal_entry e JOIN journal_line l ON l.entry = e.entry
       WHERE e.stream = ? AND e.register_session = ? AND e.currency = ? ORDER BY l.entry, l.line`,
    );
    this.#session = db.prepare(
      'SELECT business_date, counted FROM journal_session WHERE stream = ? AND register_session = ? AND currency = ?',
    );
    this.#setSession = db.prepare(
      `INSERT INTO journal_session (stream, register_session, currency, business_date, counted) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET counted = excluded.counted`,
    );
  }

  /** `lines` balance, and are not empty. */
  add(head: EntryHead, lines: readonly JournalLine[]): void {
    const entry = Number(this.#addEntry.run(...valuesOf(head, lines)).lastInsertRowid);
    lines.forEach(({ account, debitMinor, creditMinor }, index) => {
      this.#addLine.run(entry, index + 1, account, debitMinor, creditMinor);
      const total = this.#total(head, account);
      total.debitMinor += debitMinor;
      total.creditMinor += creditMinor;
    });
  }

  /** Every line that was posted of a session so far. */
  linesOfSession(session: NonNullable<EntryHead['session']>, currency: string): JournalLine[] {
    return this.#linesOfSession.all(session.stream, session.registerSession, currency);
  }

  postedSession(session: NonNullable<EntryHead['session']>, currency: string): PostedSession | null {
    return this.#session.get(session.stream, session.registerSession, currency) ?? null;
  }

  /** The day that a session was posted to stays what it was. */
  setPosted(
    session: NonNullable<EntryHead['session']>,
    posted: { currency: string; businessDate: string; counted: boolean },
  ): void {
    const { currency, businessDate, counted } = posted;
    this.#setSession.run(session.stream, session.registerSession, currency, businessDate, counted ? 1 : 0);
  }

  /** Writes what the batch adds to the days. Must run before the transaction commits. */
  endBatch(): void {
    for (const { account, currency, businessDate, debitMinor, creditMinor } of this.#totals.values()) {
      this.#addTotal.run(account, currency, businessDate, debitMinor, creditMinor);
    }
    this.#totals.clear();
  }

  #total({ currency, businessDate }: EntryHead, account: string): DayTotal {
    const key = `${businessDate} ${currency} ${account}`;
    const known = this.#totals.get(key);
    if (known !== undefined) return known;
    const total = { account, currency, businessDate, debitMinor: 0, creditMinor: 0 };
    this.#totals.set(key, total);
    return total;
  }
}

function valuesOf(head: EntryHead, lines: readonly JournalLine[]): EntryValues {
  const { seq, kind, businessDate, currency, about, session, reference } = head;
  return [
    seq,
    kind,
    businessDate,
    currency,
    lines.reduce((sum, { debitMinor }) => sum + debitMinor, 0),
    lines.reduce((sum, { creditMinor }) => sum + creditMinor, 0),
    about,
    session?.stream ?? null,
    session?.registerSession ?? null,
    reference,
  ];
}

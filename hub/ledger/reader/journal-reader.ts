import type { Database, Statement } from 'better-sqlite3';
import type {
  AccountBalances,
  HeldPostings,
  JournalEntryAnswer,
  JournalPage,
} from '../../contract/journal-views.ts';
import { accountKind } from '../../domain/journal-accounts.ts';
import { holdReason, unmapped } from '../../domain/mapping.ts';

interface EntryRow extends Omit<JournalEntryAnswer, 'lines'> {}

interface LineRow {
  readonly account: string;
  readonly debitMinor: number;
  readonly creditMinor: number;
}

/** From the first of these days to the last. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const ENTRY = `SELECT e.entry, e.kind, e.business_date AS businessDate, e.currency, e.seq, e.about, s.name AS till,
    e.register_session AS registerSession, e.reference
  FROM journal_entry e LEFT JOIN stream s ON s.stream = e.stream`;

/** Answers about the accounting journal. */
export class JournalReader {
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #byDay: Statement<[string, number, string, number], EntryRow>;
  readonly #dayOf: Statement<[number], { day: string }>;
  readonly #entry: Statement<[number], EntryRow>;
  readonly #ofEvent: Statement<[number], EntryRow>;
  readonly #lines: Statement<[number], LineRow>;
  readonly #balances: Statement<[string, string], LineRow & { currency: string; balanceMinor: number }>;
  readonly #accounts: Statement<[], { account: string }>;
  readonly #named: Statement<[string], { ours: string }>;
  readonly #using: Statement<[string, number], { entry: number }>;

  constructor(db: Database) {
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#byDay = db.prepare(
      `${ENTRY} WHERE (e.business_date, e.entry) > (?, ?) AND e.business_date <= ?
       ORDER BY e.business_date, e.entry LIMIT ?`,
    );
    this.#dayOf = db.prepare('SELECT business_date AS day FROM journal_entry WHERE entry = ?');
    this.#entry = db.prepare(`${ENTRY} WHERE e.entry = ?`);
    this.#ofEvent = db.prepare(`${ENTRY} WHERE e.seq = ? ORDER BY e.entry`);
    this.#lines = db.prepare(
      `SELECT account, debit_minor AS debitMinor, credit_minor AS creditMinor FROM journal_line
       WHERE entry = ? ORDER BY line`,
    );
    this.#balances = db.prepare(
      `SELECT account, currency, sum(debit_minor) AS debitMinor, sum(credit_minor) AS creditMinor,
         sum(debit_minor - credit_minor) AS balanceMinor
       FROM journal_total INDEXED BY journal_total_by_day WHERE business_date BETWEEN ? AND ? GROUP BY account, currency ORDER BY account, currency`,
    );
    this.#accounts = db.prepare(
      `WITH RECURSIVE used (account) AS (
         SELECT min(account) FROM journal_total
         UNION ALL SELECT (SELECT min(account) FROM journal_total t WHERE t.account > used.account) FROM used
         WHERE used.account IS NOT NULL)
       SELECT account FROM used WHERE account IS NOT NULL`,
    );
    this.#named = db.prepare("SELECT ours FROM mapping WHERE system = ? AND kind = 'account'");
    this.#using = db.prepare('SELECT entry FROM journal_line WHERE account = ? ORDER BY entry LIMIT ?');
  }

  /** By business date, oldest first. `after`: the `next` of the page before. */
  journal(options: Days & { after?: number | undefined; limit: number }): JournalPage {
    const { from, to, after, limit } = options;
    return this.#inOneState(() => {
      const day = after === undefined ? undefined : this.#dayOf.get(after)?.day;
      const [start, behind] = day === undefined || after === undefined ? [from, 0] : [day, after];
      const entries = this.#byDay.all(start, behind, to, limit).map((row) => this.#answer(row));
      return { entries, next: entries.length < limit ? null : (entries.at(-1)?.entry ?? null) };
    });
  }

  journalEntry(entry: number): JournalEntryAnswer | null {
    return this.#inOneState(() => {
      const row = this.#entry.get(entry);
      return row === undefined ? null : this.#answer(row);
    });
  }

  /** The entries that an event made. */
  journalOfEvent(seq: number): JournalEntryAnswer[] {
    return this.#inOneState(() => this.#ofEvent.all(seq).map((row) => this.#answer(row)));
  }

  /** What every account comes to over some days. */
  accountBalances({ from, to }: Days): AccountBalances {
    const rows = this.#balances.all(from, to);
    return { accounts: rows.map((row) => ({ ...row, accountKind: accountKind(row.account) })) };
  }

  /** Entries that use an account which the system has no name for: the oldest first. */
  heldPostings(system: string, limit: number): HeldPostings {
    return this.#inOneState(() => {
      const named = new Set(this.#named.all(system).map(({ ours }) => ours));
      const used = this.#accounts.all().map(({ account }) => account);
      const missing = unmapped(used, named);
      const entries = missing.flatMap((account) => this.#using.all(account, limit).map(({ entry }) => entry));
      const oldest = [...new Set(entries)].toSorted((a, b) => a - b).slice(0, limit);
      return { unmapped: missing, held: oldest.map((entry) => this.#held(entry, { system, named })) };
    });
  }

  #held(entry: number, { system, named }: { system: string; named: ReadonlySet<string> }) {
    const missing = unmapped(
      this.#lines.all(entry).map(({ account }) => account),
      named,
    );
    const businessDate = this.#dayOf.get(entry)?.day ?? '';
    return { entry, businessDate, reason: holdReason(system, missing) ?? '' };
  }

  #answer(row: EntryRow): JournalEntryAnswer {
    const lines = this.#lines.all(row.entry);
    return { ...row, lines: lines.map((line) => ({ ...line, accountKind: accountKind(line.account) })) };
  }
}

import type { Database, Statement } from 'better-sqlite3';
import type { Pair } from '../../domain/reconciliation.ts';
import { AccountSums } from './account-sums.ts';
import type { AccountRow, AmountRow } from './account-sums.ts';

type OpenRow = AccountRow & { readonly count: number };

/** The clearing accounts of all days, and the payments that nobody has settled. */
export class ClearingReader {
  readonly #clearing: Statement<[], AccountRow>;
  readonly #unposted: Statement<[], AmountRow>;
  readonly #early: Statement<[], AccountRow>;
  readonly #unsettled: Statement<[], OpenRow>;

  constructor(db: Database) {
    this.#clearing = db.prepare(
      `SELECT account, currency, sum(debit_minor - credit_minor) AS minor FROM journal_total
       WHERE account >= 'clearing:' AND account < 'clearing;' GROUP BY account, currency`,
    );
    this.#unposted = db.prepare(
      `SELECT t.currency, t.aspect, t.key, sum(t.minor) AS minor
       FROM register_session s INDEXED BY register_session_unposted JOIN session_total t ON t.session = s.session
       WHERE s.posted_seq IS NULL AND t.aspect IN ('tender', 'processor') GROUP BY t.currency, t.aspect, t.key`,
    );
    this.#early = db.prepare(
      `SELECT l.account, e.currency, sum(l.debit_minor - l.credit_minor) AS minor
       FROM register_session s INDEXED BY register_session_unposted
       JOIN journal_entry e ON e.stream = s.stream AND e.register_session = s.name
       JOIN journal_line l ON l.entry = e.entry
       WHERE s.posted_seq IS NULL AND l.account >= 'clearing:' AND l.account < 'clearing;' GROUP BY l.account, e.currency`,
    );
    this.#unsettled = db.prepare(
      'SELECT account, currency, count, open_minor AS minor FROM payment_total ORDER BY account, currency',
    );
  }

  /** By account. */
  unsettled(): OpenRow[] {
    return this.#unsettled.all();
  }

  /** What is settled and not posted yet is taken into account: its session will post it. */
  pairs(open: readonly OpenRow[]): Pair[] {
    const journal = new AccountSums();
    const unsettled = new AccountSums();
    for (const { account, currency, minor } of this.#clearing.all()) journal.add(account, currency, minor);
    for (const { account, currency, minor } of open) unsettled.add(account, currency, minor);
    for (const row of this.#unposted.all()) unsettled.takeTender(row);
    for (const { account, currency, minor } of this.#early.all()) unsettled.add(account, currency, minor);
    return journal.beside(unsettled);
  }
}

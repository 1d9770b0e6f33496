import type { Database, Statement } from 'better-sqlite3';
import type { DestinationSays, ReconciliationAnswer } from '../../contract/day-views.ts';
import type { DaySession } from '../../domain/day-differences.ts';
import { destinationAnswer, ON_THE_WAY_MAX, reconcile } from '../../domain/reconciliation.ts';
import type { DaySums, DestinationOfDay, Sum } from '../../domain/reconciliation.ts';
import { AccountSums } from './account-sums.ts';
import type { AccountRow, AmountRow } from './account-sums.ts';
import { ClearingReader } from './clearing-reader.ts';

/** What a day is compared with, and what came of it. */
export type Agreement = Omit<ReconciliationAnswer, 'businessDate' | 'asOfSeq'>;

type OutboxRow = Omit<DestinationOfDay, 'says'>;

/** Whether a business day agrees, out of sums that are there already: nothing is kept for it. Asked within one state. */
export class ReconciliationReader {
  readonly #sessionSales: Statement<[string], Sum>;
  readonly #receiptSales: Statement<[string], Sum>;
  readonly #z: Statement<[string], AmountRow>;
  readonly #posted: Statement<[string], AccountRow>;
  readonly #clearing: ClearingReader;
  readonly #suspense: Statement<[string], Sum>;
  readonly #payouts: Statement<[string], Sum & { about: string }>;
  readonly #span: Statement<[string], { first: number | null; last: number | null }>;
  readonly #outbox: Statement<[{ first: number; last: number }], OutboxRow>;
  readonly #lateOutbox: Statement<[string, number], OutboxRow>;

  constructor(db: Database) {
    this.#sessionSales = db.prepare(
      `SELECT t.currency, sum(t.minor) AS minor FROM register_session s JOIN session_total t ON t.session = s.session
       WHERE s.business_date = ? AND t.aspect = 'total' AND t.side IN ('sale', 'refund') GROUP BY t.currency`,
    );
    this.#receiptSales = db.prepare(
      `SELECT currency, sum(sales_minor + refunds_minor) AS minor FROM day_total WHERE business_date = ? GROUP BY currency`,
    );
    this.#z = db.prepare(
      `SELECT t.currency, t.aspect, t.key, sum(t.minor) AS minor
       FROM register_session s JOIN session_total t ON t.session = s.session
       WHERE s.business_date = ? AND s.posted_seq IS NOT NULL AND t.aspect IN ('department', 'tax', 'liability', 'tender')
       GROUP BY t.currency, t.aspect, t.key`,
    );
    this.#posted = db.prepare(
      `SELECT l.account, e.currency, sum(l.debit_minor - l.credit_minor) AS minor
       FROM register_session s JOIN journal_entry e ON e.stream = s.stream AND e.register_session = s.name
       JOIN journal_line l ON l.entry = e.entry
       WHERE s.business_date = ? AND s.posted_seq IS NOT NULL GROUP BY l.account, e.currency`,
    );
    this.#clearing = new ClearingReader(db);
    this.#suspense = db.prepare(
      `SELECT currency, sum(debit_minor - credit_minor) AS minor FROM journal_total
       WHERE business_date = ? AND account = 'suspense' GROUP BY currency`,
    );
    this.#payouts = db.prepare(
      `SELECT p.processor || ', payout ' || p.payout_id || ', ' || coalesce(e.reference, 'entry ' || e.entry) AS about,
         p.currency, e.open_minor AS minor
       FROM payout p JOIN payout_entry e ON e.seq = p.seq WHERE p.arrived_on = ? AND e.open_minor <> 0
       ORDER BY p.seq, e.entry`,
    );
    this.#span = db.prepare(
      `SELECT min(session) AS first, max(coalesce(posted_seq, (SELECT max(seq) FROM event))) AS last
       FROM register_session WHERE business_date = ?`,
    );
    this.#outbox = db.prepare(
      `SELECT d.name,
         (SELECT count(*) FROM (SELECT 1 FROM outbox o WHERE o.destination = d.destination
            AND o.seq BETWEEN @first AND @last AND o.state = 'waiting' LIMIT ${ON_THE_WAY_MAX})) AS waiting,
         (SELECT count(*) FROM outbox o WHERE o.destination = d.destination AND o.seq BETWEEN @first AND @last
            AND o.state = 'parked') AS parked
       FROM destination d ORDER BY d.destination`,
    );
    this.#lateOutbox = db.prepare(
      `SELECT d.name, count(DISTINCT o.seq) FILTER (WHERE o.state = 'waiting') AS waiting,
         count(DISTINCT o.seq) FILTER (WHERE o.state = 'parked') AS parked
       FROM destination d CROSS JOIN journal_entry e CROSS JOIN outbox o ON o.destination = d.destination AND o.seq = e.seq
       WHERE e.business_date = ? AND e.entry > coalesce(
         (SELECT entry FROM journal_entry WHERE seq <= ? ORDER BY seq DESC, entry DESC LIMIT 1), 0)
       GROUP BY d.destination`,
    );
  }

  agreement(
    businessDate: string,
    sessions: readonly DaySession[],
    says: readonly DestinationSays[],
  ): Agreement {
    const unsettled = this.#clearing.unsettled();
    const sums: DaySums = {
      sessions,
      sales: this.#sales(businessDate),
      journal: this.#journal(businessDate, sessions),
      clearing: this.#clearing.pairs(unsettled),
      suspense: this.#suspense.all(businessDate),
      payouts: this.#payouts.all(businessDate),
      destinations: this.#destinations(businessDate, says),
    };
    const differences = reconcile(sums);
    return {
      agrees: differences.length === 0,
      sales: [...sums.sales],
      journal: [...sums.journal],
      clearing: [...sums.clearing],
      unsettled,
      destinations: sums.destinations.map(destinationAnswer),
      differences,
    };
  }

  #sales(businessDate: string): DaySums['sales'] {
    const ours = new AccountSums();
    const theirs = new AccountSums();
    for (const { currency, minor } of this.#receiptSales.all(businessDate))
      ours.add('sales', currency, minor);
    for (const { currency, minor } of this.#sessionSales.all(businessDate))
      theirs.add('sales', currency, minor);
    return ours.beside(theirs);
  }

  #journal(businessDate: string, sessions: readonly DaySession[]): DaySums['journal'] {
    const journal = new AccountSums();
    const z = new AccountSums();
    for (const { account, currency, minor } of this.#posted.all(businessDate))
      journal.addPosted(account, currency, minor);
    for (const row of this.#z.all(businessDate)) z.addAmount(row);
    for (const { state, currency, drawer } of sessions)
      if (state === 'closed') z.add('cash over', currency, drawer.overMinor ?? 0);
    return journal.beside(z);
  }

  /** What is on the way: of its sessions, and what came later for its books. */
  #destinations(businessDate: string, says: readonly DestinationSays[]): DestinationOfDay[] {
    const span = this.#span.get(businessDate);
    const [first, last] = [span?.first ?? 0, span?.last ?? -1];
    const late = this.#lateOutbox.all(businessDate, last);
    return this.#outbox.all({ first, last }).map(({ name, waiting, parked }) => {
      const later = late.find((row) => row.name === name);
      return {
        name,
        waiting: Math.min(ON_THE_WAY_MAX, waiting + (later?.waiting ?? 0)),
        parked: parked + (later?.parked ?? 0),
        says: says.find((one) => one.name === name) ?? null,
      };
    });
  }
}

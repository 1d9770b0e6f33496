import type { Database, Statement } from 'better-sqlite3';
import type { ReconciliationAnswer } from '../../contract/payment-views.ts';
import { differenceWords, reconcile } from '../../domain/reconciliation.ts';
import type { DaySums, DestinationWord, Sum } from '../../domain/reconciliation.ts';
import { AccountSums } from './account-sums.ts';
import type { AccountRow, AmountRow } from './account-sums.ts';
import { ClearingReader } from './clearing-reader.ts';

/** A destination that can say what it holds of a day, by account; null where it cannot be asked. */
interface DestinationAsk {
  (destination: string, businessDate: string): DestinationWord['says'];
}

interface SessionRow {
  readonly about: string;
  readonly closed_seq: number | null;
  readonly currency: string;
  readonly minor: number;
}

interface TillRow {
  readonly about: string;
  readonly isCount: number;
  readonly currency: string;
  readonly oursMinor: number;
  readonly theirsMinor: number;
}

const OF_SESSION = `FROM register_session s JOIN stream m ON m.stream = s.stream`;

/** Whether a business day agrees, out of sums that are there already: nothing is kept for it. */
export class ReconciliationReader {
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #ask: DestinationAsk;
  readonly #openSessions: Statement<[string], SessionRow>;
  readonly #tills: Statement<[string], TillRow>;
  readonly #sessionSales: Statement<[string], Sum>;
  readonly #receiptSales: Statement<[string], Sum>;
  readonly #z: Statement<[string], AmountRow>;
  readonly #posted: Statement<[string], AccountRow>;
  readonly #clearing: ClearingReader;
  readonly #ofDay: Statement<[string, string], Sum>;
  readonly #payouts: Statement<[string], Sum & { about: string }>;
  readonly #span: Statement<[string], { first: number | null; last: number | null }>;
  readonly #outbox: Statement<[number, number], { name: string; waiting: number; parked: number }>;
  readonly #head: Statement<[], { seq: number | null }>;

  constructor(db: Database, ask: DestinationAsk = () => null) {
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#ask = ask;
    this.#openSessions = db.prepare(
      `SELECT m.name || ', session ' || s.name AS about, s.closed_seq, t.currency, sum(t.minor) AS minor
       ${OF_SESSION} JOIN session_total t ON t.session = s.session AND t.aspect = 'total' AND t.side IN ('sale', 'refund')
       WHERE s.business_date = ? AND s.posted_seq IS NULL GROUP BY s.session, t.currency ORDER BY s.session, t.currency`,
    );
    this.#tills = db.prepare(
      `SELECT m.name || ', session ' || s.name || ', ' || d.aspect || rtrim(' ' || d.key) AS about,
         d.aspect LIKE '%-count' AS isCount, s.currency, d.hub_minor AS oursMinor, d.till_minor AS theirsMinor
       ${OF_SESSION} JOIN session_difference d ON d.session = s.session WHERE s.business_date = ?
       ORDER BY s.session, d.aspect, d.key`,
    );
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
    this.#ofDay = db.prepare(
      `SELECT currency, sum(debit_minor - credit_minor) AS minor FROM journal_total
       WHERE business_date = ? AND account = ? GROUP BY currency`,
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
      `SELECT d.name, count(*) FILTER (WHERE o.state = 'waiting') AS waiting,
         count(*) FILTER (WHERE o.state = 'parked') AS parked
       FROM destination d LEFT JOIN outbox o ON o.destination = d.destination AND o.seq BETWEEN ? AND ?
       GROUP BY d.destination ORDER BY d.destination`,
    );
    this.#head = db.prepare('SELECT max(seq) AS seq FROM event');
  }

  reconciliation(businessDate: string): ReconciliationAnswer {
    return this.#inOneState(() => {
      const sums = this.#sums(businessDate);
      const differences = reconcile(sums).map((row) => ({ ...row, detail: differenceWords(row) }));
      return {
        businessDate,
        agrees: differences.length === 0,
        sales: withCurrency(sums.sales),
        journal: withCurrency(sums.journal),
        clearing: withCurrency(sums.clearing),
        unsettled: this.#clearing.unsettled(),
        destinations: sums.destinations.map(({ name, waiting, parked }) => ({ name, waiting, parked })),
        differences,
        asOfSeq: this.#head.get()?.seq ?? 0,
      };
    });
  }

  #sums(businessDate: string): DaySums {
    const open = this.#openSessions.all(businessDate);
    return {
      open: open.map(({ closed_seq, ...row }) => ({ ...row, isClosed: closed_seq !== null })),
      tills: this.#tills
        .all(businessDate)
        .map(({ isCount, currency, ...row }) => ({ ...row, currency: isCount === 1 ? null : currency })),
      over: this.#ofDay
        .all(businessDate, 'cash-over-short')
        .map(({ currency, minor }) => ({ currency, minor: 0 - minor })),
      sales: this.#sales(businessDate),
      journal: this.#journal(businessDate),
      clearing: this.#clearing.pairs(),
      suspense: this.#ofDay.all(businessDate, 'suspense'),
      payouts: this.#payouts.all(businessDate),
      destinations: this.#destinations(businessDate),
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

  #journal(businessDate: string): DaySums['journal'] {
    const journal = new AccountSums();
    const z = new AccountSums();
    for (const { account, currency, minor } of this.#posted.all(businessDate))
      journal.addPosted(account, currency, minor);
    for (const row of this.#z.all(businessDate)) z.addAmount(row);
    return journal.beside(z);
  }

  #destinations(businessDate: string): DestinationWord[] {
    const { first, last } = this.#span.get(businessDate) ?? { first: null, last: null };
    return this.#outbox
      .all(first ?? 0, first === null ? -1 : (last ?? 0))
      .map((row) => ({ ...row, says: this.#ask(row.name, businessDate) }));
  }
}

function withCurrency(pairs: DaySums['sales']): ReconciliationAnswer['sales'] {
  return pairs.map((pair) => ({ ...pair, currency: pair.currency ?? '' }));
}

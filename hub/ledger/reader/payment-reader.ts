import type { Database, Statement } from 'better-sqlite3';
import type {
  FeeReport,
  PaymentAnswer,
  PaymentPage,
  PayoutAnswer,
  PayoutPage,
  PayoutSummary,
} from '../../contract/payment-views.ts';

type EntryRow = Omit<PayoutAnswer['entries'][number], 'settles'>;

interface PaymentKey {
  readonly account: string;
  readonly currency: string;
  readonly businessDate: string;
  readonly seq: number;
  readonly tender: number;
}

const PAYOUT = `SELECT p.seq, p.payout_id AS payoutId, p.processor, p.currency, p.arrived_on AS arrivedOn,
    p.gross_minor AS grossMinor, p.fee_minor AS feeMinor, p.net_minor AS netMinor, p.bank_reference AS bankReference,
    p.off_minor + (SELECT coalesce(sum(open_minor), 0) FROM payout_entry WHERE seq = p.seq) AS unexplainedMinor
  FROM payout p`;

/** Before every key. */
const FIRST: PaymentKey = { account: '', currency: '', businessDate: '', seq: 0, tender: 0 };

/** Answers about payments, payouts and what processors keep. */
export class PaymentReader {
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #open: Statement<(string | number)[], PaymentAnswer>;
  readonly #key: Statement<[number, number], PaymentKey>;
  readonly #payouts: Statement<[number, number], PayoutSummary>;
  readonly #payout: Statement<[number], PayoutSummary>;
  readonly #entries: Statement<[number], EntryRow>;
  readonly #settles: Statement<[number, number], { seq: number; tender: number; minor: number }>;
  readonly #fees: Statement<[string, string], FeeReport['fees'][number]>;

  constructor(db: Database) {
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#open = db.prepare(
      `SELECT p.seq, p.tender, s.name AS till, p.account, p.kind, p.processor, p.reference,
         p.business_date AS businessDate, p.currency, p.amount_minor AS amountMinor, p.open_minor AS openMinor
       FROM payment p JOIN event e ON e.seq = p.seq JOIN stream s ON s.stream = e.stream
       WHERE p.open_minor <> 0 AND (p.account, p.currency, p.business_date, p.seq, p.tender) > (?, ?, ?, ?, ?)
       ORDER BY p.account, p.currency, p.business_date, p.seq, p.tender LIMIT ?`,
    );
    this.#key = db.prepare(
      'SELECT account, currency, business_date AS businessDate, seq, tender FROM payment WHERE seq = ? AND tender = ?',
    );
    this.#payouts = db.prepare(`${PAYOUT} WHERE p.seq < ? ORDER BY p.seq DESC LIMIT ?`);
    this.#payout = db.prepare(`${PAYOUT} WHERE p.seq = ?`);
    this.#entries = db.prepare(
      `SELECT entry, kind, reference, gross_minor AS grossMinor, fee_minor AS feeMinor, net_minor AS netMinor,
         open_minor AS openMinor FROM payout_entry WHERE seq = ? ORDER BY entry`,
    );
    this.#settles = db.prepare(
      `SELECT receipt_seq AS seq, tender, minor FROM settlement WHERE payout_seq = ? AND entry = ?
       ORDER BY receipt_seq, tender`,
    );
    this.#fees = db.prepare(
      `WITH entry AS (
         SELECT p.processor_key, p.processor, p.arrived_on, p.currency, CASE e.kind WHEN 'fee' THEN 'fee' ELSE coalesce(
             (SELECT y.kind FROM settlement s JOIN payment y ON y.seq = s.receipt_seq AND y.tender = s.tender
              WHERE s.payout_seq = e.seq AND s.entry = e.entry LIMIT 1), 'other') END AS tender,
           CASE WHEN e.seq IS NULL THEN p.gross_minor WHEN e.kind = 'fee' THEN 0 ELSE e.gross_minor END AS gross,
           CASE WHEN e.seq IS NULL THEN p.fee_minor WHEN e.kind = 'fee' THEN e.fee_minor - e.gross_minor
             ELSE e.fee_minor END AS fee
         FROM payout p LEFT JOIN payout_entry e ON e.seq = p.seq WHERE p.arrived_on BETWEEN ? AND ?)
       SELECT min(processor) AS processor, tender, arrived_on AS arrivedOn, currency, count(*) AS entries,
         sum(gross) AS grossMinor, sum(fee) AS feeMinor, sum(gross - fee) AS netMinor
       FROM entry GROUP BY processor_key, tender, arrived_on, currency ORDER BY processor_key, arrived_on, tender, currency`,
    );
  }

  /** Payments that nobody has settled, by clearing account and day. `after`: the `next` of the page before. */
  openPayments({ after, limit }: { after?: string | undefined; limit: number }): PaymentPage {
    const key = this.#keyOf(after);
    const { account, currency, businessDate, seq, tender } = key;
    const payments = this.#open.all(account, currency, businessDate, seq, tender, limit);
    const last = payments.at(-1);
    return {
      payments,
      next: last === undefined || payments.length < limit ? null : `${last.seq}.${last.tender}`,
    };
  }

  /** Newest first. */
  payouts({ before, limit }: { before?: number | undefined; limit: number }): PayoutPage {
    const payouts = this.#payouts.all(before ?? Number.MAX_SAFE_INTEGER, limit);
    return { payouts, next: payouts.length < limit ? null : (payouts.at(-1)?.seq ?? null) };
  }

  /** The payout that the entry of that number recorded. */
  payout(seq: number): PayoutAnswer | null {
    return this.#inOneState(() => {
      const payout = this.#payout.get(seq);
      if (payout === undefined) return null;
      const entries = this.#entries
        .all(seq)
        .map((entry) => ({ ...entry, settles: this.#settles.all(seq, entry.entry) }));
      return { ...payout, entries };
    });
  }

  /** What processors kept of what arrived from the first day to the last. */
  fees({ from, to }: { from: string; to: string }): FeeReport {
    return { from, to, fees: this.#fees.all(from, to) };
  }

  #keyOf(after: string | undefined): PaymentKey {
    const [seq = Number.NaN, tender = Number.NaN] = (after ?? '').split('.').map(Number);
    if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(tender)) return FIRST;
    return this.#key.get(seq, tender) ?? FIRST;
  }
}

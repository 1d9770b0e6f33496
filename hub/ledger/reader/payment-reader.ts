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

/**
 * By kind of tender: of an entry that settles several, each has its part of the gross and, in proportion, of the fee, whole
 * minor units that add up. A chargeback is of the kind of the payment that it names.
 */
const FEES = `WITH entry AS (
    SELECT p.seq, p.processor_key, p.processor, p.arrived_on, p.currency, e.entry, e.kind, e.reference,
      CASE WHEN e.seq IS NULL THEN p.gross_minor WHEN e.kind = 'fee' THEN 0 ELSE e.gross_minor END AS gross,
      CASE WHEN e.seq IS NULL THEN p.fee_minor WHEN e.kind = 'fee' THEN e.fee_minor - e.gross_minor
        ELSE e.fee_minor END AS fee,
      (SELECT sum(s.minor) FROM settlement s WHERE s.payout_seq = e.seq AND s.entry = e.entry) AS settled
    FROM payout p LEFT JOIN payout_entry e ON e.seq = p.seq WHERE p.arrived_on BETWEEN ? AND ?),
  part AS (
    SELECT n.seq, n.entry, y.kind AS tender, sum(s.minor) AS part
    FROM entry n JOIN settlement s ON s.payout_seq = n.seq AND s.entry = n.entry
      JOIN payment y ON y.seq = s.receipt_seq AND y.tender = s.tender GROUP BY n.seq, n.entry, y.kind
    UNION ALL
    SELECT n.seq, n.entry, CASE n.kind WHEN 'fee' THEN 'fee' WHEN 'chargeback' THEN coalesce(
        (SELECT y.kind FROM payment y WHERE y.reference = n.reference AND y.processor_key = n.processor_key
           AND y.currency = n.currency ORDER BY y.seq, y.tender LIMIT 1), 'other') ELSE 'other' END,
      n.gross - coalesce(n.settled, 0)
    FROM entry n WHERE n.settled IS NULL OR n.settled <> n.gross),
  placed AS (
    SELECT n.*, part.tender, part.part,
      sum(part.part) OVER (PARTITION BY part.seq, part.entry ORDER BY part.tender ROWS UNBOUNDED PRECEDING) AS upto
    FROM entry n JOIN part ON part.seq = n.seq AND part.entry IS n.entry),
  fees AS (
    SELECT *, CASE gross WHEN 0 THEN fee ELSE ${feeUpTo('upto')} - ${feeUpTo('upto - part')} END AS own FROM placed)
  SELECT min(processor) AS processor, tender, arrived_on AS arrivedOn, currency, count(*) AS entries,
    sum(part) AS grossMinor, sum(own) AS feeMinor, sum(part - own) AS netMinor
  FROM fees GROUP BY processor_key, tender, arrived_on, currency ORDER BY processor_key, arrived_on, tender, currency`;

/** Of the fee of an entry, what goes with so much of its gross. */
function feeUpTo(minor: string): string {
  return `CASE ${minor} WHEN gross THEN fee ELSE CAST(fee * (${minor}) / gross AS INTEGER) END`;
}

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
  readonly #receipt: Statement<[number, number], { source: string; id: string }>;
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
    this.#receipt = db.prepare(
      `SELECT json_extract(CAST(e.body AS TEXT), '$.source') AS source, json_extract(CAST(e.body AS TEXT), '$.id') AS id
       FROM payment p JOIN event e ON e.seq = p.seq WHERE p.seq = ? AND p.tender = ?`,
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
    this.#fees = db.prepare(FEES);
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

  /** The receipt of a payment; null where that tender is no payment. */
  receiptOf(payment: { seq: number; tender: number }): { source: string; id: string } | null {
    return this.#receipt.get(payment.seq, payment.tender) ?? null;
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

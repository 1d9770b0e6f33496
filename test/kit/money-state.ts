import type { Database } from 'better-sqlite3';
import type { ShopState } from './shop-state.ts';

/** Sales and sessions are named as their tills do: entry numbers tell in which order they came. */
const SAID = `said AS (SELECT k.seq, s.source || ' ' || k.id AS said FROM event_key k JOIN stream s USING (stream))`;
const NAMED = `named AS (SELECT r.*, s.source || ' ' || r.name AS said FROM register_session r JOIN stream s USING (stream))`;

const QUESTIONS: Readonly<Record<string, string>> = {
  accounts: `SELECT account, currency, business_date, sum(debit_minor - credit_minor) AS minor FROM journal_total
    GROUP BY 1, 2, 3 HAVING minor <> 0`,
  // Per session and receipt what is posted of it, in the session's entry or as an adjustment, is the same.
  sessionPostings: `SELECT s.source, e.register_session, e.currency, l.account, sum(l.debit_minor - l.credit_minor) AS minor
    FROM journal_entry e JOIN journal_line l USING (entry) JOIN stream s USING (stream) GROUP BY 1, 2, 3, 4 HAVING minor <> 0`,
  days: 'SELECT * FROM day_total',
  closedDays: 'SELECT business_date FROM business_day',
  sessions: `WITH ${NAMED} SELECT said, state, business_date, currency, opened_seq IS NOT NULL AS opened, closed_seq IS NOT NULL AS
      closed, float_minor, counted_minor, first_sequence, last_sequence, first_date, last_date, complete FROM named`,
  // In the Z report or an adjustment of its day: the two together.
  sessionTotals: `WITH ${NAMED} SELECT said, t.currency, aspect, side, key, sum(minor) AS minor, sum(count) AS count
    FROM session_total t JOIN named USING (session) WHERE aspect <> 'grand' GROUP BY 1, 2, 3, 4, 5
    HAVING sum(minor) <> 0 OR sum(count) <> 0`,
  registerTotals: `SELECT source, currency, side, minor, count FROM register_total JOIN stream USING (stream)
    WHERE side <> 'session' AND (minor <> 0 OR count <> 0)`,
  // Which of two payments of one reference a payout settles is told by the ledger; how much of them is not.
  payments: `SELECT processor_key, reference, account, currency, sign(amount_minor) AS sign, count(*) AS count,
      sum(amount_minor) AS amount, sum(open_minor) AS open, sum(voided_seq IS NOT NULL) AS voided
    FROM payment GROUP BY 1, 2, 3, 4, 5`,
  payouts:
    'SELECT payout_id, processor, currency, arrived_on, gross_minor, fee_minor, net_minor, off_minor FROM payout',
  payoutEntries: `SELECT processor_key, reference, sign(gross_minor) AS sign, sum(gross_minor) AS gross, sum(open_minor) AS open
    FROM payout_entry GROUP BY 1, 2, 3`,
  liabilities: `SELECT kind, account, currency, balance_minor, held_minor FROM liability
    WHERE balance_minor <> 0 OR held_minor <> 0`,
  holds: `SELECT hold_id, kind, account, currency, amount_minor, uses, used_minor, held_minor,
      CASE WHEN state IN ('released', 'expired') THEN 'over' ELSE state END AS state FROM hold`,
  refunded: `WITH ${SAID} SELECT said, refunded_minor, voided_seq IS NOT NULL AS voided FROM receipt JOIN said USING (seq)`,
  refundedLines: `WITH ${SAID} SELECT said, line, quantity_micro, amount_minor FROM line_refund
    JOIN said ON said.seq = sale WHERE (quantity_micro, amount_minor) <> (0, 0)`,
  customers: `SELECT c.customer_id, c.captured_seq IS NOT NULL AS captured, c.erased_seq IS NOT NULL AS erased,
      m.customer_id AS merged FROM customer c LEFT JOIN customer m ON m.customer = c.merged_into`,
  persons: 'SELECT customer_id, field, value, verified FROM person',
  consents:
    'SELECT customer_id, channel, given, at_ms, source FROM customer_consent JOIN customer USING (customer)',
  histories: `WITH ${SAID} SELECT customer_id, said, business_date FROM customer_receipt JOIN customer USING (customer)
    JOIN said USING (seq)`,
  departments: `WITH ${SAID} SELECT customer_id, department, said FROM customer_department JOIN customer USING (customer)
    JOIN said USING (seq)`,
  spent: `SELECT customer_id, currency, year, visits, spent_minor FROM customer_total JOIN customer USING (customer)
    WHERE visits <> 0 OR spent_minor <> 0`,
  points: 'SELECT account, points FROM loyalty_account WHERE points <> 0',
  earned: `WITH ${SAID} SELECT said, customer_id, base_minor, points, returned_minor, voided, left_points
    FROM loyalty_sale JOIN said USING (seq) JOIN customer USING (customer)`,
  // What it says of a session ends with the entry that first named it.
  exceptions: `SELECT DISTINCT cause, CASE WHEN cause LIKE 'session.%' THEN substr(subject, 1, instr(subject, ' (entry '))
      ELSE subject END AS subject FROM exception
    WHERE resolved_seq IS NULL AND cause IN (SELECT value FROM json_each(?))`,
};

/** What is open for a person in the end, and not by what could be known when the later of two events came. */
const STANDING = [
  'receipt.does_not_add_up',
  'liability.overdrawn',
  'liability.held_spent',
  'hold.exceeded',
  'loyalty.negative',
  'payout.unknown_payment',
  'payout.other_amount',
  'payment.settled_twice',
  'payment.voided_settled',
  'session.numbers_missing',
];

/** Where the money and the customers of a shop stand, without anything that only tells in which order they came there. */
export function moneyState(db: Database): ShopState {
  return Object.fromEntries(
    Object.entries(QUESTIONS).map(([name, sql]) => {
      const question = db.prepare<unknown[], object>(sql);
      return [name, name === 'exceptions' ? question.all(JSON.stringify(STANDING)) : question.all()];
    }),
  );
}

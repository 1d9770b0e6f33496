import type { Database } from 'better-sqlite3';
import type { MoneyModel } from './money-model.ts';
import { same } from './same.ts';

/** The sums of all sessions with their adjustments, the balances of gift cards, and what processors owe, by the model. */
export function expectMoney(db: Database, money: MoneyModel): void {
  same(
    'the receipts of the sessions',
    lines(
      db,
      `SELECT source || ' ' || s.name || ' ' || t.currency || ' ' || side || ' ' || sum(count) || ' ' || sum(minor)
       FROM session_total t JOIN register_session s USING (session) JOIN stream USING (stream)
       WHERE aspect = 'total' GROUP BY session, t.currency, side HAVING sum(count) <> 0`,
    ),
    money.sessions(),
  );
  same(
    'the gift cards',
    lines(
      db,
      "SELECT account || ' ' || currency || ' ' || balance_minor FROM liability WHERE balance_minor <> 0",
    ),
    money.cards(),
  );
  same('what is unsettled', lines(db, UNSETTLED), money.unsettled());
  same(
    'all points together',
    lines(db, 'SELECT sum(points) FROM loyalty_account HAVING sum(points) <> 0'),
    [],
  );
}

const UNSETTLED = `WITH open AS (
    SELECT reference, currency, sign(amount_minor) AS sign, open_minor AS payments, 0 AS entries FROM payment
    WHERE reference IS NOT NULL
    UNION ALL SELECT e.reference, p.currency, sign(e.gross_minor), 0, e.open_minor FROM payout_entry e JOIN payout p USING (seq))
  SELECT reference || ' ' || currency || ' ' || sign || ' ' || sum(payments) || ' ' || sum(entries) FROM open
  GROUP BY reference, currency, sign HAVING sum(payments) <> 0 OR sum(entries) <> 0`;

function lines(db: Database, sql: string): string[] {
  return db.prepare<[], string>(sql).pluck().all().map(String).toSorted();
}

import type Database from 'better-sqlite3';
import { isHasty } from './till-day-rules.ts';

/** Figures by the names that the README gives them, and the oracle too. What is zero may be left out. */
export type MoneyFigures = Readonly<Record<string, number>>;

type Row = Readonly<Record<string, string>> & { readonly minor: number };

/** What the hub holds of sessions, the books, payments and payouts. */
export function moneyOf(database: Database.Database): MoneyFigures {
  const figures: Record<string, number> = {};
  const add = (name: string, minor: number): void => {
    figures[name] = (figures[name] ?? 0) + minor;
  };
  for (const { session, date, part, what, minor } of rowsOf(database, SESSION_TOTALS)) {
    add(`${session} all ${what}`, minor);
    if (isHasty(date ?? '')) continue;
    add(`${session} ${part === 'session' ? 'Z' : part} ${what}`, minor);
  }
  for (const sql of [...FIGURES, ...FAULTS])
    for (const { name = '', minor } of rowsOf(database, sql)) add(name, minor);
  for (const { date, name = '' } of rowsOf(database, NO_REPORT)) if (!isHasty(date ?? '')) add(name, 1);
  return figures;
}

function rowsOf(database: Database.Database, sql: string): Row[] {
  return database.prepare(sql).all() as Row[];
}

/** `till-1 2011-01-05`. */
const SESSION = `t.name || ' ' || s.name`;
const OF_SESSION = 'FROM register_session s JOIN stream t ON t.stream = s.stream';

/** By session and part, what the receipts and the drawer add up to: `sales`, `sales count`, `tender cash`, `tax …`. */
const SESSION_TOTALS = `
  SELECT ${SESSION} AS session, s.business_date AS date, r.part,
    CASE r.aspect WHEN 'total' THEN r.side ELSE rtrim(r.aspect || ' ' || r.key) END AS what, r.minor
  FROM session_total r JOIN register_session s ON s.session = r.session JOIN stream t ON t.stream = s.stream
  WHERE r.aspect NOT IN ('grand', 'tax-base', 'cost')
  UNION ALL
  SELECT ${SESSION}, s.business_date, r.part, r.side || ' count', r.count
  FROM session_total r JOIN register_session s ON s.session = r.session JOIN stream t ON t.stream = s.stream
  WHERE r.aspect = 'total'`;

const FIGURES: readonly string[] = [
  `SELECT ${SESSION} || ' float' AS name, s.float_minor AS minor ${OF_SESSION} WHERE s.float_minor IS NOT NULL`,
  `SELECT ${SESSION} || ' counted' AS name, s.counted_minor AS minor ${OF_SESSION} WHERE s.counted_minor IS NOT NULL`,
  `SELECT ${SESSION} || ' whole' AS name, s.complete AS minor ${OF_SESSION} WHERE s.state = 'closed'`,
  `SELECT 'account ' || account AS name, sum(debit_minor - credit_minor) AS minor FROM journal_line GROUP BY account`,
  `SELECT 'account ' || account || ' by day' AS name, sum(debit_minor - credit_minor) AS minor
   FROM journal_total GROUP BY account`,
  `SELECT 'unsettled ' || account || ' ' || coalesce(reference, '') AS name, sum(open_minor) AS minor
   FROM payment GROUP BY account, reference`,
  `SELECT 'payout ' || payout_id || ' gross' AS name, gross_minor AS minor FROM payout`,
  `SELECT 'payout ' || payout_id || ' fee' AS name, fee_minor AS minor FROM payout`,
  `SELECT 'payout ' || payout_id || ' net' AS name, net_minor AS minor FROM payout`,
  `SELECT 'balance ' || kind || ' ' || account AS name, balance_minor AS minor FROM liability`,
  `SELECT 'closed ' || business_date AS name, 1 AS minor FROM business_day`,
];

/** What there is none of. */
const FAULTS: readonly string[] = [
  `SELECT 'entry ' || e.entry || ' does not balance' AS name, 1 AS minor FROM journal_entry e
   WHERE (SELECT sum(debit_minor) - sum(credit_minor) FROM journal_line l WHERE l.entry = e.entry) IS NOT 0`,
  `SELECT ${SESSION} || ' differs in ' || d.aspect || ' ' || d.key AS name, 1 AS minor
   FROM session_difference d JOIN register_session s ON s.session = d.session JOIN stream t ON t.stream = s.stream`,
  `SELECT ${SESSION} || ' is not signed' AS name, 1 AS minor ${OF_SESSION}
   WHERE s.z_number IS NOT NULL AND s.sealed_seq IS NULL`,
  `SELECT t.name || ' has a gap in its Z numbers' AS name, 1 AS minor ${OF_SESSION} GROUP BY t.stream
   HAVING count(DISTINCT s.z_number) <> count(s.z_number) OR coalesce(max(s.z_number), 0) <> count(s.z_number)`,
  `SELECT t.name || ' has a gap in its numbers' AS name, 1 AS minor
   FROM progress p JOIN stream t ON t.stream = p.stream WHERE t.kind = 'tills' AND p.contiguous <> p.highest`,
  `SELECT 'payout entry ' || coalesce(reference, seq) || ' is unexplained' AS name, open_minor AS minor
   FROM payout_entry WHERE open_minor <> 0`,
];

/** Only a session whose day was over before the hub heard of it has no Z report. */
const NO_REPORT = `SELECT s.business_date AS date, ${SESSION} || ' has no Z report' AS name, 1 AS minor ${OF_SESSION}
  WHERE s.z_number IS NULL`;

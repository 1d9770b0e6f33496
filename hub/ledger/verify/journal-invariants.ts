/** What must hold of the accounting journal. */
export const JOURNAL_INVARIANTS = [
  {
    name: 'every entry of the journal balances, line by line',
    sql: `SELECT e.entry FROM journal_entry e LEFT JOIN journal_line l ON l.entry = e.entry GROUP BY e.entry
      HAVING e.debit_minor <> e.credit_minor OR sum(l.debit_minor) IS NOT e.debit_minor
        OR sum(l.credit_minor) IS NOT e.credit_minor OR max(l.line) IS NOT count(*)
        OR count(DISTINCT l.account) <> count(*)`,
  },
  {
    name: 'every line of the journal belongs to an entry, every entry to an event that counts',
    sql: `SELECT l.entry FROM journal_line l LEFT JOIN journal_entry e ON e.entry = l.entry WHERE e.entry IS NULL
      UNION ALL SELECT j.entry FROM journal_entry j LEFT JOIN event e ON e.seq = j.seq WHERE e.standing IS NOT 0`,
  },
  {
    name: 'what is posted to an account on a day is the sum of its lines',
    sql: `WITH posted AS (
        SELECT l.account, e.currency, e.business_date, sum(l.debit_minor) AS debit, sum(l.credit_minor) AS credit
        FROM journal_line l JOIN journal_entry e ON e.entry = l.entry GROUP BY 1, 2, 3)
      SELECT coalesce(t.account, p.account) AS account, coalesce(t.business_date, p.business_date) AS business_date
      FROM journal_total t FULL JOIN posted p
        ON p.account = t.account AND p.currency = t.currency AND p.business_date = t.business_date
      WHERE (t.debit_minor, t.credit_minor) IS NOT (p.debit, p.credit)`,
  },
  {
    name: 'what comes late for a session is of the day that it was posted to',
    sql: `SELECT e.entry FROM journal_entry e JOIN journal_session s ON s.stream = e.stream
        AND s.register_session = e.register_session AND s.currency = e.currency
      WHERE e.kind IN ('session', 'adjustment') AND e.business_date <> s.business_date`,
  },
];

/** What must hold of register sessions and business days. */
export const SESSION_INVARIANTS = [
  {
    name: 'the sums of sessions and their adjustments are those of all receipts, currency by currency',
    sql: `WITH said AS (
        SELECT currency, side, sum(minor) AS minor, sum(count) AS count FROM session_total
        WHERE aspect = 'total' GROUP BY currency, side HAVING sum(count) <> 0 OR sum(minor) <> 0),
      receipts AS (
        SELECT currency, CASE WHEN voided_seq IS NULL THEN kind ELSE 'void' END AS side, sum(total_minor) AS minor,
          count(*) AS count FROM receipt GROUP BY 1, 2)
      SELECT coalesce(s.currency, r.currency) AS currency, coalesce(s.side, r.side) AS side
      FROM said s FULL JOIN receipts r ON r.currency = s.currency AND r.side = s.side
      WHERE (s.minor, s.count) IS NOT (r.minor, r.count)`,
  },
  {
    name: 'what a session took in tenders is what it took it for',
    sql: `SELECT session, part, currency FROM session_total GROUP BY session, part, currency
      HAVING sum(CASE WHEN aspect = 'tender' THEN minor
        WHEN aspect IN ('department', 'tax', 'liability', 'tip', 'rounding', 'cash-back', 'off') THEN -minor
        ELSE 0 END) <> 0`,
  },
  {
    name: 'sums that came after a session was posted belong to one that was, and to entries that are adjustments',
    sql: `SELECT t.session FROM session_total t LEFT JOIN register_session s ON s.session = t.session
      WHERE s.session IS NULL OR (t.part <> 'session' AND (s.posted_seq IS NULL
        OR NOT EXISTS (SELECT 1 FROM day_adjustment a WHERE a.session = t.session)))
      UNION ALL
      SELECT a.session FROM day_adjustment a LEFT JOIN register_session s ON s.session = a.session
      WHERE s.posted_seq IS NULL OR a.seq < s.posted_seq OR a.business_date <> s.business_date`,
  },
  {
    name: 'an installation sold in all what its Z reports and adjustments say',
    sql: `WITH posted AS (
        SELECT s.stream, t.currency, t.side, sum(t.minor) AS minor, sum(t.count) AS count
        FROM session_total t JOIN register_session s ON s.session = t.session
        WHERE t.aspect = 'total' AND s.posted_seq IS NOT NULL GROUP BY 1, 2, 3)
      SELECT coalesce(r.stream, p.stream) AS stream FROM (SELECT * FROM register_total WHERE side <> 'session') r
      FULL JOIN posted p ON p.stream = r.stream AND p.currency = r.currency AND p.side = r.side
      WHERE (r.minor, r.count) IS NOT (p.minor, p.count)
      UNION ALL
      SELECT r.stream FROM register_total r WHERE r.side = 'session' AND r.count IS NOT
        (SELECT count(*) FROM register_session s WHERE s.stream = r.stream AND s.z_number IS NOT NULL)`,
  },
  {
    name: 'a session is in the state that its events brought it to',
    sql: `SELECT session FROM register_session WHERE state <> CASE WHEN posted_seq IS NOT NULL THEN 'closed'
        WHEN closed_seq IS NOT NULL THEN 'closing' WHEN opened_seq IS NOT NULL THEN 'open' ELSE 'awaited' END
      OR (complete = 1 AND (closed_seq IS NULL OR posted_seq IS NULL))
      OR (sealed_seq IS NOT NULL AND z_number IS NULL)
      OR (posted_seq IS NULL AND business_date IN (SELECT business_date FROM business_day))`,
  },
  {
    name: 'a closed session whose numbers are all here is posted',
    sql: `SELECT s.session FROM register_session s LEFT JOIN progress p ON p.stream = s.stream
      WHERE s.closed_seq IS NOT NULL AND s.complete = 0 AND p.contiguous >= s.last_sequence`,
  },
];

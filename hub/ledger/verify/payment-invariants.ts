const CLEARING = "'clearing:' || p.kind || coalesce(':' || p.processor, '')";

/** What must hold of payments and payouts. */
export const PAYMENT_INVARIANTS = [
  {
    name: 'every tender that others settle is a payment, and no other',
    sql: `WITH tender AS (
        SELECT e.seq, t.key + 1 AS tender, json_extract(t.value, '$.kind') AS kind,
          json_extract(t.value, '$.processor') AS processor, json_extract(t.value, '$.reference') AS reference,
          json_extract(t.value, '$.amountMinor') AS amount, json_extract(CAST(e.body AS TEXT), '$.data.currency') AS currency,
          json_extract(CAST(e.body AS TEXT), '$.data.businessDate') AS date,
          json_extract(CAST(e.body AS TEXT), '$.source') AS source, json_extract(CAST(e.body AS TEXT), '$.id') AS id
        FROM event e, json_each(CAST(e.body AS TEXT), '$.data.tenders') t
        WHERE e.standing = 0 AND json_extract(CAST(e.body AS TEXT), '$.type')
          IN ('backroom.sale.completed.v1', 'backroom.refund.completed.v1'))
      SELECT coalesce(t.seq, p.seq) AS seq, coalesce(t.tender, p.tender) AS tender
      FROM (SELECT * FROM tender WHERE kind IN ('card', 'mobile', 'voucher', 'other') AND amount <> 0) t
      FULL JOIN payment p ON p.seq = t.seq AND p.tender = t.tender
      LEFT JOIN payment_name n ON n.source = t.source AND n.id = t.id AND n.tender = t.tender
      WHERE p.account IS NOT ${CLEARING} OR (p.kind, p.processor, p.reference, p.amount_minor, p.currency, p.business_date)
        IS NOT (t.kind, t.processor, coalesce(n.reference, t.reference), t.amount, t.currency, t.date)
        OR p.processor_key <> n.processor_key`,
  },
  {
    name: 'a payment is called what was said of it last',
    sql: `SELECT e.seq FROM event e JOIN stream s ON s.stream = e.stream
      JOIN payment_name n ON n.source = coalesce(json_extract(CAST(e.body AS TEXT), '$.data.original.source'), s.source)
        AND n.id = json_extract(CAST(e.body AS TEXT), '$.data.original.id')
        AND n.tender = json_extract(CAST(e.body AS TEXT), '$.data.tender')
      WHERE e.standing = 0 AND json_extract(CAST(e.body AS TEXT), '$.type') = 'backroom.payment.identified.v1'
      GROUP BY n.source, n.id, n.tender HAVING max(e.seq) <> n.seq`,
  },
  {
    name: 'the payments of a voided sale are voided, and no others',
    sql: `SELECT p.seq FROM payment p LEFT JOIN receipt r ON r.seq = p.seq WHERE p.voided_seq IS NOT r.voided_seq`,
  },
  {
    name: 'a payout has the entries of its event',
    sql: `WITH said AS (
        SELECT p.seq, t.key + 1 AS entry, json_extract(t.value, '$.kind') AS kind,
          json_extract(t.value, '$.reference') AS reference, json_extract(t.value, '$.grossMinor') AS gross,
          json_extract(t.value, '$.feeMinor') AS fee
        FROM payout p JOIN event e ON e.seq = p.seq, json_each(CAST(e.body AS TEXT), '$.data.entries') t)
      SELECT coalesce(s.seq, e.seq) AS seq, coalesce(s.entry, e.entry) AS entry
      FROM said s FULL JOIN payout_entry e ON e.seq = s.seq AND e.entry = s.entry
      WHERE (e.kind, e.reference, e.gross_minor, e.fee_minor) IS NOT (s.kind, s.reference, s.gross, s.fee)`,
  },
  {
    name: 'a payment is open by what no payout settled',
    sql: `SELECT p.seq, p.tender FROM payment p LEFT JOIN (
        SELECT receipt_seq, tender, sum(minor) AS minor FROM settlement GROUP BY 1, 2) s
        ON s.receipt_seq = p.seq AND s.tender = p.tender
      WHERE p.open_minor <> CASE WHEN p.voided_seq IS NULL THEN p.amount_minor - coalesce(s.minor, 0) ELSE 0 END
        OR (p.voided_seq IS NOT NULL AND s.minor IS NOT NULL) OR p.open_minor / p.amount_minor NOT IN (0, 1)
        OR p.open_minor * p.amount_minor < 0`,
  },
  {
    name: 'what is open in a clearing account is what its payments have open',
    sql: `WITH open AS (SELECT account, currency, count(*) AS count, sum(open_minor) AS minor FROM payment
        WHERE open_minor <> 0 GROUP BY 1, 2)
      SELECT coalesce(o.account, t.account) AS account, coalesce(o.currency, t.currency) AS currency
      FROM open o FULL JOIN payment_total t USING (account, currency)
      WHERE (o.count, o.minor) IS NOT (t.count, t.open_minor)`,
  },
  {
    name: 'an entry of a payout is open by what it settles of no payment',
    sql: `SELECT e.seq, e.entry FROM payout_entry e LEFT JOIN (
        SELECT payout_seq, entry, sum(minor) AS minor FROM settlement GROUP BY 1, 2) s
        ON s.payout_seq = e.seq AND s.entry = e.entry
      WHERE e.open_minor <> CASE WHEN e.kind IN ('fee', 'chargeback') THEN 0 ELSE e.gross_minor - coalesce(s.minor, 0) END
        OR (s.minor IS NOT NULL AND e.kind NOT IN ('payment', 'refund')) OR e.open_minor * e.gross_minor < 0`,
  },
  {
    name: 'an entry settles a payment of its processor, reference, currency and sign',
    sql: `SELECT s.payout_seq, s.entry FROM settlement s LEFT JOIN payout o ON o.seq = s.payout_seq
      LEFT JOIN payout_entry e ON e.seq = s.payout_seq AND e.entry = s.entry
      LEFT JOIN payment p ON p.seq = s.receipt_seq AND p.tender = s.tender
      WHERE (p.processor_key, p.reference, p.currency) IS NOT (e.processor_key, e.reference, o.currency)
        OR e.processor_key IS NOT o.processor_key OR sign(s.minor) <> sign(p.amount_minor)
        OR sign(s.minor) <> sign(e.gross_minor)`,
  },
  {
    name: 'no payment is open while an entry that names it is',
    sql: `SELECT p.seq, p.tender, e.seq AS payout FROM payment p JOIN payout_entry e
        ON e.reference = p.reference AND e.processor_key = p.processor_key JOIN payout o ON o.seq = e.seq
      WHERE o.currency = p.currency AND e.kind IN ('payment', 'refund') AND sign(p.open_minor) = sign(e.open_minor)
        AND p.open_minor <> 0`,
  },
  {
    name: 'what the journal has in clearing is what is open, as far as it is posted',
    sql: `WITH posted AS (SELECT account, currency, sum(debit_minor - credit_minor) AS minor
        FROM journal_total WHERE account LIKE 'clearing:%' GROUP BY 1, 2),
      waiting AS (SELECT ${CLEARING} AS account, p.currency, sum(p.amount_minor) AS minor
        FROM payment p JOIN event e ON e.seq = p.seq LEFT JOIN journal_session s ON s.stream = e.stream
          AND s.register_session = p.register_session AND s.currency = p.currency
        WHERE s.stream IS NULL AND p.voided_seq IS NULL GROUP BY 1, 2),
      early AS (SELECT l.account, e.currency, sum(l.debit_minor - l.credit_minor) AS minor
        FROM journal_entry e JOIN journal_line l ON l.entry = e.entry LEFT JOIN journal_session s ON s.stream = e.stream
          AND s.register_session = e.register_session AND s.currency = e.currency
        WHERE e.register_session IS NOT NULL AND s.stream IS NULL AND l.account LIKE 'clearing:%' GROUP BY 1, 2),
      unsettled AS (SELECT ${CLEARING} AS account, p.currency, sum(p.open_minor) AS minor FROM payment p GROUP BY 1, 2)
      SELECT account, currency, sum(minor) AS minor FROM (
        SELECT * FROM posted UNION ALL SELECT * FROM waiting
        UNION ALL SELECT account, currency, -minor FROM early
        UNION ALL SELECT account, currency, -minor FROM unsettled)
      GROUP BY account, currency HAVING sum(minor) <> 0`,
  },
  {
    name: 'what stands in suspense for payouts is what no payment explains',
    sql: `WITH posted AS (SELECT e.currency, sum(l.credit_minor - l.debit_minor) AS minor FROM journal_entry e
        JOIN journal_line l ON l.entry = e.entry WHERE e.kind = 'payout' AND l.account = 'suspense' GROUP BY 1),
      unexplained AS (SELECT o.currency, sum(e.open_minor) AS minor FROM payout_entry e JOIN payout o ON o.seq = e.seq
        GROUP BY 1 UNION ALL SELECT currency, sum(off_minor) FROM payout GROUP BY 1)
      SELECT currency FROM (SELECT * FROM posted UNION ALL SELECT currency, -minor FROM unexplained)
      GROUP BY currency HAVING sum(minor) <> 0`,
  },
];

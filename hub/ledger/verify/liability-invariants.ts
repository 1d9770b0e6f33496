/** What a receipt or an adjustment says of gift cards, store credit and deposits, out of the log alone. */
const TOLD = `owing AS (
    SELECT seq, CAST(body AS TEXT) AS body FROM event WHERE standing = 0
      AND (instr(body, CAST('gift_card' AS BLOB)) > 0 OR instr(body, CAST('store_credit' AS BLOB)) > 0
        OR instr(body, CAST('deposit' AS BLOB)) > 0)),
  receipts AS (
    SELECT seq, body, json_extract(body, '$.data.currency') AS currency FROM owing WHERE json_extract(body, '$.type')
      IN ('backroom.sale.completed.v1', 'backroom.refund.completed.v1')),
  told AS (
    SELECT r.seq, json_extract(l.value, '$.kind') AS kind, r.currency, json_extract(l.value, '$.amountMinor')
      - coalesce((SELECT sum(json_extract(t.value, '$.amountMinor')) FROM json_each(l.value, '$.taxes') t), 0) AS minor
    FROM receipts r, json_each(r.body, '$.data.lines') l
    WHERE json_extract(l.value, '$.kind') IN ('gift_card', 'deposit')
    UNION ALL
    SELECT r.seq, json_extract(t.value, '$.kind'), r.currency, -json_extract(t.value, '$.amountMinor')
    FROM receipts r, json_each(r.body, '$.data.tenders') t
    WHERE json_extract(t.value, '$.kind') IN ('gift_card', 'store_credit', 'deposit')
    UNION ALL
    SELECT seq, json_extract(body, '$.data.kind'), json_extract(body, '$.data.currency'),
      json_extract(body, '$.data.amountMinor')
    FROM owing WHERE json_extract(body, '$.type') = 'backroom.liability.adjusted.v1')`;

/** What must hold of gift cards, store credit, deposits and holds. */
export const LIABILITY_INVARIANTS = [
  {
    name: 'a balance is the sum of its entries, each of which goes on from the one before',
    sql: `WITH linked AS (
        SELECT liability, entry, balance_minor,
          sum(change_minor) OVER (PARTITION BY liability ORDER BY entry) AS should_be,
          row_number() OVER (PARTITION BY liability ORDER BY entry) AS number
        FROM liability_entry),
      sums AS (SELECT liability, count(*) AS entries, sum(change_minor) AS balance FROM liability_entry GROUP BY liability)
      SELECT liability FROM linked WHERE balance_minor <> should_be OR entry <> number
      UNION SELECT coalesce(l.liability, s.liability) FROM liability l FULL JOIN sums s ON s.liability = l.liability
      WHERE (l.balance_minor, l.entries) IS NOT (coalesce(s.balance, 0), coalesce(s.entries, 0))`,
  },
  {
    name: 'what the shop owes is what the receipts and adjustments of the log say',
    sql: `WITH ${TOLD},
      log_sums AS (
        SELECT t.kind, t.currency, sum(t.minor) AS minor FROM told t LEFT JOIN receipt r ON r.seq = t.seq
        WHERE r.voided_seq IS NULL GROUP BY t.kind, t.currency),
      owed AS (SELECT kind, currency, sum(balance_minor) AS minor FROM liability GROUP BY kind, currency)
      SELECT coalesce(o.kind, s.kind) AS kind, coalesce(o.currency, s.currency) AS currency
      FROM owed o FULL JOIN log_sums s ON s.kind = o.kind AND s.currency = o.currency
      WHERE coalesce(o.minor, 0) <> coalesce(s.minor, 0)
        AND NOT EXISTS (SELECT 1 FROM exception WHERE cause = 'liability.out_of_range')`,
  },
  {
    name: 'what is held of an account is what its open holds hold, and no other holds anything',
    sql: `WITH held AS (SELECT liability, sum(held_minor) AS minor FROM hold
        WHERE liability IS NOT NULL GROUP BY liability)
      SELECT l.liability FROM liability l LEFT JOIN held h ON h.liability = l.liability
      WHERE l.held_minor <> coalesce(h.minor, 0)
      UNION ALL SELECT hold FROM hold WHERE held_minor <> CASE WHEN state = 'open' THEN amount_minor ELSE 0 END
        OR (state = 'open') <> (made_seq IS NOT NULL AND refusal IS NULL AND uses = 0 AND released = 0 AND expired = 0)`,
  },
  {
    name: 'a hold was made by the event that its row names',
    sql: `SELECT h.hold_id FROM hold h LEFT JOIN event e ON e.seq = h.made_seq
      WHERE (h.made_seq IS NULL) IS NOT (h.state = 'awaited') OR (h.made_seq IS NOT NULL AND (
        json_extract(CAST(e.body AS TEXT), '$.type'), json_extract(CAST(e.body AS TEXT), '$.data.holdId'),
        json_extract(CAST(e.body AS TEXT), '$.data.amountMinor')) IS NOT ('backroom.hold.made.v1', h.hold_id, h.amount_minor))`,
  },
];

/** What must hold of counts. */
export const COUNT_INVARIANTS = [
  {
    name: 'an open count expects what the ledger had at its position, and what other counts corrected since',
    sql: `WITH RECURSIVE line AS (
        SELECT l.stock_count, l.product, l.at_seq, l.expected_micro, c.place
        FROM count_line l JOIN stock_count c ON c.stock_count = l.stock_count WHERE c.state = 'open'),
      member (survivor, product) AS (
        SELECT DISTINCT product, product FROM line
        UNION SELECT m.survivor, p.product FROM member m JOIN product p ON p.merged_into = m.product),
      correcting (seq) AS (
        SELECT booked_seq FROM stock_count WHERE booked_seq IS NOT NULL
        UNION SELECT reversed_seq FROM stock_count WHERE reversed_seq IS NOT NULL),
      change AS (
        SELECT m.survivor, v.place, v.seq, v.change_micro, v.other = 5 AND v.seq IN correcting AS corrects
        FROM (
          SELECT seq, product, to_place AS place, from_place AS other, quantity_micro AS change_micro FROM movement
          UNION ALL SELECT seq, product, from_place, to_place, -quantity_micro FROM movement) v
        JOIN member m ON m.product = v.product)
      SELECT l.stock_count, l.product FROM line l
      LEFT JOIN change v ON v.survivor = l.product AND v.place = l.place AND (v.seq <= l.at_seq OR v.corrects)
      GROUP BY l.stock_count, l.product
      HAVING l.expected_micro IS NOT
        max(-4503599627370495, min(4503599627370495, coalesce(sum(v.change_micro), 0)))`,
  },
  {
    name: 'what a posted count moved is the difference of an approved line',
    sql: `SELECT m.movement FROM movement m JOIN stock_count c ON c.booked_seq = m.seq
      LEFT JOIN count_line l ON l.stock_count = c.stock_count AND l.product = m.product AND l.state = 'approved'
      WHERE c.reversed_seq IS NOT c.booked_seq AND (m.from_place, m.to_place, m.quantity_micro) IS NOT
        (iif(l.counted_micro > l.expected_micro, 5, c.place), iif(l.counted_micro > l.expected_micro, c.place, 5),
          abs(l.counted_micro - l.expected_micro))`,
  },
  {
    name: 'a count was started and ended by the events that its row names',
    sql: `SELECT c.count_id FROM stock_count c
      LEFT JOIN event s ON s.seq = c.started_seq LEFT JOIN event e ON e.seq = c.ended_seq
      WHERE (c.started_seq IS NULL AND c.state = 'open') OR (c.state = 'awaited' AND c.started_seq IS NOT NULL)
        OR (c.started_seq IS NOT NULL AND (json_extract(CAST(s.body AS TEXT), '$.type'),
          json_extract(CAST(s.body AS TEXT), '$.data.countId')) IS NOT ('backroom.count.started.v1', c.count_id))
        OR (c.state IN ('posted', 'cancelled')) IS NOT (c.ended_seq IS NOT NULL)
        OR (c.ended_seq IS NOT NULL AND (json_extract(CAST(e.body AS TEXT), '$.type'),
          json_extract(CAST(e.body AS TEXT), '$.data.countId'))
          IS NOT ('backroom.count.' || c.state || '.v1', c.count_id))
        OR (c.state = 'posted' AND c.started_seq IS NOT NULL) IS NOT (c.booked_seq IS NOT NULL)`,
  },
];

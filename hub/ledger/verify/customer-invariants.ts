/** What must hold of customers and their points. Nothing here asks who anybody is. */
export const CUSTOMER_INVARIANTS = [
  {
    name: 'a receipt that names a customer is in the history of that customer, and no receipt is in two',
    sql: `WITH named AS (
        SELECT r.seq, r.business_date, json_extract(CAST(e.body AS TEXT), '$.data.customerId') AS customer_id
        FROM receipt r JOIN event e ON e.seq = r.seq)
      SELECT n.seq FROM named n LEFT JOIN customer_receipt h ON h.seq = n.seq
      LEFT JOIN customer c ON c.customer = h.customer
      WHERE (n.customer_id IS NOT NULL AND n.customer_id IS NOT c.customer_id)
        OR (h.seq IS NOT NULL AND (c.customer IS NULL OR h.business_date IS NOT n.business_date))
      UNION ALL SELECT h.seq FROM customer_receipt h LEFT JOIN receipt r ON r.seq = h.seq WHERE r.seq IS NULL`,
  },
  {
    name: 'what a customer bought in a year is the sum of its receipts',
    sql: `WITH sums AS (
        SELECT h.customer, r.currency, substr(r.business_date, 1, 4) AS year,
          sum(r.kind = 'sale' AND r.voided_seq IS NULL) AS visits,
          sum(CASE WHEN r.voided_seq IS NULL THEN r.total_minor ELSE 0 END) AS spent
        FROM customer_receipt h JOIN receipt r ON r.seq = h.seq GROUP BY 1, 2, 3)
      SELECT coalesce(t.customer, s.customer) AS customer FROM customer_total t
      FULL JOIN sums s ON s.customer = t.customer AND s.currency = t.currency AND s.year = t.year
      WHERE (t.visits, t.spent_minor) IS NOT (s.visits, s.spent)`,
  },
  {
    name: 'a department of a customer is of a receipt of that customer',
    sql: `SELECT d.seq FROM customer_department d LEFT JOIN customer_receipt h ON h.seq = d.seq
      WHERE h.customer IS NOT d.customer`,
  },
  {
    name: 'merged customers lead to one that is not merged',
    sql: `WITH RECURSIVE family (customer) AS (
        SELECT customer FROM customer WHERE merged_into IS NULL
        UNION ALL SELECT c.customer FROM family f JOIN customer c ON c.merged_into = f.customer)
      SELECT customer FROM customer EXCEPT SELECT customer FROM family`,
  },
  {
    name: 'an account of points is the sum of its entries',
    sql: `WITH sums AS (
        SELECT account, sum(points) AS points FROM (
          SELECT to_account AS account, points FROM loyalty_entry
          UNION ALL SELECT from_account, -points FROM loyalty_entry) GROUP BY account)
      SELECT coalesce(a.account, s.account) AS account FROM loyalty_account a
      FULL JOIN sums s ON s.account = a.account WHERE a.points IS NOT s.points`,
  },
  {
    name: 'points go between a customer and the house',
    sql: `SELECT e.entry FROM loyalty_entry e LEFT JOIN customer c ON c.customer = e.customer
      WHERE NOT ((e.from_account = 'customer:' || c.customer_id AND e.to_account IN ('issued', 'redeemed', 'expired'))
        OR (e.to_account = 'customer:' || c.customer_id AND e.from_account IN ('issued', 'redeemed', 'expired')))
        OR c.customer IS NULL
      UNION ALL SELECT a.rowid FROM (SELECT 0 AS rowid, a.account, a.customer FROM loyalty_account a
        LEFT JOIN customer c ON c.customer = a.customer
        WHERE a.account IS NOT CASE WHEN a.customer IS NULL THEN
          CASE WHEN a.account IN ('issued', 'redeemed', 'expired') THEN a.account END
          ELSE 'customer:' || c.customer_id END) a`,
  },
  {
    name: 'what a sale earned, less what went back, stands in the customer’s account',
    sql: `SELECT s.seq FROM loyalty_sale s
      WHERE s.left_points < 0 OR s.left_points > s.points OR (s.voided = 1 AND s.left_points <> 0)
        OR (s.base_minor < 9000000000 AND s.left_points IS NOT CASE WHEN s.voided = 1 THEN 0
          ELSE s.points * min(s.base_minor, max(0, s.base_minor - s.returned_minor)) / s.base_minor END)
      UNION ALL
      SELECT c.customer FROM customer c
      WHERE coalesce((SELECT sum(left_points) FROM loyalty_sale s WHERE s.customer = c.customer), 0) IS NOT
        coalesce((SELECT sum(CASE to_account WHEN 'issued' THEN -points ELSE points END) FROM loyalty_entry e
          WHERE e.customer = c.customer AND e.earned_on IS NOT NULL
            AND e.reason IN ('earned', 'returned', 'voided')), 0)`,
  },
  {
    name: 'nobody is known who was erased, nor anybody that no event named',
    sql: `SELECT p.customer_id FROM person p LEFT JOIN customer c ON c.customer_id = p.customer_id
      WHERE c.captured_seq IS NULL OR c.erased_seq IS NOT NULL
      UNION ALL SELECT n.employee_id FROM employee_name n LEFT JOIN employee e ON e.employee_id = n.employee_id
      WHERE e.employee_id IS NULL OR e.erased_seq IS NOT NULL`,
  },
];

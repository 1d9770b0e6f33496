/**
 * What must hold of costs. Numbers beyond 2^53 would be reckoned as floats here, so what is on hand is compared with its
 * price with a tolerance; that nothing is lost between what came, what went and what was booked is exact.
 */
export const COST_INVARIANTS = [
  {
    name: 'what came in and the differences booked are what is on hand at its price and what went out',
    sql: `WITH tracked AS (SELECT place FROM place WHERE tracked = 1),
      kept AS (SELECT product, sum(change) AS value FROM (
        SELECT product, CASE WHEN to_place IN (SELECT place FROM tracked) THEN value_micro ELSE -value_micro END AS change
        FROM movement WHERE value_micro IS NOT NULL
        UNION ALL SELECT product, value_micro FROM cost_entry) GROUP BY product),
      price AS (SELECT product, price_value_micro AS value, price_quantity_micro AS quantity FROM (
        SELECT *, row_number() OVER (PARTITION BY product ORDER BY effective_ms DESC, turn DESC, quantity_micro DESC,
          value_micro DESC, movement DESC) AS newest FROM cost_point) WHERE newest = 1),
      held AS (SELECT product, sum(on_hand_micro) AS quantity FROM stock
        WHERE place IN (SELECT place FROM tracked) GROUP BY product)
      SELECT coalesce(k.product, p.product) AS product FROM kept k FULL JOIN price p ON p.product = k.product
        LEFT JOIN held h ON h.product = coalesce(k.product, p.product)
      WHERE abs(coalesce(k.value, 0) - min(max(
          coalesce(1.0 * p.value * coalesce(h.quantity, 0) / p.quantity, 0), -2251799813685248), 2251799813685248))
        > 0.501 + abs(coalesce(k.value, 0)) / 1e15`,
  },
  {
    name: 'only what enters or leaves the shop is worth something',
    sql: `SELECT m.movement FROM movement m JOIN place f ON f.place = m.from_place JOIN place t ON t.place = m.to_place
      WHERE m.value_micro IS NOT NULL AND f.tracked = t.tracked`,
  },
  {
    name: 'a delivery at a cost of its own is a movement of that worth',
    sql: `SELECT c.product, c.movement FROM cost_point c LEFT JOIN movement m ON m.movement = c.movement
      WHERE (c.product, c.quantity_micro, c.value_micro) IS NOT (m.product, m.quantity_micro, m.value_micro)`,
  },
  {
    name: 'the history of a product’s cost counts what was delivered and not taken back',
    sql: `SELECT product, movement FROM (
        SELECT product, movement, delivered_micro,
          sum(CASE WHEN standing = 'counts' THEN quantity_micro ELSE 0 END) OVER (PARTITION BY product
            ORDER BY effective_ms, turn, quantity_micro, value_micro, movement) AS delivered FROM cost_point)
      WHERE delivered_micro <> delivered`,
  },
];

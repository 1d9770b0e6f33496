/** What must hold of low stock. Place 1 is the shop itself, where a product's own level holds. */
export const LOW_STOCK_INVARIANTS = [
  {
    name: 'a product is low from its level on, until there is more than level and margin',
    sql: `WITH watched AS (
        SELECT s.product, s.place, s.on_hand_micro, s.low_since, s.last_movement, coalesce(s.margin_micro, 0) AS margin,
          CASE WHEN p.kind = 'goods' AND p.merged_into IS NULL
            THEN coalesce(s.level_micro, CASE s.place WHEN 1 THEN p.low_stock_micro END) END AS level
        FROM stock s JOIN product p ON p.product = s.product)
      SELECT product, place FROM watched
      WHERE (low_since IS NOT NULL AND (level IS NULL OR on_hand_micro > level + margin))
        OR (low_since IS NULL AND last_movement <> 0 AND on_hand_micro <= level)`,
  },
  {
    name: 'low stock is since an entry of the log, and was told of one',
    sql: `SELECT product, place FROM stock s
      WHERE (low_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event e WHERE e.seq = s.low_since))
        OR (low_told IS NOT NULL AND NOT EXISTS (SELECT 1 FROM event e WHERE e.seq = s.low_told))`,
  },
];

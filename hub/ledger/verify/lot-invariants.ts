/** What must hold of lots. */
export const LOT_INVARIANTS = [
  {
    name: 'what is on hand of a lot at a place is the sum of its movements',
    sql: `WITH moved AS (
        SELECT lot, place, sum(change) AS on_hand FROM (
          SELECT lot, to_place AS place, quantity_micro AS change FROM movement WHERE lot IS NOT NULL
          UNION ALL SELECT lot, from_place, -quantity_micro FROM movement WHERE lot IS NOT NULL)
        WHERE place IN (SELECT place FROM place WHERE tracked = 1) GROUP BY lot, place)
      SELECT coalesce(s.lot, m.lot) AS lot, coalesce(s.place, m.place) AS place
      FROM lot_stock s FULL JOIN moved m ON m.lot = s.lot AND m.place = s.place
      WHERE coalesce(s.on_hand_micro, 0) IS NOT coalesce(m.on_hand, 0)`,
  },
  {
    name: 'what is on hand of a lot is the sum of its places',
    sql: `SELECT l.lot FROM lot l WHERE l.on_hand_micro IS NOT
      coalesce((SELECT sum(s.on_hand_micro) FROM lot_stock s WHERE s.lot = l.lot), 0)`,
  },
  {
    // Products that were one once may be two again: by an undone merge.
    name: 'the lot of a movement is one of its product, or of one that was once merged into it',
    sql: `WITH RECURSIVE once (lot_product, product) AS (
        SELECT l.product, l.product FROM movement m JOIN lot l ON l.lot = m.lot WHERE l.product <> m.product
        UNION SELECT once.lot_product, o.into_product FROM once JOIN merged_once o ON o.product = once.product)
      SELECT m.movement FROM movement m LEFT JOIN lot l ON l.lot = m.lot
      WHERE m.lot IS NOT NULL AND (l.lot IS NULL OR (l.product <> m.product
        AND NOT EXISTS (SELECT 1 FROM once WHERE once.lot_product = l.product AND once.product = m.product)))`,
  },
  {
    name: 'a lot is recalled by a recall',
    sql: `SELECT l.lot FROM lot l LEFT JOIN event e ON e.seq = l.recalled_seq
      WHERE l.recalled_seq IS NOT NULL
        AND json_extract(CAST(e.body AS TEXT), '$.type') IS NOT 'backroom.lot.recalled.v1'`,
  },
];

/** What must hold of reservations. */
export const RESERVATION_INVARIANTS = [
  {
    name: 'what is reserved of a product at a place is what open reservations hold of it',
    sql: `WITH held AS (
        SELECT l.held_product AS product, r.place, sum(l.reserved_micro) AS reserved
        FROM reservation_line l JOIN reservation r ON r.reservation = l.reservation
        WHERE l.held_product IS NOT NULL GROUP BY l.held_product, r.place)
      SELECT coalesce(s.product, h.product) AS product, coalesce(s.place, h.place) AS place
      FROM stock s FULL JOIN held h ON h.product = s.product AND h.place = s.place
      WHERE coalesce(s.reserved_micro, 0) IS NOT coalesce(h.reserved, 0)`,
  },
  {
    name: 'an open reservation holds what is neither handed over nor freed, and no other holds anything',
    sql: `SELECT l.reservation, l.product FROM reservation_line l JOIN reservation r ON r.reservation = l.reservation
      WHERE (r.state <> 'open' AND (l.reserved_micro <> 0 OR l.held_product IS NOT NULL))
        OR (r.state = 'open' AND (l.held_product IS NULL
          OR l.held_product IN (SELECT product FROM product WHERE merged_into IS NOT NULL)))
      UNION ALL
      SELECT l.reservation, l.held_product FROM reservation_line l JOIN reservation r ON r.reservation = l.reservation
      WHERE r.state = 'open' GROUP BY l.reservation, l.held_product
      HAVING sum(l.reserved_micro) <> max(0, sum(l.made_micro - l.posted_micro - l.sold_micro - l.voided_micro))
        AND NOT EXISTS (SELECT 1 FROM exception x JOIN product p ON p.sku = x.subject
          WHERE x.cause = 'stock.out_of_range' AND p.product = l.held_product)`,
  },
  {
    name: 'a reservation was made by the event that its row names',
    sql: `SELECT r.reservation_id FROM reservation r LEFT JOIN event e ON e.seq = r.made_seq
      WHERE (r.made_seq IS NULL) IS NOT (r.state = 'awaited') OR (r.made_seq IS NOT NULL AND (
        json_extract(CAST(e.body AS TEXT), '$.type'), json_extract(CAST(e.body AS TEXT), '$.data.reservationId'))
        IS NOT ('backroom.reservation.made.v1', r.reservation_id))`,
  },
];

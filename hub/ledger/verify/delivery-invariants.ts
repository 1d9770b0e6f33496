/** Each product with the one that it is now, merged or not. */
const NOW = `now (product, survivor) AS (
        SELECT product, product FROM product WHERE merged_into IS NULL
        UNION ALL SELECT p.product, now.survivor FROM product p JOIN now ON p.merged_into = now.product)`;

/** What must hold of deliveries, of transfers, and of what was taken back. */
export const DELIVERY_INVARIANTS = [
  {
    name: 'what is incoming of a product at a place is what deliveries and transfers bring there',
    sql: `WITH way AS (
        SELECT product, place, sum(quantity_micro) AS incoming FROM on_its_way GROUP BY product, place)
      SELECT coalesce(s.product, w.product) AS product, coalesce(s.place, w.place) AS place
      FROM stock s FULL JOIN way w ON w.product = s.product AND w.place = s.place
      WHERE coalesce(s.incoming_micro, 0) IS NOT coalesce(w.incoming, 0)`,
  },
  {
    name: 'an open delivery brings what is expected and has not come, and a closed one brings nothing',
    sql: `WITH RECURSIVE ${NOW}, due AS (
        SELECT l.delivery, now.survivor AS product, d.place, max(0, sum(l.expected_micro - l.received_micro)) AS due
        FROM delivery_line l JOIN delivery d ON d.delivery = l.delivery JOIN now ON now.product = l.product
        WHERE d.closed_seq IS NULL AND d.expected_seq IS NOT NULL GROUP BY l.delivery, now.survivor)
      SELECT coalesce(w.number, d.delivery) AS delivery, coalesce(w.product, d.product) AS product
      FROM (SELECT * FROM on_its_way WHERE kind = 'delivery') w
      FULL JOIN due d ON d.delivery = w.number AND d.product = w.product AND d.place = w.place
      WHERE coalesce(w.quantity_micro, 0) IS NOT coalesce(d.due, 0)`,
  },
  {
    name: 'an open transfer brings what was sent and has not come, and a closed one brings nothing',
    sql: `WITH RECURSIVE ${NOW}, due AS (
        SELECT l.transfer, now.survivor AS product, t.to_place AS place,
          max(0, sum(l.dispatched_micro - l.received_micro)) AS due
        FROM transfer_line l JOIN transfer t ON t.transfer = l.transfer JOIN now ON now.product = l.product
        WHERE t.closed_seq IS NULL AND t.dispatched_seq IS NOT NULL GROUP BY l.transfer, now.survivor)
      SELECT coalesce(w.number, d.transfer) AS transfer, coalesce(w.product, d.product) AS product
      FROM (SELECT * FROM on_its_way WHERE kind = 'transfer') w
      FULL JOIN due d ON d.transfer = w.number AND d.product = w.product AND d.place = w.place
      WHERE coalesce(w.quantity_micro, 0) IS NOT coalesce(d.due, 0)`,
  },
  {
    name: 'what is in transit is what transfers sent and did not receive or settle',
    sql: `SELECT stock.on_hand, sent.on_hand AS sent
      FROM (SELECT coalesce(sum(on_hand_micro), 0) AS on_hand FROM stock WHERE place = -1) stock,
        (SELECT coalesce(sum(dispatched_micro - received_micro - settled_micro), 0) AS on_hand FROM transfer_line) sent
      WHERE stock.on_hand <> sent.on_hand`,
  },
  {
    name: 'a closed transfer leaves nothing in transit',
    sql: `WITH RECURSIVE ${NOW}
      SELECT l.transfer, now.survivor AS product
      FROM transfer_line l JOIN transfer t ON t.transfer = l.transfer JOIN now ON now.product = l.product
      WHERE t.closed_seq IS NOT NULL GROUP BY l.transfer, now.survivor
      HAVING sum(l.dispatched_micro - l.received_micro - l.settled_micro) <> 0`,
  },
  {
    name: 'a delivery was expected and closed by the events that its row names',
    sql: `SELECT d.delivery_id FROM delivery d LEFT JOIN event e ON e.seq = d.expected_seq
        LEFT JOIN event c ON c.seq = d.closed_seq
      WHERE (d.expected_seq IS NOT NULL AND (json_extract(CAST(e.body AS TEXT), '$.type'),
          json_extract(CAST(e.body AS TEXT), '$.data.deliveryId'))
          IS NOT ('backroom.delivery.expected.v1', d.delivery_id))
        OR (d.closed_seq IS NOT NULL AND (json_extract(CAST(c.body AS TEXT), '$.type'),
          json_extract(CAST(c.body AS TEXT), '$.data.deliveryId'))
          IS NOT ('backroom.delivery.closed.v1', d.delivery_id))`,
  },
  {
    name: 'what was taken back once is named by the event that took it back or by its own',
    sql: `SELECT d.seq FROM stock_document d LEFT JOIN event e ON e.seq = d.reversed_seq
      WHERE d.reversed_seq IS NOT NULL AND d.reversed_seq <> d.seq
        AND json_extract(CAST(e.body AS TEXT), '$.type') IS NOT 'backroom.stock.reversed.v1'`,
  },
  {
    name: 'a reversal waits only for what is not here',
    sql: `SELECT w.seq FROM awaited_reversal w
      JOIN stream s ON s.source = w.source JOIN event_key k ON k.stream = s.stream AND k.id = w.id`,
  },
];

import type { Database } from 'better-sqlite3';

/** Where a shop stands, without anything that only tells in which order it came there. */
export type ShopState = Readonly<Record<string, readonly object[]>>;

/** Products by the code that they have now: what was merged is the one that it was merged into. */
const NOW = `WITH RECURSIVE root (product, now) AS (
    SELECT product, product FROM product WHERE merged_into IS NULL
    UNION ALL SELECT p.product, root.now FROM product p JOIN root ON p.merged_into = root.product),
  named AS (SELECT root.product, p.sku FROM root JOIN product p ON p.product = root.now)`;

const QUESTIONS: Readonly<Record<string, string>> = {
  stock: `SELECT p.sku, l.code, s.on_hand_micro AS onHand, s.reserved_micro AS reserved, s.incoming_micro AS incoming
    FROM stock s JOIN product p USING (product) JOIN place l USING (place)
    WHERE (s.on_hand_micro, s.reserved_micro, s.incoming_micro) <> (0, 0, 0) ORDER BY p.sku, l.code`,
  deliveries: `SELECT delivery_id, expected_seq IS NOT NULL AS expected, closed_seq IS NOT NULL AS closed, l.code
    FROM delivery LEFT JOIN place l USING (place) ORDER BY delivery_id`,
  deliveryLines: `${NOW} SELECT delivery_id, named.sku, l.code, sum(expected_micro) AS expected,
      sum(received_micro) AS received, sum(rejected_micro) AS rejected
    FROM delivery_line d JOIN delivery USING (delivery) JOIN named USING (product) JOIN place l ON l.place = d.place
    GROUP BY delivery_id, named.sku, l.code HAVING (sum(expected_micro), sum(received_micro), sum(rejected_micro)) <> (0, 0, 0)
    ORDER BY delivery_id, named.sku, l.code`,
  transfers: `SELECT transfer_id, dispatched_seq IS NOT NULL AS dispatched, closed_seq IS NOT NULL AS closed
    FROM transfer ORDER BY transfer_id`,
  transferLines: `${NOW} SELECT transfer_id, named.sku, sum(dispatched_micro) AS dispatched,
      sum(received_micro) AS received, sum(settled_micro) AS settled
    FROM transfer_line JOIN transfer USING (transfer) JOIN named USING (product)
    GROUP BY transfer_id, named.sku HAVING (sum(dispatched_micro), sum(received_micro), sum(settled_micro)) <> (0, 0, 0) ORDER BY transfer_id, named.sku`,
  reservations: `SELECT reservation_id, state, posted, sold, voided, expired FROM reservation ORDER BY reservation_id`,
  reservationLines: `${NOW} SELECT reservation_id, named.sku, sum(made_micro) AS made, sum(posted_micro) AS posted,
      sum(sold_micro) AS sold, sum(voided_micro) AS voided, sum(reserved_micro) AS reserved, sum(left_micro) AS "left"
    FROM reservation_line JOIN reservation USING (reservation) JOIN named USING (product)
    GROUP BY reservation_id, named.sku ORDER BY reservation_id, named.sku`,
  counts: `SELECT count_id, c.state, sku, counted_micro, expected_micro, l.state AS line FROM stock_count c
    LEFT JOIN count_line l USING (stock_count) LEFT JOIN product USING (product) ORDER BY count_id, sku`,
  lots: `${NOW} SELECT named.sku, lot.code_key, min(expires) AS expires, max(recalled_seq IS NOT NULL) AS recalled,
      sum(on_hand_micro) AS onHand
    FROM lot JOIN named USING (product) GROUP BY named.sku, lot.code_key ORDER BY named.sku, lot.code_key`,
  lotStock: `${NOW} SELECT named.sku, lot.code_key, l.code, sum(s.on_hand_micro) AS onHand
    FROM lot_stock s JOIN lot USING (lot) JOIN named USING (product) JOIN place l USING (place)
    GROUP BY named.sku, lot.code_key, l.code HAVING sum(s.on_hand_micro) <> 0 ORDER BY named.sku, lot.code_key, l.code`,
  days: 'SELECT * FROM day_total ORDER BY business_date, currency',
  exceptions: `SELECT DISTINCT cause, subject FROM exception WHERE resolved_seq IS NULL
    AND cause NOT IN (SELECT value FROM json_each(?)) ORDER BY cause, subject`,
};

/**
 * Told by the order of the ledger, since they say what a person could know when the later of two events came:
 * - a void or a refund of something that is no sale is unknown where it comes first;
 * - of a void and a refund of one sale, the later one is told;
 * - a recall tells of sales after it (those before are listed with the lot);
 * - goods that come after their delivery was closed, and what is said of a reservation that is over;
 * - what a closed delivery or transfer lacks of two products that turn out to be one is told as it was when it was closed.
 */
const TOLD_BY_ORDER = [
  'void.unknown_sale',
  'void.not_a_sale',
  'refund.unknown_sale',
  'refund.not_a_sale',
  'void.of_refunded',
  'refund.of_voided',
  'lot.recalled_sold',
  'delivery.closed_received',
  'reservation.ended',
];

export function shopState(db: Database): ShopState {
  const toldByOrder = JSON.stringify(TOLD_BY_ORDER);
  return Object.fromEntries(
    Object.entries(QUESTIONS).map(([name, sql]) => {
      const question = db.prepare<unknown[], object>(sql);
      return [name, name === 'exceptions' ? question.all(toldByOrder) : question.all()];
    }),
  );
}

/** The rows that only one of two states has: `-` those of the first, `+` those of the second. */
export function differences(first: ShopState, second: ShopState): string[] {
  const [one, other] = [rowsOf(first), rowsOf(second)];
  return [
    ...[...one].filter((row) => !other.has(row)).map((row) => `- ${row}`),
    ...[...other].filter((row) => !one.has(row)).map((row) => `+ ${row}`),
  ];
}

function rowsOf(state: ShopState): Set<string> {
  return new Set(
    Object.entries(state).flatMap(([name, rows]) => rows.map((row) => `${name} ${JSON.stringify(row)}`)),
  );
}

import type { Database } from 'better-sqlite3';
import { CATALOGUE_INVARIANTS } from './catalogue-invariants.ts';
import { CUSTOMER_INVARIANTS } from './customer-invariants.ts';
import { COST_INVARIANTS } from './cost-invariants.ts';
import { COUNT_INVARIANTS } from './count-invariants.ts';
import { JOURNAL_INVARIANTS } from './journal-invariants.ts';
import { LIABILITY_INVARIANTS } from './liability-invariants.ts';
import { LOT_INVARIANTS } from './lot-invariants.ts';
import { LOW_STOCK_INVARIANTS } from './low-stock-invariants.ts';
import { DELIVERY_INVARIANTS } from './delivery-invariants.ts';
import { PAYMENT_INVARIANTS } from './payment-invariants.ts';
import { RESERVATION_INVARIANTS } from './reservation-invariants.ts';
import { SESSION_INVARIANTS } from './session-invariants.ts';

/**
 * What must hold in every ledger at every moment, said in SQL that shares nothing with the code that writes.
 * Each query gives rows only where something is wrong.
 */
const INVARIANTS: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: 'stock is the sum of its movements',
    sql: `WITH moved AS (
        SELECT product, place, sum(change) AS on_hand, max(movement) AS last FROM (
          SELECT movement, product, to_place AS place, quantity_micro AS change FROM movement
          UNION ALL SELECT movement, product, from_place, -quantity_micro FROM movement)
        WHERE place IN (SELECT place FROM place WHERE tracked = 1) GROUP BY product, place)
      SELECT coalesce(s.product, m.product) AS product, coalesce(s.place, m.place) AS place
      FROM stock s FULL JOIN moved m ON m.product = s.product AND m.place = s.place
      WHERE coalesce(s.on_hand_micro, 0) IS NOT coalesce(m.on_hand, 0)
        OR coalesce(s.last_movement, 0) IS NOT coalesce(m.last, 0)`,
  },
  {
    name: 'a day is the sum of its receipts',
    sql: `WITH days AS (
        SELECT business_date, currency, sum(kind = 'sale' AND voided_seq IS NULL) AS sales,
          sum(CASE WHEN kind = 'sale' AND voided_seq IS NULL THEN total_minor ELSE 0 END) AS sales_minor,
          sum(kind = 'refund') AS refunds, sum(CASE WHEN kind = 'refund' THEN total_minor ELSE 0 END) AS refunds_minor,
          sum(voided_seq IS NOT NULL) AS voids,
          sum(CASE WHEN voided_seq IS NOT NULL THEN total_minor ELSE 0 END) AS voids_minor
        FROM receipt GROUP BY business_date, currency)
      SELECT coalesce(t.business_date, d.business_date) AS business_date FROM day_total t
      FULL JOIN days d ON d.business_date = t.business_date AND d.currency = t.currency
      WHERE (t.sales, t.sales_minor, t.refunds, t.refunds_minor, t.voids, t.voids_minor)
        IS NOT (d.sales, d.sales_minor, d.refunds, d.refunds_minor, d.voids, d.voids_minor)`,
  },
  {
    name: 'every sale and refund that counts has its receipt, and no other',
    sql: `WITH events AS (
        SELECT seq, json_extract(CAST(body AS TEXT), '$.type') AS type FROM event WHERE standing = 0)
      SELECT coalesce(e.seq, r.seq) AS seq FROM (SELECT * FROM events WHERE type IN
        ('backroom.sale.completed.v1', 'backroom.refund.completed.v1')) e
      FULL JOIN receipt r ON r.seq = e.seq
      WHERE r.kind IS NOT CASE e.type WHEN 'backroom.sale.completed.v1' THEN 'sale' ELSE 'refund' END`,
  },
  {
    name: 'a receipt has the value and the lines of its event',
    sql: `SELECT r.seq FROM receipt r JOIN event e ON e.seq = r.seq
      WHERE (r.total_minor, r.line_count) IS NOT (
        SELECT sum(json_extract(value, '$.amountMinor')), count(*)
        FROM json_each(CAST(e.body AS TEXT), '$.data.lines'))`,
  },
  {
    name: 'every event has one key, every key one event',
    sql: `WITH keys AS (
        SELECT seq, stream, id, 0 AS standing FROM event_key
        UNION ALL SELECT seq, stream, id, 1 FROM conflict_key)
      SELECT coalesce(e.seq, k.seq) AS seq FROM event e FULL JOIN keys k ON k.seq = e.seq
      WHERE e.stream IS NOT k.stream OR e.standing IS NOT k.standing
        OR k.id IS NOT json_extract(CAST(e.body AS TEXT), '$.id')`,
  },
  {
    name: 'an event stands in the stream of its source',
    sql: `SELECT e.seq FROM event e LEFT JOIN stream s ON s.stream = e.stream
      WHERE s.source IS NOT json_extract(CAST(e.body AS TEXT), '$.source')`,
  },
  {
    name: 'a stream is named as its source says',
    sql: `SELECT stream FROM stream
      WHERE source IS NOT '/stores/' || substr(source, 9, 36) || '/' || kind || '/' || name || '/' || installation`,
  },
  {
    name: 'a conflict is known by the payload of its entry',
    sql: `SELECT k.seq FROM conflict_key k LEFT JOIN event e ON e.seq = k.seq
      WHERE k.payload_sha256 IS NOT e.payload_sha256`,
  },
  {
    name: 'unknown fields belong to an entry',
    sql: 'SELECT x.seq FROM event_extra x LEFT JOIN event e ON e.seq = x.seq WHERE e.seq IS NULL',
  },
  {
    name: 'the places that every ledger has are as they were made',
    sql: `WITH made (place, code, kind, tracked) AS (VALUES
        (1, 'shop', 'location', 1), (2, '~customer', 'customer', 0), (3, '~supplier', 'supplier', 0),
        (4, '~damaged', 'damaged', 1), (5, '~difference', 'difference', 0), (6, '~merged', 'merged', 0),
        (-1, '~transit', 'transit', 1))
      SELECT m.place FROM made m LEFT JOIN place p ON p.place = m.place
      WHERE (p.code, p.code_key, p.kind, p.tracked) IS NOT (m.code, m.code, m.kind, m.tracked)`,
  },
  {
    name: 'the entries of the ledger are numbered without a gap',
    sql: 'SELECT count(*) AS events, max(seq) AS head FROM event HAVING count(*) <> coalesce(max(seq), 0)',
  },
  {
    name: 'as many sequence numbers are here as the installation’s progress says',
    sql: `WITH numbers AS (
        SELECT stream, count(DISTINCT json_extract(CAST(body AS TEXT), '$.sequence')) AS here,
          max(json_extract(CAST(body AS TEXT), '$.type') = 'backroom.sequence.skipped.v1') AS skips
        FROM event WHERE json_extract(CAST(body AS TEXT), '$.sequence') IS NOT NULL GROUP BY stream)
      SELECT n.stream FROM numbers n LEFT JOIN progress p ON p.stream = n.stream
      WHERE n.skips = 0 AND n.here IS NOT p.contiguous + coalesce(
        (SELECT sum(last - first + 1) FROM sequence_ahead a WHERE a.stream = n.stream), 0)`,
  },
  {
    name: 'numbers that are ahead stand apart from each other and beyond the gap',
    sql: `SELECT a.stream, a.first FROM sequence_ahead a JOIN progress p ON p.stream = a.stream
      WHERE a.first <= p.contiguous + 1 OR a.last < a.first OR EXISTS (
        SELECT 1 FROM sequence_ahead b WHERE b.stream = a.stream AND b.first > a.first AND b.first <= a.last + 1)`,
  },
  {
    name: 'what waits in the outbox is an event of the log',
    sql: 'SELECT o.seq FROM outbox o LEFT JOIN event e ON e.seq = o.seq WHERE e.seq IS NULL',
  },
  ...DELIVERY_INVARIANTS,
  ...LIABILITY_INVARIANTS,
  ...RESERVATION_INVARIANTS,
  ...SESSION_INVARIANTS,
  ...COST_INVARIANTS,
  ...COUNT_INVARIANTS,
  ...JOURNAL_INVARIANTS,
  ...LOT_INVARIANTS,
  ...CATALOGUE_INVARIANTS,
  ...LOW_STOCK_INVARIANTS,
  ...CUSTOMER_INVARIANTS,
  ...PAYMENT_INVARIANTS,
];

const SHOWN_MAX = 3;

/** Gives what is wrong, in words; nothing when every invariant holds. */
export function brokenInvariants(db: Database): string[] {
  return INVARIANTS.flatMap(({ name, sql }) => {
    const rows = db.prepare<[], object>(sql).all();
    if (rows.length === 0) return [];
    const shown = rows.slice(0, SHOWN_MAX).map((row) => JSON.stringify(row));
    return [`It does not hold that ${name}: ${rows.length} times, such as ${shown.join(', ')}.`];
  });
}

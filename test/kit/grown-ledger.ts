import type { Database } from 'better-sqlite3';

/** A row of each table that grows, out of a number `i`. */
const ROWS: Record<string, readonly [columns: string, values: string]> = {
  event: [
    'seq, stream, received_ms, standing, payload_sha256, hash, body',
    "i, 1, i, 0, x'00', x'00', x'00'",
  ],
  movement: [
    'movement, seq, product, from_place, to_place, quantity_micro, from_previous',
    'i, i, i % 900, 1, 2, 5, i - 1',
  ],
  receipt: [
    'seq, kind, business_date, currency, total_minor, line_count, first_movement, movements',
    "i, 'sale', '2026-11-23', 'EUR', 100, 1, i, 1",
  ],
  product: [
    'product, sku, sku_key, name, name_key, kind, unit, listed, changed_seq',
    "i, 's' || i, 's' || i, 'Product ' || i, 'product ' || i, 'goods', 'each', 1, i",
  ],
  barcode: ['barcode_key, barcode, product', 'i, i, i'],
  price: ['product, price_list, from_ms, seq, price, at_once', "i % 5000, 0, i, i, '1', 1"],
  promotion_total: [
    'business_date, promotion, currency, sales, refunds, amount_minor',
    "'2026-11-' || i, 'p' || i % 7, 'EUR', 1, 0, 5",
  ],
  receipt_promotion: ['seq, promotion, amount_minor', "i, 'spring', 5"],
  stock: ['product, place, on_hand_micro, last_movement', 'i, 1, 5, i'],
  exception: [
    'exception, seq, cause, subject, detail, resolved_seq',
    "i, i, 'stock.negative', 's' || i, '', i",
  ],
  rejected: [
    'rejected, received_ms, sender, payload_sha256, code, reason, payload, admitted_seq',
    "i, i, 'till/a' || i, x'00', 'data', '', '', i",
  ],
  reservation: [
    'reservation, reservation_id, changed_seq, made_seq, place, posted, state',
    "i, 'r' || i, i, i, 1, 1, 'posted'",
  ],
  reservation_line: [
    'reservation, product, made_micro, posted_micro, sold_micro, voided_micro, reserved_micro, left_micro',
    'i, i, 5, 5, 0, 0, 0, 5',
  ],
  register_session: [
    'session, stream, name, state, business_date, currency, opened_seq, closed_seq, posted_seq, complete, z_number, sealed_seq',
    "i, 1 + i % 8, 's' || i, 'closed', '2026-11-' || i, 'EUR', i, i, i, 1, i, i",
  ],
  session_total: [
    'session, part, currency, aspect, side, key, minor, count',
    "i, 'session', 'EUR', 'total', 'sale', '', 100, 1",
  ],
  day_adjustment: [
    'seq, session, business_date, kind, currency, total_minor',
    "i, i, '2026-11-' || i % 900, 'sale', 'EUR', 100",
  ],
  business_day: ['business_date, closed_seq', "'2026-11-' || i, i"],
  stock_count: ['stock_count, count_id, state, place, started_seq', "i, 'c' || i, 'posted', 1, i"],
  count_line: [
    'stock_count, product, state, counted_micro, first_seq, at_seq, variance_size, value_size, moved, late, found',
    "i % 50, i, 'approved', 5, i, i, 0, 0, 0, 0, 1",
  ],
  count_product: ['stock_count, product', 'i % 50, i'],
  stock_document: ['seq, kind, part_of, first_movement, movements', "i, 'received', i % 900, i, 1"],
  delivery: ['delivery, delivery_id, closed_seq, changed_seq', "i, 'd' || i, nullif(i % 9, 0), i"],
  delivery_line: [
    'delivery, product, place, expected_micro, received_micro, rejected_micro',
    'i % 900, i, 1, 5, 5, 0',
  ],
  delivery_rejected: ['seq, line, product, place, rejected_micro', 'i, 1, i, 1, 5'],
  transfer: ['transfer, transfer_id, closed_seq, changed_seq', "i, 't' || i, nullif(i % 9, 0), i"],
  transfer_line: [
    'transfer, product, dispatched_micro, received_micro, settled_micro',
    'i % 900, i, 5, 5, 0',
  ],
  on_its_way: ['kind, number, product, place, quantity_micro', "'delivery', i % 900, i, 1, 5"],
  payment: [
    'seq, tender, kind, processor, processor_key, account, reference, register_session, business_date, currency, amount_minor, open_minor',
    "i, 1, 'card', 'Acme', 'acme', 'clearing:card:Acme', 'r' || i, 's', '2026-11-23', 'EUR', 100, 0",
  ],
  payout: [
    'seq, payout_id, processor, processor_key, currency, arrived_on, gross_minor, fee_minor, net_minor, off_minor',
    "i, 'p' || i, 'Acme', 'acme', 'EUR', '2026-11-23', 100, 2, 98, 0",
  ],
  payout_entry: [
    'seq, entry, kind, reference, processor_key, gross_minor, fee_minor, net_minor, open_minor',
    "i, 1, 'payment', 'r' || i, 'acme', 100, 2, 98, 0",
  ],
  settlement: ['payout_seq, entry, receipt_seq, tender, minor', 'i, 1, i, 1, 100'],
  outbox: ['destination, seq, partition_key, state', "1, i, i % 3, 'waiting'"],
};

/** Years of rows, so that the planner's statistics are those of a shop that has traded for long. */
export function growAndAnalyse(db: Database): void {
  const numbers = 'WITH RECURSIVE n (i) AS (SELECT 10001 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)';
  db.exec("INSERT INTO destination (name, kind) VALUES ('cloud', 'webhook')");
  for (const [table, [columns, values]] of Object.entries(ROWS))
    db.exec(`INSERT INTO ${table} (${columns}) ${numbers} SELECT ${values} FROM n`);
  db.exec('ANALYZE');
}

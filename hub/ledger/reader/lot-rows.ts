import type { Database, Statement } from 'better-sqlite3';
import { PLACE } from '../../domain/places.ts';
import { HEAD_OF_BODY } from '../event-head.ts';

export interface LotRow {
  readonly lot: number;
  readonly code: string;
  readonly code_key: string;
  readonly expires: string | null;
  readonly on_hand_micro: number;
  readonly recalled_seq: number | null;
}

export interface PlaceRow {
  readonly lot: number;
  readonly code: string;
  readonly on_hand_micro: number;
}

export interface LotMovementRow {
  readonly movement: number;
  readonly seq: number;
  readonly from_code: string;
  readonly to_code: string;
  readonly quantity_micro: number;
  readonly received_ms: number;
  readonly head: Buffer;
}

export interface LotSaleRow {
  readonly movement: number;
  readonly seq: number;
  readonly received_ms: number;
  readonly business_date: string;
  readonly till: string;
  readonly receipt_number: string | null;
  readonly customer_id: string | null;
  readonly quantity_micro: number;
  readonly voided_seq: number | null;
}

export interface ExpiringRow {
  readonly lot: number;
  readonly product: number;
  readonly code: string;
  readonly expires: string;
  readonly on_hand_micro: number;
  readonly recalled_seq: number | null;
}

/** A product and all that were merged into it: their lots are its own. */
const FAMILY = `WITH RECURSIVE family (product) AS (SELECT ? UNION
  SELECT p.product FROM family f CROSS JOIN product p ON p.merged_into = f.product)`;
const LOT = 'SELECT lot, code, code_key, expires, on_hand_micro, recalled_seq FROM lot';

/** The questions to the tables of lots, each answered along an index. */
export class LotRows {
  readonly ofProduct: Statement<[number, number], LotRow>;
  readonly ofCode: Statement<[number, string], LotRow>;
  readonly places: Statement<[number], PlaceRow>;
  readonly stock: Statement<[number], { code: string; on_hand_micro: number }>;
  readonly movements: Statement<[number, number, number], LotMovementRow>;
  readonly sales: Statement<[number, number, number], LotSaleRow>;
  readonly saleCount: Statement<[number], { sales: number }>;
  readonly recall: Statement<[number], { received_ms: number; reason: string }>;
  readonly expiring: Statement<[string, string, number, number], ExpiringRow>;

  constructor(db: Database) {
    this.ofProduct = db.prepare(
      `${FAMILY} ${LOT} WHERE product IN (SELECT product FROM family)
       ORDER BY on_hand_micro = 0 AND recalled_seq IS NULL, expires IS NULL, expires, lot LIMIT ?`,
    );
    this.ofCode = db.prepare(
      `${FAMILY} ${LOT} WHERE product IN (SELECT product FROM family) AND code_key = ? ORDER BY lot`,
    );
    this.places = db.prepare(
      `SELECT s.lot, l.code, s.on_hand_micro FROM lot_stock s JOIN place l ON l.place = s.place
       WHERE s.lot = +? AND s.on_hand_micro <> 0 ORDER BY s.place`,
    );
    this.stock = db.prepare(
      `SELECT l.code, s.on_hand_micro FROM stock s JOIN place l ON l.place = s.place
       WHERE s.product = +? ORDER BY s.place`,
    );
    this.movements = db.prepare(
      `SELECT m.movement, m.seq, f.code AS from_code, t.code AS to_code, m.quantity_micro, e.received_ms, ${HEAD_OF_BODY}
       FROM movement m JOIN place f ON f.place = m.from_place JOIN place t ON t.place = m.to_place
       JOIN event e ON e.seq = m.seq
       WHERE m.lot = +? AND m.movement < +? ORDER BY m.movement DESC LIMIT ?`,
    );
    this.sales = db.prepare(
      `SELECT m.movement, m.seq, e.received_ms, r.business_date, s.name AS till, m.quantity_micro, r.voided_seq,
         json_extract(CAST(e.body AS TEXT), '$.data.receiptNumber') AS receipt_number,
         json_extract(CAST(e.body AS TEXT), '$.data.customerId') AS customer_id
       FROM movement m JOIN receipt r ON r.seq = m.seq JOIN event e ON e.seq = m.seq
       JOIN stream s ON s.stream = e.stream
       WHERE m.lot = +? AND m.movement < +? AND m.to_place = ${PLACE.customer} ORDER BY m.movement DESC LIMIT ?`,
    );
    this.saleCount = db.prepare(
      `SELECT count(DISTINCT m.seq) AS sales FROM movement m JOIN receipt r ON r.seq = m.seq
       WHERE m.lot = +? AND m.to_place = ${PLACE.customer} AND r.voided_seq IS NULL`,
    );
    this.recall = db.prepare(
      `SELECT received_ms, json_extract(CAST(body AS TEXT), '$.data.reason') AS reason FROM event WHERE seq = ?`,
    );
    this.expiring = db.prepare(
      `SELECT lot, product, code, expires, on_hand_micro, recalled_seq FROM lot
       WHERE expires IS NOT NULL AND on_hand_micro > 0 AND expires <= ? AND (expires, lot) > (?, ?)
       ORDER BY expires, lot LIMIT ?`,
    );
  }
}

import type { Database, Statement } from 'better-sqlite3';
import { within } from '../../domain/countable.ts';
import { must } from '../../kit/assert.ts';

export interface DeliveryRow {
  readonly delivery: number;
  readonly delivery_id: string;
  readonly place: number | null;
  readonly supplier: string | null;
  readonly expected_seq: number | null;
  readonly closed_seq: number | null;
}

export interface DeliveryLineRow {
  readonly product: number;
  readonly place: number;
  readonly expected_micro: number;
  readonly received_micro: number;
  readonly rejected_micro: number;
  readonly unit_cost: string | null;
}

export interface RejectedRow {
  readonly line: number;
  readonly product: number;
  readonly place: number;
  readonly rejected_micro: number;
  readonly reason: string | null;
}

/** What an event says that is expected. */
export interface Expected {
  readonly place: number;
  readonly supplier: string | null;
  readonly deliveryNumber: string | null;
  readonly expectedOn: string | null;
  readonly note: string | null;
}

interface LineKey {
  readonly delivery: number;
  readonly product: number;
  readonly place: number;
}

const COLUMNS = 'delivery, delivery_id, place, supplier, expected_seq, closed_seq';
const LINE_COLUMNS = 'product, place, expected_micro, received_micro, rejected_micro, unit_cost';

/** Deliveries and their lines as rows. */
export class DeliveryBook {
  readonly #find: Statement<[string], DeliveryRow>;
  readonly #get: Statement<[number], DeliveryRow>;
  readonly #add: Statement<[string, number]>;
  readonly #expect: Statement;
  readonly #name: Statement<[string | null, string | null, number]>;
  readonly #close: Statement<[number, number]>;
  readonly #touch: Statement<[number, number]>;
  readonly #lines: Statement<[number], DeliveryLineRow>;
  readonly #line: Statement<[number, number, number], DeliveryLineRow>;
  readonly #saveLine: Statement;
  readonly #forgetExpected: Statement<[number]>;
  readonly #dropEmpty: Statement<[number]>;
  readonly #addRejected: Statement<[number, number, number, number, number, string | null]>;
  readonly #rejected: Statement<[number], RejectedRow>;
  readonly #ofProduct: Statement<[number], { delivery: number }>;

  constructor(db: Database) {
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM delivery WHERE delivery_id = ?`);
    this.#get = db.prepare(`SELECT ${COLUMNS} FROM delivery WHERE delivery = ?`);
    this.#add = db.prepare('INSERT INTO delivery (delivery_id, changed_seq) VALUES (?, ?)');
    this.#expect = db.prepare(
      `UPDATE delivery SET place = @place, supplier = coalesce(@supplier, supplier),
         delivery_number = coalesce(@deliveryNumber, delivery_number), expected_on = @expectedOn, note = @note,
         expected_seq = @seq WHERE delivery = @delivery`,
    );
    this.#name = db.prepare(
      `UPDATE delivery SET supplier = coalesce(supplier, ?), delivery_number = coalesce(delivery_number, ?)
       WHERE delivery = ?`,
    );
    this.#close = db.prepare('UPDATE delivery SET closed_seq = coalesce(closed_seq, ?) WHERE delivery = ?');
    this.#touch = db.prepare('UPDATE delivery SET changed_seq = ? WHERE delivery = ?');
    this.#lines = db.prepare(
      `SELECT ${LINE_COLUMNS} FROM delivery_line WHERE delivery = ? ORDER BY product, place`,
    );
    this.#line = db.prepare(
      `SELECT ${LINE_COLUMNS} FROM delivery_line WHERE delivery = ? AND product = ? AND place = ?`,
    );
    this.#saveLine = db.prepare(
      `INSERT OR REPLACE INTO delivery_line (delivery, ${LINE_COLUMNS})
       VALUES (@delivery, @product, @place, @expected_micro, @received_micro, @rejected_micro, @unit_cost)`,
    );
    this.#forgetExpected = db.prepare(
      'UPDATE delivery_line SET expected_micro = 0, unit_cost = NULL WHERE delivery = ?',
    );
    this.#dropEmpty = db.prepare(
      `DELETE FROM delivery_line WHERE delivery = ? AND expected_micro = 0 AND received_micro = 0
         AND rejected_micro = 0`,
    );
    this.#addRejected = db.prepare(
      `INSERT INTO delivery_rejected (seq, line, product, place, rejected_micro, reason) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#rejected = db.prepare(
      'SELECT line, product, place, rejected_micro, reason FROM delivery_rejected WHERE seq = ? ORDER BY line',
    );
    this.#ofProduct = db.prepare('SELECT DISTINCT delivery FROM delivery_line WHERE product = ?');
  }

  /** The delivery of an id, made when the id is new. */
  named(deliveryId: string, seq: number): DeliveryRow {
    const known = this.#find.get(deliveryId);
    if (known !== undefined) return known;
    this.#add.run(deliveryId, seq);
    return must(this.#find.get(deliveryId), `the delivery ${deliveryId}`);
  }

  get(delivery: number): DeliveryRow {
    return must(this.#get.get(delivery), `delivery ${delivery}`);
  }

  /** What is expected from now on; the lines that were expected before are forgotten. */
  expect(delivery: number, expected: Expected, seq: number): void {
    this.#expect.run({ ...expected, delivery, seq });
    this.#forgetExpected.run(delivery);
  }

  /** Who it is from, where nobody said so before. */
  name(delivery: number, said: { supplier: string | null; deliveryNumber: string | null }): void {
    this.#name.run(said.supplier, said.deliveryNumber, delivery);
  }

  close(delivery: number, seq: number): void {
    this.#close.run(seq, delivery);
  }

  /** The event `seq` is applied: lines of which nothing is left are dropped. */
  settle(delivery: number, seq: number): void {
    this.#dropEmpty.run(delivery);
    this.#touch.run(seq, delivery);
  }

  lines(delivery: number): DeliveryLineRow[] {
    return this.#lines.all(delivery);
  }

  /** Adds to the sums of a line. */
  addTo(
    key: LineKey,
    more: { expectedMicro?: number; receivedMicro?: number; rejectedMicro?: number; unitCost?: string },
  ): void {
    const line = this.#line.get(key.delivery, key.product, key.place);
    this.#saveLine.run({
      ...key,
      expected_micro: within((line?.expected_micro ?? 0) + (more.expectedMicro ?? 0)),
      received_micro: within((line?.received_micro ?? 0) + (more.receivedMicro ?? 0)),
      rejected_micro: within((line?.rejected_micro ?? 0) + (more.rejectedMicro ?? 0)),
      unit_cost: more.unitCost ?? line?.unit_cost ?? null,
    });
  }

  addRejected(seq: number, row: RejectedRow): void {
    this.#addRejected.run(seq, row.line, row.product, row.place, row.rejected_micro, row.reason);
  }

  /** What an event says that was not taken in. */
  rejected(seq: number): RejectedRow[] {
    return this.#rejected.all(seq);
  }

  /** The deliveries that name a product. */
  ofProduct(product: number): number[] {
    return this.#ofProduct.all(product).map(({ delivery }) => delivery);
  }
}

import type { Database, Statement } from 'better-sqlite3';
import { within } from '../../domain/countable.ts';
import { must } from '../../kit/assert.ts';

export interface TransferRow {
  readonly transfer: number;
  readonly transfer_id: string;
  readonly from_place: number | null;
  readonly to_place: number | null;
  readonly dispatched_seq: number | null;
  readonly closed_seq: number | null;
}

export interface TransferLineRow {
  readonly product: number;
  readonly dispatched_micro: number;
  readonly received_micro: number;
  readonly settled_micro: number;
}

export interface WaitingRow {
  readonly seq: number;
  readonly line: number;
  readonly product: number;
  readonly quantity_micro: number;
  readonly lot: string | null;
  readonly expires: string | null;
}

const COLUMNS = 'transfer, transfer_id, from_place, to_place, dispatched_seq, closed_seq';
const LINE_COLUMNS = 'product, dispatched_micro, received_micro, settled_micro';

/** Transfers and their lines as rows. */
export class TransferBook {
  readonly #find: Statement<[string], TransferRow>;
  readonly #get: Statement<[number], TransferRow>;
  readonly #add: Statement<[string, number]>;
  readonly #dispatch: Statement<[number, number, string | null, number, number]>;
  readonly #close: Statement<[number, number]>;
  readonly #touch: Statement<[number, number]>;
  readonly #lines: Statement<[number], TransferLineRow>;
  readonly #line: Statement<[number, number], TransferLineRow>;
  readonly #saveLine: Statement;
  readonly #await: Statement<[WaitingRow & { transfer: number }]>;
  readonly #waiting: Statement<[number], WaitingRow>;
  readonly #drop: Statement<[number, number]>;
  readonly #ofProduct: Statement<[number], { transfer: number }>;

  constructor(db: Database) {
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM transfer WHERE transfer_id = ?`);
    this.#get = db.prepare(`SELECT ${COLUMNS} FROM transfer WHERE transfer = ?`);
    this.#add = db.prepare('INSERT INTO transfer (transfer_id, changed_seq) VALUES (?, ?)');
    this.#dispatch = db.prepare(
      `UPDATE transfer SET from_place = ?, to_place = ?, note = ?, dispatched_seq = ?
       WHERE transfer = ? AND dispatched_seq IS NULL`,
    );
    this.#close = db.prepare('UPDATE transfer SET closed_seq = coalesce(closed_seq, ?) WHERE transfer = ?');
    this.#touch = db.prepare('UPDATE transfer SET changed_seq = ? WHERE transfer = ?');
    this.#lines = db.prepare(`SELECT ${LINE_COLUMNS} FROM transfer_line WHERE transfer = ? ORDER BY product`);
    this.#line = db.prepare(`SELECT ${LINE_COLUMNS} FROM transfer_line WHERE transfer = ? AND product = ?`);
    this.#saveLine = db.prepare(
      `INSERT OR REPLACE INTO transfer_line (transfer, ${LINE_COLUMNS})
       VALUES (@transfer, @product, @dispatched_micro, @received_micro, @settled_micro)`,
    );
    this.#await = db.prepare(
      `INSERT INTO transfer_waiting (transfer, seq, line, product, quantity_micro, lot, expires)
       VALUES (@transfer, @seq, @line, @product, @quantity_micro, @lot, @expires)`,
    );
    this.#waiting = db.prepare(
      `SELECT seq, line, product, quantity_micro, lot, expires FROM transfer_waiting
       WHERE transfer = ? ORDER BY seq, line`,
    );
    this.#drop = db.prepare('DELETE FROM transfer_waiting WHERE transfer = ? AND seq = ?');
    this.#ofProduct = db.prepare('SELECT DISTINCT transfer FROM transfer_line WHERE product = ?');
  }

  /** The transfer of an id, made when the id is new. */
  named(transferId: string, seq: number): TransferRow & { isNew: boolean } {
    const known = this.#find.get(transferId);
    if (known !== undefined) return { ...known, isNew: false };
    this.#add.run(transferId, seq);
    return { ...must(this.#find.get(transferId), `the transfer ${transferId}`), isNew: true };
  }

  get(transfer: number): TransferRow {
    return must(this.#get.get(transfer), `transfer ${transfer}`);
  }

  /** Says where it goes, unless an earlier dispatch did. */
  dispatch(transfer: number, way: { from: number; to: number; note: string | null; seq: number }): void {
    this.#dispatch.run(way.from, way.to, way.note, way.seq, transfer);
  }

  close(transfer: number, seq: number): void {
    this.#close.run(seq, transfer);
  }

  touch(transfer: number, seq: number): void {
    this.#touch.run(seq, transfer);
  }

  lines(transfer: number): TransferLineRow[] {
    return this.#lines.all(transfer);
  }

  /** Adds to the sums of a line. */
  addTo(
    key: { transfer: number; product: number },
    more: { dispatchedMicro?: number; receivedMicro?: number; settledMicro?: number },
  ): void {
    const line = this.#line.get(key.transfer, key.product);
    this.#saveLine.run({
      ...key,
      dispatched_micro: within((line?.dispatched_micro ?? 0) + (more.dispatchedMicro ?? 0)),
      received_micro: within((line?.received_micro ?? 0) + (more.receivedMicro ?? 0)),
      settled_micro: within((line?.settled_micro ?? 0) + (more.settledMicro ?? 0)),
    });
  }

  /** Goods that came, to a place that only the dispatch can tell. */
  await(transfer: number, row: WaitingRow): void {
    this.#await.run({ transfer, ...row });
  }

  waiting(transfer: number): WaitingRow[] {
    return this.#waiting.all(transfer);
  }

  /** The receipt `seq` waits no longer. */
  dropWaiting(transfer: number, seq: number): void {
    this.#drop.run(transfer, seq);
  }

  /** The transfers that name a product. */
  ofProduct(product: number): number[] {
    return this.#ofProduct.all(product).map(({ transfer }) => transfer);
  }
}

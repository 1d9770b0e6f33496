import type { Database, Statement } from 'better-sqlite3';
import { barcodeKey } from '../../kit/barcode-key.ts';
import type { OwnBarcode } from './barcode-book.ts';

/** How much of a product a merge took over at a place; less than nothing where the stock was. */
export interface TakenStock {
  readonly place: number;
  readonly onHandMicro: number;
}

/** What merges took over, so that they can be undone. */
export class MergeBook {
  readonly #noteStock: Statement<[number, number, number]>;
  readonly #noteBarcodes: Statement<[number]>;
  readonly #noteBarcode: Statement<[number, string, string, number | null, string | null, string | null]>;
  readonly #barcodes: Statement<[number], { barcode_key: string }>;
  readonly #keepBarcodes: Statement<[number, number]>;
  readonly #askOnce: Statement<[number, number]>;
  readonly #noteMerge: Statement<[number, number, number]>;
  readonly #stock: Statement<[number], { place: number; on_hand_micro: number }>;
  readonly #takeStock: Statement<[number, number, number]>;
  readonly #ownAgain: Statement<[number, number]>;
  readonly #freeAgain: Statement<[number]>;
  readonly #dropStock: Statement<[number]>;
  readonly #dropBarcodes: Statement<[number]>;
  readonly #dropBarcode: Statement<[string]>;
  readonly #notedFor: Statement<[string], { product: number }>;

  constructor(db: Database) {
    this.#noteStock = db.prepare('INSERT INTO merged_stock (product, place, on_hand_micro) VALUES (?, ?, ?)');
    this.#noteBarcodes = db.prepare(
      `INSERT INTO merged_barcode (product, barcode_key, barcode, pack_micro, pack_name, from_time)
       SELECT product, barcode_key, barcode, pack_micro, pack_name, from_time FROM barcode WHERE product = ?`,
    );
    this.#noteBarcode = db.prepare(
      `INSERT OR REPLACE INTO merged_barcode (product, barcode_key, barcode, pack_micro, pack_name, from_time)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#barcodes = db.prepare('SELECT barcode_key FROM merged_barcode WHERE product = ?');
    this.#keepBarcodes = db.prepare(
      `INSERT OR IGNORE INTO barcode (barcode_key, barcode, product, pack_micro, pack_name, from_time)
       SELECT barcode_key, barcode, ?, pack_micro, pack_name, from_time FROM merged_barcode WHERE product = ?`,
    );
    this.#askOnce = db.prepare('UPDATE product SET asked_seq = ? WHERE product = ? AND asked_seq IS NULL');
    this.#noteMerge = db.prepare(
      'INSERT OR IGNORE INTO merged_once (product, into_product, seq) VALUES (?, ?, ?)',
    );
    this.#stock = db.prepare(
      'SELECT place, on_hand_micro FROM merged_stock WHERE product = ? ORDER BY place',
    );
    this.#takeStock = db.prepare(
      `INSERT INTO merged_stock (product, place, on_hand_micro) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET on_hand_micro = on_hand_micro + excluded.on_hand_micro`,
    );
    this.#ownAgain = db.prepare(
      `UPDATE barcode SET product = m.product FROM merged_barcode m
       WHERE m.product = ? AND barcode.barcode_key = m.barcode_key AND barcode.product = ?`,
    );
    this.#freeAgain = db.prepare(
      `INSERT OR IGNORE INTO barcode (barcode_key, barcode, product, pack_micro, pack_name, from_time)
       SELECT barcode_key, barcode, product, pack_micro, pack_name, from_time FROM merged_barcode WHERE product = ?`,
    );
    this.#dropStock = db.prepare('DELETE FROM merged_stock WHERE product = ?');
    this.#dropBarcodes = db.prepare('DELETE FROM merged_barcode WHERE product = ?');
    this.#dropBarcode = db.prepare('DELETE FROM merged_barcode WHERE barcode_key = ?');
    this.#notedFor = db.prepare('SELECT product FROM merged_barcode WHERE barcode_key = ? ORDER BY product');
  }

  /** Before the product is merged: what it has. */
  note(product: number, stock: readonly TakenStock[]): void {
    for (const { place, onHandMicro } of stock) this.#noteStock.run(product, place, onHandMicro);
    this.#noteBarcodes.run(product);
  }

  /** Two products were one, from this entry on for a while or for ever. */
  noteMerge(product: number, into: number, seq: number): void {
    this.#noteMerge.run(product, into, seq);
  }

  takenStock(product: number): TakenStock[] {
    return this.#stock.all(product).map((row) => ({ place: row.place, onHandMicro: row.on_hand_micro }));
  }

  /** What the merge of `product` took over and holds no more: it went back to what was merged into it before. */
  giveUp(product: number, stock: readonly TakenStock[]): void {
    for (const { place, onHandMicro } of stock) this.#takeStock.run(product, place, -onHandMicro);
  }

  /** The barcodes that were its own, unless they belong to another product than the one that took them over. */
  giveBarcodesBack(product: number, survivor: number): void {
    this.#ownAgain.run(product, survivor);
    this.#freeAgain.run(product);
  }

  /** The keys of the barcodes that it has again when its merge is undone, unless they belong to another one then. */
  barcodesOf(product: number): Set<string> {
    return new Set(this.#barcodes.all(product).map((row) => row.barcode_key));
  }

  noteBarcode(product: number, { barcode, packMicro, packName, fromTime }: OwnBarcode): void {
    this.#noteBarcode.run(product, barcodeKey(barcode), barcode, packMicro, packName, fromTime);
  }

  dropBarcodes(product: number): void {
    this.#dropBarcodes.run(product);
  }

  /** Free barcodes of a merged product lead to the one that it was merged into. True when there were any. */
  keepBarcodes(product: number, survivor: number): boolean {
    return this.#keepBarcodes.run(survivor, product).changes > 0;
  }

  /** Notes that a person is asked about a merged product that was set. False when one was, since it was merged. */
  askOnce(product: number, seq: number): boolean {
    return this.#askOnce.run(seq, product).changes === 1;
  }

  /** The merge is over. */
  forget(product: number): void {
    this.#dropStock.run(product);
    this.#dropBarcodes.run(product);
  }

  /** The merged products that have the barcode again when their merge is undone. */
  ownersOf(key: string): number[] {
    return this.#notedFor.all(key).map(({ product }) => product);
  }

  /** A person said whose the barcode is: no undone merge takes it back. */
  forgetBarcode(key: string): void {
    this.#dropBarcode.run(key);
  }
}

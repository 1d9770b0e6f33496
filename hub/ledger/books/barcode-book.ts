import type { Database, Statement } from 'better-sqlite3';
import type { ProductSet } from '../../contract/product-events.ts';
import { barcodeKey } from '../../kit/barcode-key.ts';
import { must } from '../../kit/assert.ts';
import { parseQuantity } from '../../kit/quantity.ts';

/** One unit, in millionths. */
const UNIT_MICRO = 1_000_000;

export interface OwnBarcode {
  readonly barcode: string;
  /** Null for one unit. */
  readonly packMicro: number | null;
  readonly packName: string | null;
  /** The instant from which tills take it. */
  readonly fromTime: string | null;
}

/** Which product a barcode leads to, and of how many units it speaks. */
export class BarcodeBook {
  readonly #owner: Statement<[string], { product: number; pack_micro: number | null }>;
  readonly #add: Statement<[string, string, number, number | null, string | null, string | null]>;
  readonly #put: Statement<[string, string, number, number | null, string | null, string | null]>;
  readonly #drop: Statement<[number]>;
  readonly #moveAll: Statement<[number, number]>;
  readonly #move: Statement<[number, string]>;

  constructor(db: Database) {
    this.#owner = db.prepare('SELECT product, pack_micro FROM barcode WHERE barcode_key = ?');
    this.#add = db.prepare(
      `INSERT INTO barcode (barcode_key, barcode, product, pack_micro, pack_name, from_time)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO barcode (barcode_key, barcode, product, pack_micro, pack_name, from_time)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#drop = db.prepare('DELETE FROM barcode WHERE product = ?');
    this.#moveAll = db.prepare('UPDATE barcode SET product = ? WHERE product = ?');
    this.#move = db.prepare('UPDATE barcode SET product = ? WHERE barcode_key = ?');
  }

  /** The millionths of a unit that a scan of the barcode stands for: one unit where it is no pack. */
  packOf(barcode: string): number {
    return this.#owner.get(barcodeKey(barcode))?.pack_micro ?? UNIT_MICRO;
  }

  /** The barcodes of a product as they are from now on. Gives those that stay with another product. */
  set(product: number, data: Pick<ProductSet, 'barcodes' | 'packs'>): string[] {
    this.release(product);
    return ownBarcodes(data)
      .filter((own) => !this.add(product, own))
      .map(({ barcode }) => barcode);
  }

  /** Whether the barcode is the product’s now. It is not where it leads to another one. */
  add(product: number, own: OwnBarcode): boolean {
    const key = barcodeKey(own.barcode);
    const owner = this.#owner.get(key);
    if (owner !== undefined) return owner.product === product;
    this.#add.run(key, own.barcode, product, own.packMicro, own.packName, own.fromTime);
    return true;
  }

  /** The product that the barcode leads to. */
  ownerOf(barcode: string): number | null {
    return this.#owner.get(barcodeKey(barcode))?.product ?? null;
  }

  /** The barcode leads to the product, and speaks of so many units, from now on. */
  put(product: number, { barcode, packMicro, packName, fromTime }: OwnBarcode): void {
    this.#put.run(barcodeKey(barcode), barcode, product, packMicro, packName, fromTime);
  }

  /** The product has no barcodes any more. */
  release(product: number): void {
    this.#drop.run(product);
  }

  /** The barcodes of a product lead to another one from now on. */
  moveAll(from: number, into: number): void {
    this.#moveAll.run(into, from);
  }

  /** The barcode leads to this product from now on. Gives the product that it led to, or null. */
  move(barcode: string, product: number): number | null {
    const key = barcodeKey(barcode);
    const before = this.#owner.get(key);
    if (before === undefined) this.add(product, ofOneUnit(barcode));
    else this.#move.run(product, key);
    return before?.product ?? null;
  }
}

/** Packs first: what is named as a pack too is one. */
export function ownBarcodes({ barcodes, packs = [] }: Pick<ProductSet, 'barcodes' | 'packs'>): OwnBarcode[] {
  const ofPacks = packs.map(({ barcode, quantity, name = null, from = null }) => ({
    barcode,
    packMicro: must(parseQuantity(quantity), 'the quantity of a pack'),
    packName: name,
    fromTime: from,
  }));
  return [...ofPacks, ...barcodes.map(ofOneUnit)];
}

export function ofOneUnit(barcode: string): OwnBarcode {
  return { barcode, packMicro: null, packName: null, fromTime: null };
}

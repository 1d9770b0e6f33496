import type { Database, Statement } from 'better-sqlite3';
import type { ProductSet } from '../contract/product-events.ts';
import { foldCode } from '../kit/fold-code.ts';
import type { CodeKind, LineKind } from '../domain/ledger-event.ts';
import { must } from '../kit/assert.ts';
import { parseQuantity } from '../kit/quantity.ts';
import { foldedName, indexText } from './search-words.ts';

export interface ProductRow {
  readonly product: number;
  readonly sku: string;
  readonly kind: string;
  readonly unit: string;
  readonly low_stock_micro: number | null;
  readonly listed: number;
  readonly merged_into: number | null;
}

/** What a product is found by. No barcode holds a line break, so that many stand in one text. */
interface CodesRow {
  readonly name: string;
  readonly sku: string;
  readonly barcodes: string | null;
}

/** How many products are remembered between batches before all are forgotten. */
const REMEMBERED_MAX = 50_000;

const COLUMNS = 'product, sku, kind, unit, low_stock_micro, listed, merged_into';

/** Products, their barcodes and the words they are found by. */
export class ProductBook {
  readonly #byCode = new Map<string, ProductRow>();
  readonly #byProduct = new Map<number, ProductRow>();
  readonly #bySku: Statement<[string], ProductRow>;
  readonly #byBarcode: Statement<[string], ProductRow>;
  readonly #byNumber: Statement<[number], ProductRow>;
  readonly #add: Statement<[string, string, string, string, string, number]>;
  readonly #addBlank: Statement<[string, string, number]>;
  readonly #update: Statement;
  readonly #merge: Statement<[number, number, number]>;
  readonly #barcodeOwner: Statement<[string], { product: number }>;
  readonly #addBarcode: Statement<[string, string, number]>;
  readonly #dropBarcodes: Statement<[number]>;
  readonly #moveBarcodes: Statement<[number, number]>;
  readonly #codes: Statement<[number], CodesRow>;
  readonly #setWords: Statement<[number, string]>;
  readonly #dropWords: Statement<[number]>;

  constructor(db: Database) {
    this.#bySku = db.prepare(`SELECT ${COLUMNS} FROM product WHERE sku_key = ?`);
    this.#byBarcode = db.prepare(
      `SELECT ${COLUMNS} FROM product WHERE product = (SELECT product FROM barcode WHERE barcode_key = ?)`,
    );
    this.#byNumber = db.prepare(`SELECT ${COLUMNS} FROM product WHERE product = ?`);
    this.#add = db.prepare(
      `INSERT INTO product (sku, sku_key, name, name_key, kind, unit, listed, changed_seq)
       VALUES (?, ?, ?, ?, ?, 'each', 0, ?)`,
    );
    this.#addBlank = db.prepare(
      `INSERT INTO product (sku, sku_key, name, name_key, kind, unit, listed, changed_seq)
       VALUES (?, ?, '', '', 'goods', 'each', 1, ?)`,
    );
    this.#update = db.prepare(
      `UPDATE product SET name = @name, name_key = @nameKey, department = @department, kind = @kind, unit = @unit,
         price = @price, currency = @currency, tax_category = @taxCategory, low_stock_micro = @lowStockMicro, listed = 1,
         merged_into = NULL, changed_seq = @seq WHERE product = @product`,
    );
    this.#merge = db.prepare('UPDATE product SET merged_into = ?, changed_seq = ? WHERE product = ?');
    this.#barcodeOwner = db.prepare('SELECT product FROM barcode WHERE barcode_key = ?');
    this.#addBarcode = db.prepare('INSERT INTO barcode (barcode_key, barcode, product) VALUES (?, ?, ?)');
    this.#dropBarcodes = db.prepare('DELETE FROM barcode WHERE product = ?');
    this.#moveBarcodes = db.prepare('UPDATE barcode SET product = ? WHERE product = ?');
    this.#codes = db.prepare(
      `SELECT name, sku, (SELECT group_concat(barcode, char(10)) FROM barcode
         WHERE barcode.product = product.product) AS barcodes FROM product WHERE product = ?`,
    );
    this.#setWords = db.prepare('INSERT OR REPLACE INTO product_search (rowid, words) VALUES (?, ?)');
    this.#dropWords = db.prepare('DELETE FROM product_search WHERE rowid = ?');
  }

  /** The product of a code, or null. A SKU that no product has may be a barcode, and the other way round. */
  find(code: string, kind: CodeKind): ProductRow | null {
    const folded = foldCode(code);
    const key = `${kind}/${folded}`;
    const cached = this.#byCode.get(key);
    if (cached !== undefined) return cached;
    const [first, second] = kind === 'sku' ? [this.#bySku, this.#byBarcode] : [this.#byBarcode, this.#bySku];
    const found = first.get(folded) ?? second.get(folded);
    if (found === undefined) return null;
    const product = this.survivor(found);
    if (this.#byCode.size >= REMEMBERED_MAX) this.#byCode.clear();
    this.#byCode.set(key, product);
    return product;
  }

  get(product: number): ProductRow {
    const cached = this.#byProduct.get(product);
    if (cached !== undefined) return cached;
    const row = must(this.#byNumber.get(product), `product ${product}`);
    if (this.#byProduct.size >= REMEMBERED_MAX) this.#byProduct.clear();
    this.#byProduct.set(product, row);
    return row;
  }

  /** The product itself, or the one it was merged into. */
  survivor(row: ProductRow): ProductRow {
    let product = row;
    while (product.merged_into !== null) product = this.get(product.merged_into);
    return product;
  }

  /** A code that no product has becomes a product of its own, for a person to name or to merge. */
  addUnlisted(unlisted: { code: string; kind: LineKind; name: string; seq: number }): ProductRow {
    const { code, kind, name, seq } = unlisted;
    this.#add.run(code, foldCode(code), name, foldedName(name), kind, seq);
    const row = must(this.#bySku.get(foldCode(code)), `the product ${code}`);
    this.#index(row.product);
    return row;
  }

  /** Adds a barcode, unless it leads to a product already. */
  addFreeBarcode(product: number, barcode: string): void {
    if (this.find(barcode, 'barcode') !== null) return;
    this.#addBarcode.run(foldCode(barcode), barcode, product);
    this.#index(product);
  }

  /** Sets the whole product. Gives the barcodes that stay with another product. */
  set(data: ProductSet, seq: number): { product: ProductRow; taken: string[] } {
    const key = foldCode(data.sku);
    if (this.#bySku.get(key) === undefined) this.#addBlank.run(data.sku, key, seq);
    const { product } = must(this.#bySku.get(key), `the product ${data.sku}`);
    const { name, kind, unit } = data;
    const lowStockMicro = data.lowStockLevel === undefined ? null : parseQuantity(data.lowStockLevel);
    const { department = null, price = null, currency = null, taxCategory = null } = data;
    this.#update.run({
      product,
      name,
      nameKey: foldedName(name),
      kind,
      unit,
      department,
      price,
      currency,
      taxCategory,
      lowStockMicro,
      seq,
    });
    const taken = this.#setBarcodes(product, data.barcodes);
    this.#index(product);
    this.forget();
    return { product: this.get(product), taken };
  }

  /** Products of one import may give barcodes to each other, whichever stands first. */
  releaseBarcodes(sku: string): void {
    const row = this.#bySku.get(foldCode(sku));
    if (row !== undefined) this.#dropBarcodes.run(row.product);
  }

  /** The codes of `product` lead to `into` from now on. */
  merge(product: number, into: number, seq: number): void {
    this.#merge.run(into, seq, product);
    this.#moveBarcodes.run(into, product);
    this.#dropWords.run(product);
    this.#index(into);
    this.forget();
  }

  forget(): void {
    this.#byCode.clear();
    this.#byProduct.clear();
  }

  #setBarcodes(product: number, barcodes: readonly string[]): string[] {
    this.#dropBarcodes.run(product);
    const taken: string[] = [];
    for (const barcode of barcodes) {
      const owner = this.#barcodeOwner.get(foldCode(barcode));
      if (owner === undefined) this.#addBarcode.run(foldCode(barcode), barcode, product);
      else if (owner.product !== product) taken.push(barcode);
    }
    return taken;
  }

  #index(product: number): void {
    const { name, sku, barcodes } = must(this.#codes.get(product), `product ${product}`);
    this.#setWords.run(product, indexText({ name, sku, barcodes: barcodes?.split('\n') ?? [] }));
  }
}

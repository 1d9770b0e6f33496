import type { Database, Statement } from 'better-sqlite3';
import type { ProductSet } from '../../contract/product-events.ts';
import type { CodeKind, LineKind } from '../../domain/ledger-event.ts';
import { must } from '../../kit/assert.ts';
import { barcodeKey, gtinSpellings } from '../../kit/barcode-key.ts';
import { foldCode } from '../../kit/fold-code.ts';
import { parseQuantity } from '../../kit/quantity.ts';
import { BarcodeBook, ofOneUnit } from './barcode-book.ts';
import { MergeBook } from './merge-book.ts';
import { setMergedBarcodes } from './merged-barcodes.ts';
import { foldedName, indexText } from './search-words.ts';

export interface ProductRow {
  readonly product: number;
  readonly sku: string;
  readonly kind: string;
  readonly unit: string;
  readonly low_stock_micro: number | null;
  readonly listed: number;
  readonly withdrawn: number;
  readonly department: string | null;
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

const COLUMNS = 'product, sku, kind, unit, low_stock_micro, listed, withdrawn, merged_into, department';

/** Products, their barcodes and the words they are found by. */
export class ProductBook {
  readonly merges: MergeBook;
  readonly #barcodes: BarcodeBook;
  readonly #byCode = new Map<string, ProductRow>();
  readonly #byProduct = new Map<number, ProductRow>();
  readonly #bySku: Statement<[string], ProductRow>;
  readonly #byBarcode: Statement<[string], ProductRow>;
  readonly #byNumber: Statement<[number], ProductRow>;
  readonly #add: Statement<[string, string, string, string, string, number]>;
  readonly #addBlank: Statement<[string, string, number]>;
  readonly #update: Statement;
  readonly #mergedInto: Statement<[number], { product: number }>;
  readonly #merge: Statement<[number | null, number, number]>;
  readonly #touch: Statement<[number, number]>;
  readonly #currency: Statement<[number], { currency: string | null }>;
  readonly #codes: Statement<[number], CodesRow>;
  readonly #setWords: Statement<[number, string]>;
  readonly #dropWords: Statement<[number]>;

  constructor(db: Database) {
    this.merges = new MergeBook(db);
    this.#barcodes = new BarcodeBook(db);
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
         price = @price, currency = @currency, tax_category = @taxCategory, low_stock_micro = @lowStockMicro,
         shelf = @shelf, age_limit = @ageLimit, deposit_sku = @depositSku, withdrawn = @withdrawn, listed = 1,
         changed_seq = @seq WHERE product = @product`,
    );
    this.#mergedInto = db.prepare('SELECT product FROM product WHERE merged_into = ?');
    this.#merge = db.prepare(
      'UPDATE product SET merged_into = ?, changed_seq = ?, asked_seq = NULL WHERE product = ?',
    );
    this.#touch = db.prepare('UPDATE product SET changed_seq = ? WHERE product = ?');
    this.#currency = db.prepare('SELECT currency FROM product WHERE product = ?');
    this.#codes = db.prepare(
      `SELECT name, sku, (SELECT group_concat(barcode, char(10)) FROM barcode
         WHERE barcode.product = product.product) AS barcodes FROM product WHERE product = ?`,
    );
    this.#setWords = db.prepare('INSERT OR REPLACE INTO product_search (rowid, words) VALUES (?, ?)');
    this.#dropWords = db.prepare('DELETE FROM product_search WHERE rowid = ?');
  }

  /**
   * The product of a code, or null. A SKU that no product has may be a barcode, and the other way round; a GTIN may be
   * the SKU of a product in another spelling.
   */
  find(code: string, kind: CodeKind): ProductRow | null {
    const key = `${kind}/${code}`;
    const cached = this.#byCode.get(key);
    if (cached !== undefined) return cached;
    const found = this.#lookUp(code, kind);
    if (found === undefined) return null;
    const product = this.survivor(found);
    if (this.#byCode.size >= REMEMBERED_MAX) this.#byCode.clear();
    this.#byCode.set(key, product);
    return product;
  }

  /**
   * The product that a code names itself: what is said of a merged product stays its own when the merge is undone. A
   * barcode that merges took over names the first that had it.
   */
  named(code: string, kind: CodeKind): ProductRow | null {
    const found = this.#lookUp(code, kind);
    if (found === undefined || found.merged_into !== null) return found ?? null;
    if (kind === 'sku' && foldCode(found.sku) === foldCode(code)) return found;
    const merged = this.merges.ownersOf(barcodeKey(code)).map((product) => this.above(product));
    const inFound = merged.filter((above) => above.at(-1)?.product === found.product);
    return inFound.toSorted((one, other) => other.length - one.length)[0]?.[0] ?? found;
  }

  /** The product, what it was merged into, and so on; the last one is its own. */
  above(product: number): ProductRow[] {
    const row = this.get(product);
    return [row, ...(row.merged_into === null ? [] : this.above(row.merged_into))];
  }

  #lookUp(code: string, kind: CodeKind): ProductRow | undefined {
    const bySku = (): ProductRow | undefined => this.#bySku.get(foldCode(code));
    const byBarcode = (): ProductRow | undefined => this.#byBarcode.get(barcodeKey(code));
    const found = kind === 'sku' ? (bySku() ?? byBarcode()) : (byBarcode() ?? bySku());
    if (found !== undefined) return found;
    for (const spelling of gtinSpellings(code)) {
      const spelled = this.#bySku.get(spelling);
      if (spelled !== undefined) return spelled;
    }
    return undefined;
  }

  /** The millionths of a unit that a scan of the barcode stands for: one unit where it is no pack. */
  packOf(barcode: string): number {
    return this.#barcodes.packOf(barcode);
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
    this.#barcodes.add(product, ofOneUnit(barcode));
    this.#index(product);
  }

  /** Sets the whole product. Gives the barcodes that stay with another product. */
  set(data: ProductSet, seq: number): { product: ProductRow; taken: string[] } {
    const key = foldCode(data.sku);
    if (this.#bySku.get(key) === undefined) this.#addBlank.run(data.sku, key, seq);
    const { product, merged_into: mergedInto } = must(this.#bySku.get(key), `the product ${data.sku}`);
    const { name, kind, unit } = data;
    const lowStockMicro = data.lowStockLevel === undefined ? null : parseQuantity(data.lowStockLevel);
    const { department = null, price = null, currency = null, taxCategory = null } = data;
    const { shelf = null, ageLimit = null, depositSku = null, withdrawn = false } = data;
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
      shelf,
      ageLimit,
      depositSku,
      withdrawn: withdrawn ? 1 : 0,
      seq,
    });
    this.forget();
    const isMerged = mergedInto !== null;
    const taken = isMerged ? this.#setMerged(product, data, seq) : this.#barcodes.set(product, data);
    if (!isMerged) this.#index(product);
    return { product: this.get(product), taken };
  }

  /** A merged product stays merged: its codes go on to lead to the product that it was merged into. */
  #setMerged(product: number, data: ProductSet, seq: number): string[] {
    const [, ...above] = this.above(product).map((row) => row.product);
    const survivor = must(above.pop(), 'what a product was merged into');
    const books = { barcodes: this.#barcodes, merges: this.merges };
    const taken = setMergedBarcodes(books, { product, between: above, survivor }, data);
    this.#codesChanged(survivor, seq);
    return taken;
  }

  /** The codes of what was merged into a product go on to lead to it, where no other product has them now. */
  keepMerged(sku: string, seq: number): void {
    const row = this.ofSku(sku);
    if (row === null || row.merged_into !== null) return;
    const [, ...merged] = this.family(row.product);
    const kept = merged.map((product) => this.merges.keepBarcodes(product, row.product));
    if (kept.includes(true)) this.#codesChanged(row.product, seq);
  }

  /** Products of one import may give barcodes to each other, whichever stands first. */
  releaseBarcodes(sku: string): void {
    const row = this.#bySku.get(foldCode(sku));
    if (row !== undefined) this.#barcodes.release(row.product);
  }

  /** The product of a SKU itself, merged or not. */
  ofSku(sku: string): ProductRow | null {
    return this.#bySku.get(foldCode(sku)) ?? null;
  }

  /** The product and all that was merged into it. */
  family(product: number): number[] {
    const merged = this.#mergedInto.all(product);
    return [product, ...merged.flatMap((row) => this.family(row.product))];
  }

  currencyOf(product: number): string | null {
    return this.#currency.get(product)?.currency ?? null;
  }

  /** What tills have to know of the product changed. */
  touch(product: number, seq: number): void {
    this.#touch.run(seq, product);
  }

  /** The codes of `product` lead to `into` from now on. */
  merge(product: number, into: number, seq: number): void {
    this.#merge.run(into, seq, product);
    this.merges.noteMerge(product, into, seq);
    this.#barcodes.moveAll(product, into);
    this.#dropWords.run(product);
    this.#codesChanged(into, seq);
  }

  /** The product is a product of its own again, with the codes that were its own. */
  unmerge(product: number, survivor: number, seq: number): void {
    this.#merge.run(null, seq, product);
    this.merges.giveBarcodesBack(product, survivor);
    this.merges.forget(product);
    this.#index(product);
    this.#codesChanged(survivor, seq);
  }

  /** The barcode leads to this product from now on. */
  moveBarcode(barcode: string, product: number, seq: number): void {
    const before = this.#barcodes.move(barcode, product);
    this.merges.forgetBarcode(barcodeKey(barcode));
    if (before !== null) this.#codesChanged(before, seq);
    this.#codesChanged(product, seq);
  }

  forget(): void {
    this.#byCode.clear();
    this.#byProduct.clear();
  }

  #codesChanged(product: number, seq: number): void {
    this.touch(product, seq);
    this.#index(product);
    this.forget();
  }

  #index(product: number): void {
    const { name, sku, barcodes } = must(this.#codes.get(product), `product ${product}`);
    this.#setWords.run(product, indexText({ name, sku, barcodes: barcodes?.split('\n') ?? [] }));
  }
}

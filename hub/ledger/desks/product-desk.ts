import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import { barcodeName } from '../../kit/barcode-key.ts';
import { ImportBook } from '../books/import-book.ts';
import type { ShopBooks } from '../books/shop-books.ts';
import type { PriceDesk } from './price-desk.ts';

/** What else has to follow when products are merged or told apart. */
export interface Regrouping {
  (skus: readonly string[], seq: number, change: () => void): void;
}

/** What the shop sells: products are set and imported. */
export class ProductDesk {
  readonly #books: ShopBooks;
  readonly #imports: ImportBook;
  readonly #prices: PriceDesk;
  readonly #regroup: Regrouping;

  constructor(db: Database, books: ShopBooks, parts: { prices: PriceDesk; regroup: Regrouping }) {
    this.#books = books;
    this.#prices = parts.prices;
    this.#regroup = parts.regroup;
    this.#imports = new ImportBook(db);
  }

  /** A product that was merged is a product of its own again when it is set. */
  set(data: EventData<'backroom.product.set.v1'>, seq: number): void {
    const known = this.#books.products.ofSku(data.sku);
    if (known === null || known.merged_into === null) return this.#set(data, seq);
    this.#regroup([data.sku], seq, () => this.#set(data, seq));
  }

  stage(data: EventData<'backroom.products.staged.v1'>, seq: number): void {
    this.#imports.stage(data, seq);
  }

  completeImport(data: EventData<'backroom.import.completed.v1'>, seq: number): void {
    const staged = this.#imports.take(data);
    if (staged === null) {
      const detail = 'Parts of the import are missing. Nothing of it counts: import the file again.';
      return this.#books.raise(seq, { cause: 'import.incomplete', subject: data.importId, detail });
    }
    for (const { sku } of staged()) this.#books.products.releaseBarcodes(sku);
    for (const product of staged()) this.set(product, seq);
  }

  #set(data: EventData<'backroom.product.set.v1'>, seq: number): void {
    const { product, taken } = this.#books.products.set(data, seq);
    this.#prices.productSet(product.product, data, seq);
    this.#books.noteProductsChanged();
    this.#books.levels.productSet(seq, product.product);
    this.#books.resolve(seq, 'product.unlisted', product.sku);
    if (data.withdrawn !== true) this.#books.resolve(seq, 'product.withdrawn_sold', product.sku);
    for (const barcode of [...data.barcodes, ...(data.packs ?? []).map((pack) => pack.barcode)]) {
      this.#books.resolve(seq, 'barcode.taken', barcodeName(barcode));
    }
    for (const barcode of taken.map(barcodeName)) {
      const detail = `Barcode ${barcode} of ${data.sku} belongs to another product and stays there.`;
      this.#books.raise(seq, { cause: 'barcode.taken', subject: barcode, detail });
    }
  }
}

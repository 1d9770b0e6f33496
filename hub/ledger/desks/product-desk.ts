import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import { barcodeName } from '../../kit/barcode-key.ts';
import { ImportBook } from '../books/import-book.ts';
import type { ProductRow } from '../books/product-book.ts';
import type { ShopBooks } from '../books/shop-books.ts';
import type { PriceDesk } from './price-desk.ts';

/** What the shop sells: products are set and imported. */
export class ProductDesk {
  readonly #books: ShopBooks;
  readonly #imports: ImportBook;
  readonly #prices: PriceDesk;

  constructor(db: Database, books: ShopBooks, prices: PriceDesk) {
    this.#books = books;
    this.#prices = prices;
    this.#imports = new ImportBook(db);
  }

  /**
   * Sets a whole product. One that was merged stays merged, or each import of a catalogue that lists it still would tear
   * it off the goods that were merged: what is set is kept for when the merge is undone, and a person is asked once.
   */
  set(data: EventData<'backroom.product.set.v1'>, seq: number): void {
    this.#set(data, seq);
    this.#books.products.keepMerged(data.sku, seq);
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
    for (const product of staged()) this.#set(product, seq);
    for (const { sku } of staged()) this.#books.products.keepMerged(sku, seq);
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
    if (product.merged_into !== null) this.#askOnce(product, seq);
  }

  #askOnce(own: ProductRow, seq: number): void {
    const { products } = this.#books;
    if (!products.merges.askOnce(own.product, seq)) return;
    const { sku } = products.survivor(own);
    const detail = `${own.sku} was set, and is merged into ${sku}. It stays merged, and what was set is kept for it.`;
    this.#books.raise(seq, { cause: 'product.merged_set', subject: own.sku, detail });
  }
}

import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { MovementFact } from '../../domain/decide.ts';
import { PLACE } from '../../domain/places.ts';
import { ImportBook } from '../import-book.ts';
import type { ShopBooks } from '../shop-books.ts';

/** What the shop sells: products are set, imported and merged. */
export class ProductDesk {
  readonly #books: ShopBooks;
  readonly #imports: ImportBook;

  constructor(db: Database, books: ShopBooks) {
    this.#books = books;
    this.#imports = new ImportBook(db);
  }

  set(data: EventData<'backroom.product.set.v1'>, seq: number): void {
    const { product, taken } = this.#books.products.set(data, seq);
    this.#books.noteProductsChanged();
    this.#books.resolve(seq, 'product.unlisted', product.sku);
    for (const barcode of data.barcodes) this.#books.resolve(seq, 'barcode.taken', barcode);
    for (const barcode of taken) {
      const detail = `Barcode ${barcode} of ${data.sku} belongs to another product and stays there.`;
      this.#books.raise(seq, { cause: 'barcode.taken', subject: barcode, detail });
    }
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

  merge(data: EventData<'backroom.product.merged.v1'>, seq: number): void {
    const { products } = this.#books;
    const from = products.find(data.sku, 'sku');
    const into = products.find(data.into, 'sku');
    if (from === null || into === null) {
      const missing = from === null ? data.sku : data.into;
      const detail = `There is no product ${missing}.`;
      return this.#books.raise(seq, { cause: 'merge.unknown_product', subject: missing, detail });
    }
    if (from.product === into.product) {
      const detail = `${data.sku} and ${data.into} are the same product already.`;
      return this.#books.raise(seq, { cause: 'merge.into_itself', subject: data.sku, detail });
    }
    for (const movement of this.#mergeMovements(from.product, into.product)) this.#books.book(seq, movement);
    products.merge(from.product, into.product, seq);
    this.#books.noteProductsChanged();
    this.#books.resolve(seq, 'product.unlisted', from.sku);
  }

  /** What is on hand of the one goes out of it and into the other, through the place for merged goods. */
  #mergeMovements(from: number, into: number): MovementFact[] {
    return this.#books.stock.balances(from).flatMap(({ place, onHandMicro }) => {
      if (onHandMicro === 0) return [];
      const quantityMicro = Math.abs(onHandMicro);
      const [source, target] = onHandMicro > 0 ? [place, PLACE.merged] : [PLACE.merged, place];
      return [
        { product: from, from: source, to: target, quantityMicro },
        { product: into, from: target, to: source, quantityMicro },
      ];
    });
  }
}

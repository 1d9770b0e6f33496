import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { MovementFact } from '../../domain/decide.ts';
import { PLACE } from '../../domain/places.ts';
import { barcodeName } from '../../kit/barcode-key.ts';
import { ImportBook } from '../import-book.ts';
import type { ShopBooks } from '../shop-books.ts';

/** What is promised of products, wherever they are merged. */
interface PromisesOfProducts {
  follow(products: readonly number[], seq: number, change: () => void): void;
}

/** What the shop sells: products are set, imported and merged. */
export class ProductDesk {
  readonly #books: ShopBooks;
  readonly #imports: ImportBook;
  readonly #promises: PromisesOfProducts;

  constructor(db: Database, books: ShopBooks, promises: PromisesOfProducts) {
    this.#books = books;
    this.#promises = promises;
    this.#imports = new ImportBook(db);
  }

  set(data: EventData<'backroom.product.set.v1'>, seq: number): void {
    const { product, taken } = this.#books.products.set(data, seq);
    this.#books.noteProductsChanged();
    this.#books.levels.productSet(seq, product.product);
    this.#books.resolve(seq, 'product.unlisted', product.sku);
    for (const barcode of [...data.barcodes, ...(data.packs ?? []).map((pack) => pack.barcode)]) {
      this.#books.resolve(seq, 'barcode.taken', barcodeName(barcode));
    }
    for (const barcode of taken.map(barcodeName)) {
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
    this.#promises.follow([from.product, into.product], seq, () => {
      for (const movement of this.#mergeMovements(from.product, into.product))
        this.#books.book(seq, movement);
      this.#moveIncoming(from.product, into.product);
      products.merge(from.product, into.product, seq);
    });
    this.#books.noteProductsChanged();
    this.#books.levels.forget(from.product);
    this.#books.resolve(seq, 'product.unlisted', from.sku);
  }

  #moveIncoming(from: number, into: number): void {
    const { stock } = this.#books;
    for (const { place, incomingMicro } of stock.balances(from)) {
      if (incomingMicro === 0) continue;
      stock.expect(from, place, -incomingMicro);
      stock.expect(into, place, incomingMicro);
    }
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

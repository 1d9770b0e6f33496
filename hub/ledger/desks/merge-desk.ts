import type { BarcodeMoved, ProductMerged, ProductMergeUndone } from '../../contract/product-events.ts';
import type { MovementFact } from '../../domain/decide.ts';
import { PLACE } from '../../domain/places.ts';
import { barcodeName } from '../../kit/barcode-key.ts';
import type { TakenStock } from '../books/merge-book.ts';
import type { ProductRow } from '../books/product-book.ts';
import type { ShopBooks } from '../books/shop-books.ts';

/**
 * Products that turn out to be one, and products that turn out not to be; barcodes that belong to another product. What
 * was sold under a merged product since stays with it when the merge is undone: only what the merge took over goes back.
 * What is promised, counted and on its way goes along with whoever calls this.
 */
export class MergeDesk {
  readonly #books: ShopBooks;

  constructor(books: ShopBooks) {
    this.#books = books;
  }

  merge(data: ProductMerged, seq: number): void {
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
    const stock = this.#books.stock.balances(from.product).filter(({ onHandMicro }) => onHandMicro !== 0);
    const movements = handedOver(stock, { from: from.product, to: into.product });
    if (!this.#books.fit(movements)) return this.#raiseBeyond(seq, from, into);
    products.merges.note(from.product, stock);
    for (const movement of movements) this.#books.book(seq, movement);
    products.merge(from.product, into.product, seq);
    this.#books.noteProductsChanged();
    this.#books.levels.forget(from.product);
    this.#books.resolve(seq, 'product.unlisted', from.sku);
  }

  undo(data: ProductMergeUndone, seq: number): void {
    const { products } = this.#books;
    const own = products.ofSku(data.sku);
    if (own === null || own.merged_into === null) {
      const detail = `${data.sku} is merged into no product. Nothing was changed.`;
      return this.#books.raise(seq, { cause: 'merge.not_merged', subject: data.sku, detail });
    }
    const [, ...above] = products.above(own.product).slice(0, -1);
    const survivor = products.survivor(own);
    const stock = products.merges.takenStock(own.product);
    const movements = handedOver(stock, { from: survivor.product, to: own.product });
    if (!this.#books.fit(movements)) return this.#raiseBeyond(seq, own, survivor);
    // Each of those between was merged when it had the goods of those below.
    for (const between of above) products.merges.giveUp(between.product, stock);
    products.unmerge(own.product, survivor.product, seq);
    for (const movement of movements) this.#books.book(seq, movement);
    this.#books.noteProductsChanged();
    this.#books.levels.productSet(seq, own.product);
    this.#books.resolve(seq, 'product.merged_set', own.sku);
    if (own.listed === 0) this.#raiseUnlisted(own, seq);
  }

  barcodeMoved(data: BarcodeMoved, seq: number): void {
    const { products } = this.#books;
    const product = products.find(data.sku, 'sku');
    if (product === null) {
      const detail = `There is no product ${data.sku}. The barcode ${data.barcode} stays where it is.`;
      return this.#books.raise(seq, { cause: 'barcode.unknown_product', subject: data.sku, detail });
    }
    products.moveBarcode(data.barcode, product.product, seq);
    this.#books.noteProductsChanged();
    this.#books.resolve(seq, 'barcode.taken', barcodeName(data.barcode));
  }

  /** All of the goods go over or none: half of them would be neither the one product nor the other. */
  #raiseBeyond(seq: number, own: ProductRow, other: ProductRow): void {
    const detail = `What ${own.sku} and ${other.sku} have is beyond what can be counted together. Nothing was changed.`;
    this.#books.raise(seq, { cause: 'stock.out_of_range', subject: own.sku, detail });
  }

  #raiseUnlisted({ sku }: ProductRow, seq: number): void {
    const detail = `${sku} was merged into a product that it is not. Name it, or merge it into the product that it is.`;
    this.#books.raise(seq, { cause: 'product.unlisted', subject: sku, detail });
  }
}

/** What lies at each place is goods of another product from now on. Less than nothing is handed over too. */
function handedOver(
  stock: readonly TakenStock[],
  { from: giver, to: taker }: { from: number; to: number },
): MovementFact[] {
  return stock.flatMap(({ place, onHandMicro }) => {
    const quantityMicro = Math.abs(onHandMicro);
    if (quantityMicro === 0) return [];
    const isLess = onHandMicro < 0;
    const [from, to] = isLess ? [PLACE.merged, place] : [place, PLACE.merged];
    return [
      { product: giver, from, to, quantityMicro },
      { product: taker, from: to, to: from, quantityMicro, bringsValue: !isLess },
    ];
  });
}

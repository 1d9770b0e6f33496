import type { EventData } from '../../contract/events.ts';
import { must } from '../../kit/assert.ts';
import { parseQuantity } from '../../kit/quantity.ts';
import type { ShopBooks } from '../books/shop-books.ts';

/** How much of each product is to be where, and what people were told of it. */
export class LevelDesk {
  readonly #books: ShopBooks;

  constructor(books: ShopBooks) {
    this.#books = books;
  }

  set(data: EventData<'backroom.stock-level.set.v1'>, seq: number): void {
    const product = this.#books.products.find(data.sku, 'sku');
    if (product === null) {
      const detail = `There is no product ${data.sku}. Its level was not set.`;
      return this.#books.raise(seq, { cause: 'level.unknown_product', subject: data.sku, detail });
    }
    const place = this.#books.location(data.location ?? null, seq);
    const levelMicro = data.level === null ? null : quantity(data.level);
    const marginMicro = data.margin === undefined ? null : quantity(data.margin);
    this.#books.levels.setLevel(seq, { product: product.product, place }, { levelMicro, marginMicro });
  }

  told(data: EventData<'backroom.low-stock.told.v1'>, seq: number): void {
    const product = this.#books.products.ofSku(data.sku);
    if (product === null) return;
    const place = this.#books.location(data.location, seq);
    // No entry that is still to come made it low.
    const since = data.state === 'low' ? Math.min(data.sinceSeq, seq) : null;
    this.#books.levels.told({ product: product.product, place }, since);
  }
}

function quantity(text: string): number {
  return must(parseQuantity(text), 'a quantity of the contract');
}

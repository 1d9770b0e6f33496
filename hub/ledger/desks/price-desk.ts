import type { Database } from 'better-sqlite3';
import type { PriceListSet, PriceSet, TaxRateSet } from '../../contract/price-events.ts';
import type { ProductSet } from '../../contract/product-events.ts';
import { must } from '../../kit/assert.ts';
import { type From, OWN_PRICES, PriceBook } from '../books/price-book.ts';
import type { ShopBooks } from '../books/shop-books.ts';

/** What tills sell for: prices, price lists and taxes, each from an instant on. At once is when the event came. */
export class PriceDesk {
  readonly #books: ShopBooks;
  readonly #prices: PriceBook;

  constructor(db: Database, books: ShopBooks) {
    this.#books = books;
    this.#prices = new PriceBook(db);
  }

  listSet(data: PriceListSet, seq: number): void {
    this.#prices.setList(seq, data);
    this.#books.noteProductsChanged();
  }

  set(data: PriceSet, seq: number): void {
    const { products } = this.#books;
    const product = products.find(data.sku, 'sku');
    if (product === null) {
      const detail = `There is no product ${data.sku}. Its price was not set.`;
      return this.#books.raise(seq, { cause: 'price.unknown_product', subject: data.sku, detail });
    }
    const priceList = data.priceList === undefined ? OWN_PRICES : this.#prices.list(data.priceList);
    if (priceList === null) {
      const subject = data.priceList ?? '';
      const detail = `There is no price list ${subject}. The price of ${data.sku} was not set.`;
      return this.#books.raise(seq, { cause: 'price.unknown_list', subject, detail });
    }
    const currency = priceList === OWN_PRICES ? products.currencyOf(product.product) : null;
    this.#prices.add(seq, {
      product: product.product,
      priceList,
      from: this.#from(data.from),
      untilMs: instantMs(data.until),
      price: data.price,
      currency,
    });
    products.touch(product.product, seq);
    this.#books.noteProductsChanged();
  }

  /** The price that stands in the product itself. */
  productSet(product: number, data: ProductSet, seq: number): void {
    const price = data.price ?? null;
    const currency = price === null ? null : (data.currency ?? null);
    this.#prices.setOwn(seq, product, { price, currency, nowMs: this.#books.receivedMs });
  }

  taxSet(data: TaxRateSet, seq: number): void {
    this.#prices.addRate(seq, data, this.#from(data.from));
    this.#books.noteProductsChanged();
  }

  #from(text: string | undefined): From {
    const ms = instantMs(text);
    return { ms: ms ?? this.#books.receivedMs, atOnce: ms === null };
  }
}

function instantMs(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = Date.parse(text);
  return must(Number.isNaN(ms) ? null : ms, `the instant ${text}`);
}

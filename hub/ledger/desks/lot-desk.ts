import type { LotRecalled } from '../../contract/location-events.ts';
import { recallException, subjectOfLot } from '../../domain/lots.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import { goodsOf } from './stock-lines.ts';

/** Lots that must not be sold any more. */
export class LotDesk {
  readonly #books: ShopBooks;

  constructor(books: ShopBooks) {
    this.#books = books;
  }

  recalled(data: LotRecalled, at: Applying): void {
    const { lots } = this.#books;
    const { code: named, codeKind } = goodsOf(data, this.#books);
    const product = this.#books.product({ code: named, codeKind, lineKind: 'goods', index: 0 }, at);
    const { code } = lots.named(product.product, data.lot);
    const family = lots.family(product.product, data.lot);
    const subject = subjectOfLot(product.sku, code);
    this.#books.resolve(at.seq, 'lot.recalled', subject);
    if (data.ended === true) {
      this.#books.resolve(at.seq, 'lot.recalled_sold', subject);
      for (const { lot } of family) lots.endRecall(lot);
      return;
    }
    for (const { lot } of family) lots.recall(lot, at.seq);
    const sales = family.reduce((sum, { lot }) => sum + lots.sales(lot), 0);
    const onHandMicro = family.reduce((sum, row) => sum + row.on_hand_micro, 0);
    const { reason } = data;
    this.#books.raise(at.seq, recallException(subject, { reason, sales, onHandMicro, unit: product.unit }));
  }
}

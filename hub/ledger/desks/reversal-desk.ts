import type { StockReversed } from '../../contract/stock-events.ts';
import { unreachable } from '../../kit/assert.ts';
import type { DocumentRow } from '../books/document-book.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import type { CountDesk } from './count-desk.ts';
import type { DeliveryDesk } from './delivery-desk.ts';
import { ownOr } from './receipt-desk.ts';
import type { EventFinder } from './receipt-desk.ts';
import type { TransferDesk } from './transfer-desk.ts';

interface EventKey {
  readonly source: string;
  readonly id: string;
}

interface Desks {
  readonly deliveries: DeliveryDesk;
  readonly transfers: TransferDesk;
  readonly counts: CountDesk;
}

/** What an event of goods did is taken back, by entries of its own and once. One that is not here yet is waited for. */
export class ReversalDesk {
  readonly #books: ShopBooks;
  readonly #events: EventFinder;
  readonly #desks: Desks;

  constructor(books: ShopBooks, events: EventFinder, desks: Desks) {
    this.#books = books;
    this.#events = events;
    this.#desks = desks;
  }

  reversed(data: StockReversed, { seq, event }: Applying): void {
    const original = ownOr(data.original, event.source);
    const originalSeq = this.#events.find(original.source, original.id);
    if (originalSeq !== null) return this.#reverse(original, originalSeq, seq);
    this.#books.documents.await(original, seq);
    const detail = 'Something was taken back that is not here. It is taken back when it comes.';
    this.#books.raise(seq, { cause: 'reversal.unknown', subject: subjectOf(original), detail });
  }

  /** An event is here and applied: a reversal that waited for it takes effect. */
  arrived({ seq, event }: Applying): void {
    for (const _ of this.#books.documents.takeAwaiting(event)) {
      this.#books.resolve(seq, 'reversal.unknown', subjectOf(event));
      this.#reverse(event, seq, seq);
    }
  }

  #reverse(original: EventKey, originalSeq: number, seq: number): void {
    const subject = subjectOf(original);
    const document = this.#books.documents.find(originalSeq);
    if (document === null) {
      const detail = `Entry ${originalSeq} put no goods anywhere that can be taken back. Nothing was changed.`;
      return this.#books.raise(seq, { cause: 'reversal.not_stock', subject, detail });
    }
    if (document.reversed_seq !== null) {
      const detail = `Entry ${originalSeq} was taken back before, by entry ${document.reversed_seq}.`;
      return this.#books.raise(seq, { cause: 'reversal.repeated', subject, detail });
    }
    const movements = this.#books.turnedRound({ first: document.first_movement, count: document.movements });
    if (!this.#books.fit(movements)) {
      const detail = `Taking back entry ${originalSeq} goes beyond what can be counted. Nothing was changed.`;
      return this.#books.raise(seq, { cause: 'stock.out_of_range', subject, detail });
    }
    this.#books.documents.setReversed(originalSeq, seq);
    for (const movement of movements) this.#books.book(seq, movement);
    this.#takeBack(document, seq);
  }

  #takeBack(document: DocumentRow, seq: number): void {
    switch (document.kind) {
      case 'received':
        return this.#desks.deliveries.takeBack(document, seq);
      case 'dispatched':
      case 'transfer_received':
        return this.#desks.transfers.takeBack(document, seq);
      case 'counted':
        return this.#desks.counts.takeBack(document, seq);
      case 'adjusted':
      case 'moved':
      case 'handed_over':
        return;
      default:
        return unreachable(document.kind);
    }
  }
}

/** An id alone is unique within its source only. */
function subjectOf({ source, id }: EventKey): string {
  return `${source}#${id}`;
}

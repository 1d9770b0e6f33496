import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import type { SequenceBook } from '../books/sequence-book.ts';
import type { JournalDesk } from './journal-desk.ts';

/** Register sessions from their opening to their close, and the business days that they make. */
export class SessionDesk {
  constructor(_db: Database, _books: ShopBooks, _parts: { journal: JournalDesk; sequences: SequenceBook }) {}

  opened(_data: EventData<'backroom.session.opened.v1'>, _at: Applying): void {}

  cashMoved(_data: EventData<'backroom.cash.moved.v1'>, _at: Applying): void {}

  closed(_data: EventData<'backroom.session.closed.v1'>, _at: Applying): void {}

  sealed(_data: EventData<'backroom.session.sealed.v1'>, _at: Applying): void {}

  dayClosed(_data: EventData<'backroom.day.closed.v1'>, _at: Applying): void {}

  receiptCame(_receipt: MoneyReceipt): void {}

  /** `sale` counts no more, by the word of the event at `voidAt`. */
  saleVoided(_sale: MoneyReceipt, _voidAt: Applying): void {}

  /** Any event of any stream was applied: a number that a closed session waited for may be here now. */
  eventCame(_at: Applying): void {}

  /** Writes what the batch kept back. */
  endBatch(): void {}
}

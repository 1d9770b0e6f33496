import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import type { JournalDesk } from './journal-desk.ts';

/** Gift cards, store credit and deposits, what is held of them, and what is refundable. */
export class LiabilityDesk {
  constructor(_db: Database, _books: ShopBooks, _journal: JournalDesk) {}

  receiptCame(_receipt: MoneyReceipt): void {}

  saleVoided(_sale: MoneyReceipt, _voidAt: Applying): void {}

  adjusted(_data: EventData<'backroom.liability.adjusted.v1'>, _at: Applying): void {}

  holdMade(_data: EventData<'backroom.hold.made.v1'>, _at: Applying): void {}

  holdReleased(_data: EventData<'backroom.hold.released.v1'>, _at: Applying): void {}

  holdExpired(_data: EventData<'backroom.hold.expired.v1'>, _at: Applying): void {}

  endBatch(): void {}
}

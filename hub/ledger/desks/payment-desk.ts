import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import type { JournalDesk } from './journal-desk.ts';

/** Payments that processors owe the shop, and the payouts that settle them. */
export class PaymentDesk {
  constructor(_db: Database, _books: ShopBooks, _journal: JournalDesk) {}

  receiptCame(_receipt: MoneyReceipt): void {}

  saleVoided(_sale: MoneyReceipt, _voidAt: Applying): void {}

  payoutRecorded(_data: EventData<'backroom.payout.recorded.v1'>, _at: Applying): void {}

  endBatch(): void {}
}

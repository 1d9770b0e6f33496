import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';

/** Who buys, what they bought and their points; and who works here. */
export class CustomerDesk {
  constructor(_db: Database, _books: ShopBooks) {}

  settingsSet(_data: EventData<'backroom.books-settings.set.v1'>, _at: Applying): void {}

  captured(_data: EventData<'backroom.customer.captured.v1'>, _at: Applying): void {}

  merged(_data: EventData<'backroom.customer.merged.v1'>, _at: Applying): void {}

  mergeUndone(_data: EventData<'backroom.customer.merge-undone.v1'>, _at: Applying): void {}

  erased(_data: EventData<'backroom.customer.erased.v1'>, _at: Applying): void {}

  loyaltyAdjusted(_data: EventData<'backroom.loyalty.adjusted.v1'>, _at: Applying): void {}

  employeeSet(_data: EventData<'backroom.employee.set.v1'>, _at: Applying): void {}

  receiptCame(_receipt: MoneyReceipt): void {}

  saleVoided(_sale: MoneyReceipt, _voidAt: Applying): void {}

  endBatch(): void {}
}

import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { MoneyAmount } from '../../domain/money-amounts.ts';
import type { PayoutPosting } from '../../domain/payout-posting.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';

/** A session as it is posted: its sums, and what was found in its drawer. */
export interface SessionPosting {
  /** The ledger position of its closing. */
  readonly closedSeq: number;
  readonly businessDate: string;
  readonly currency: string;
  readonly amounts: readonly MoneyAmount[];
  /** Counted less expected; null where nothing was counted. */
  readonly overMinor: number | null;
}

/** The accounting journal: balanced entries out of what the shop did, computed once, here. */
export class JournalDesk {
  constructor(_db: Database, _books: ShopBooks) {}

  settingsSet(_data: EventData<'backroom.books-settings.set.v1'>, _at: Applying): void {}

  mappingSet(_data: EventData<'backroom.mapping.set.v1'>, _at: Applying): void {}

  sessionPosted(_session: SessionPosting, _at: Applying): void {}

  /** A receipt that no posting of a session will hold: `late`, since its session was posted before. */
  receiptCame(_receipt: MoneyReceipt, _standing: 'in-session' | 'late'): void {}

  saleVoided(_sale: MoneyReceipt, _voidAt: Applying, _standing: 'in-session' | 'late'): void {}

  /** A payout, or a payment that came, or was taken back, after its payout. */
  payoutPosted(_payout: PayoutPosting, _at: Applying): void {}

  liabilityAdjusted(_data: EventData<'backroom.liability.adjusted.v1'>, _at: Applying): void {}

  endBatch(): void {}
}

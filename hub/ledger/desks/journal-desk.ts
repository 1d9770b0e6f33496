import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { MoneyAmount } from '../../domain/money-amounts.ts';
import type { PayoutPosting } from '../../domain/payout-posting.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';

/** A register session as others name it: by the installation that it belongs to. */
export interface SessionOf {
  readonly stream: number;
  readonly registerSession: string;
  readonly businessDate: string;
  /** A session in two currencies is posted once for each. */
  readonly currency: string;
}

/** A session as it is posted: its sums, and what was found in its drawer. */
export interface SessionPosting extends SessionOf {
  /** The ledger position of its closing; null where only its day was closed. */
  readonly closedSeq: number | null;
  /** Of everything that came so far: receipts, voids, cash in and out. */
  readonly amounts: readonly MoneyAmount[];
  /** Counted less expected; null where nothing was counted. */
  readonly overMinor: number | null;
}

/** What is told of a session after its posting, apart from its receipts and voids. */
export interface SessionAdjustment extends SessionOf {
  /** Cash in and out that came late. */
  readonly amounts: readonly MoneyAmount[];
  /** By how much more counted less expected is than what was posted so far. */
  readonly overMinor: number;
  /** Whether the drawer was counted, as far as is known by now. */
  readonly counted: boolean;
}

/** The accounting journal: balanced entries out of what the shop did, computed once, here. */
export class JournalDesk {
  constructor(_db: Database, _books: ShopBooks) {}

  settingsSet(_data: EventData<'backroom.books-settings.set.v1'>, _at: Applying): void {}

  mappingSet(_data: EventData<'backroom.mapping.set.v1'>, _at: Applying): void {}

  sessionPosted(_session: SessionPosting, _at: Applying): void {}

  /** Late cash in or out, a late float, a late count. */
  sessionAdjusted(_session: SessionAdjustment, _at: Applying): void {}

  /**
   * To be called of every receipt. `late`: its session was posted before. Where its drawer was counted, late cash was in the
   * count: what was over is less by as much, and the journal sees to that itself.
   */
  receiptCame(_receipt: MoneyReceipt, _standing: 'in-session' | 'late'): void {}

  /** To be called of every void; the standing is that of the session of the sale. */
  saleVoided(_sale: MoneyReceipt, _voidAt: Applying, _standing: 'in-session' | 'late'): void {}

  /** A payout, or a payment that came, or was taken back, after its payout. */
  payoutPosted(_payout: PayoutPosting, _at: Applying): void {}

  liabilityAdjusted(_data: EventData<'backroom.liability.adjusted.v1'>, _at: Applying): void {}

  endBatch(): void {}
}

import type { ReceiptFacts } from '../domain/ledger-event.ts';
import type { MoneyAmount } from '../domain/money-amounts.ts';
import type { Applying } from './books/shop-books.ts';

/** A sale or a refund as far as its money goes. */
export interface MoneyReceipt {
  readonly facts: ReceiptFacts;
  /** Where it stands itself. */
  readonly at: Applying;
  /** Of each line's product, in the order of the lines; null for none. */
  readonly departments: readonly (string | null)[];
  readonly amounts: readonly MoneyAmount[];
}

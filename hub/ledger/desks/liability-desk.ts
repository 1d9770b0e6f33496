import type { EventData } from '../../contract/events.ts';
import { liabilityChanges } from '../../domain/liability.ts';
import type { LiabilityBalance } from '../books/liability-balance.ts';
import type { Applying } from '../books/shop-books.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { JournalDesk } from './journal-desk.ts';

/** Gift cards, store credit and deposits: what customers have with the shop. */
export class LiabilityDesk {
  readonly #balance: LiabilityBalance;
  readonly #journal: JournalDesk;

  constructor(balance: LiabilityBalance, journal: JournalDesk) {
    this.#balance = balance;
    this.#journal = journal;
  }

  receiptCame({ facts, at: { seq } }: MoneyReceipt): void {
    const { currency } = facts;
    for (const { kind, account, changeMinor, reason } of liabilityChanges(facts)) {
      this.#balance.change({ kind, account, currency }, { seq, changeMinor, reason });
    }
  }

  saleVoided({ facts, at }: MoneyReceipt, { seq }: Applying): void {
    if (liabilityChanges(facts).length > 0) this.#balance.void(at.seq, seq);
  }

  adjusted(data: EventData<'backroom.liability.adjusted.v1'>, at: Applying): void {
    const { kind, account, currency, amountMinor: changeMinor, reason } = data;
    if (changeMinor !== 0)
      this.#balance.change({ kind, account, currency }, { seq: at.seq, changeMinor, reason });
    this.#journal.liabilityAdjusted(data, at);
  }
}

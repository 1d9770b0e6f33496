import type { Database } from 'better-sqlite3';
import type { EventContent } from '../contract/read-event.ts';
import { unreachable } from '../kit/assert.ts';
import { CustomerBook } from './books/customer-book.ts';
import { CustomerCredit } from './books/customer-credit.ts';
import { HoldBook } from './books/hold-book.ts';
import { HoldSources } from './books/hold-sources.ts';
import { LiabilityBalance } from './books/liability-balance.ts';
import { LiabilityBook } from './books/liability-book.ts';
import type { ReceiptBook } from './books/receipt-book.ts';
import type { Refusal } from '../domain/refusal.ts';
import { CustomerDesk } from './desks/customer-desk.ts';
import { HoldDesk } from './desks/hold-desk.ts';
import { JournalDesk } from './desks/journal-desk.ts';
import { LiabilityDesk } from './desks/liability-desk.ts';
import { PaymentDesk } from './desks/payment-desk.ts';
import { ReconciliationDesk } from './desks/reconciliation-desk.ts';
import { SessionDesk } from './desks/session-desk.ts';
import type { Applying, ShopBooks } from './books/shop-books.ts';
import type { SequenceBook } from './books/sequence-book.ts';
import type { EventFinder } from './desks/receipt-desk.ts';
import type { MoneyReceipt } from './money-receipt.ts';

type Area =
  | 'session'
  | 'day'
  | 'cash'
  | 'hold'
  | 'liability'
  | 'payment'
  | 'payout'
  | 'customer'
  | 'loyalty'
  | 'employee'
  | 'books-settings'
  | 'mapping';

/** Events of money and people. */
export type MoneyContent = Extract<EventContent, { type: `backroom.${Area}.${string}` }>;

interface Parts {
  readonly sequences: SequenceBook;
  readonly events: EventFinder;
  readonly receipts: ReceiptBook;
}

/** Hands what concerns money and people to its desks, each in the order in which the others need it. */
export class MoneyProjector {
  readonly #journal: JournalDesk;
  readonly #sessions: SessionDesk;
  readonly #reconciliations: ReconciliationDesk;
  readonly #payments: PaymentDesk;
  readonly #liabilities: LiabilityDesk;
  readonly #holds: HoldDesk;
  readonly #customers: CustomerDesk;

  constructor(db: Database, books: ShopBooks, parts: Parts) {
    const { sequences, events, receipts } = parts;
    this.#journal = new JournalDesk(db, books);
    this.#sessions = new SessionDesk(db, books, { journal: this.#journal, sequences });
    this.#reconciliations = new ReconciliationDesk(db, books);
    this.#payments = new PaymentDesk(db, books, { journal: this.#journal, events });
    const [liabilities, holds] = [new LiabilityBook(db), new HoldBook(db)];
    const customers = new CustomerBook(db);
    const balance = new LiabilityBalance(books, liabilities, new CustomerCredit(customers, liabilities));
    this.#liabilities = new LiabilityDesk(balance, this.#journal);
    const sources = new HoldSources({ events, receipts, holds, balance });
    this.#holds = new HoldDesk(books, holds, sources);
    this.#customers = new CustomerDesk(db, books, { customers, balance });
  }

  /** The session hands it on to the journal. */
  receiptCame(receipt: MoneyReceipt): void {
    this.#sessions.receiptCame(receipt);
    this.#payments.receiptCame(receipt);
    // What was held for it is free before it takes it.
    this.#holds.receiptCame(receipt);
    this.#liabilities.receiptCame(receipt);
    this.#customers.receiptCame(receipt);
  }

  saleVoided(sale: MoneyReceipt, voidAt: Applying): void {
    this.#sessions.saleVoided(sale, voidAt);
    this.#payments.saleVoided(sale, voidAt);
    this.#holds.saleVoided(sale, voidAt);
    this.#liabilities.saleVoided(sale, voidAt);
    this.#customers.saleVoided(sale, voidAt);
  }

  /** Why an event that comes again was refused what it asked for; null when it was not. */
  refusalOf(content: EventContent, at: Pick<Applying, 'seq' | 'event'>): Refusal | null {
    return content.type === 'backroom.hold.made.v1' ? this.#holds.refusalOf(content.data, at) : null;
  }

  /** Any event was applied. */
  eventCame(at: Applying): void {
    this.#sessions.eventCame(at);
  }

  /** An event came whose type nobody here knows: it may be about anybody. */
  unknownCame({ seq }: Applying): void {
    this.#customers.unknownCame(seq);
  }

  /** Writes what the batch kept back. Must run before the transaction commits. */
  endBatch(): void {
    this.#sessions.endBatch();
    this.#payments.endBatch();
    this.#customers.endBatch();
    this.#journal.endBatch();
  }

  apply(content: MoneyContent, at: Applying): void {
    switch (content.type) {
      case 'backroom.session.opened.v1':
        return this.#sessions.opened(content.data, at);
      case 'backroom.cash.moved.v1':
        return this.#sessions.cashMoved(content.data, at);
      case 'backroom.session.closed.v1':
        return this.#sessions.closed(content.data, at);
      case 'backroom.session.sealed.v1':
        return this.#sessions.sealed(content.data, at);
      case 'backroom.day.closed.v1':
        return this.#sessions.dayClosed(content.data, at);
      case 'backroom.day.reconciled.v1':
        return this.#reconciliations.reconciled(content.data, at);
      case 'backroom.hold.made.v1':
        return this.#holds.made(content.data, at);
      case 'backroom.hold.released.v1':
        return this.#holds.released(content.data, at);
      case 'backroom.hold.expired.v1':
        return this.#holds.expired(content.data, at);
      case 'backroom.liability.adjusted.v1':
        return this.#liabilities.adjusted(content.data, at);
      case 'backroom.payment.identified.v1':
        return this.#payments.identified(content.data, at);
      case 'backroom.payout.recorded.v1':
        return this.#payments.payoutRecorded(content.data, at);
      case 'backroom.mapping.set.v1':
        return this.#journal.mappingSet(content.data, at);
      case 'backroom.books-settings.set.v1':
        this.#journal.settingsSet(content.data, at);
        return this.#customers.settingsSet(content.data, at);
      default:
        return this.#applyToPeople(content, at);
    }
  }

  #applyToPeople(
    content: Extract<MoneyContent, { type: `backroom.${'customer' | 'loyalty' | 'employee'}.${string}` }>,
    at: Applying,
  ): void {
    switch (content.type) {
      case 'backroom.customer.captured.v1':
        return this.#customers.captured(content.data, at);
      case 'backroom.customer.merged.v1':
        return this.#customers.merged(content.data, at);
      case 'backroom.customer.merge-undone.v1':
        return this.#customers.mergeUndone(content.data, at);
      case 'backroom.customer.erased.v1':
        return this.#customers.erased(content.data, at);
      case 'backroom.loyalty.adjusted.v1':
        return this.#customers.loyaltyAdjusted(content.data, at);
      case 'backroom.employee.set.v1':
        return this.#customers.employeeSet(content.data, at);
      default:
        return unreachable(content);
    }
  }
}

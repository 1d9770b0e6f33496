import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import { voided } from '../../domain/money-amounts.ts';
import type { MoneyAmount } from '../../domain/money-amounts.ts';
import type { PayoutPosting } from '../../domain/payout-posting.ts';
import { cashOf, postAmounts, postLiability, postOver, postPayout } from '../../domain/journal.ts';
import type { Posting } from '../../domain/journal.ts';
import { BooksSettingsBook } from '../books/books-settings-book.ts';
import { JournalBook } from '../books/journal-book.ts';
import type { EntryHead } from '../books/journal-book.ts';
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

/** A receipt, or the void of a sale, as it is posted. */
interface ReceiptPosting {
  readonly posting: Posting;
  readonly cashMinor: number;
  readonly head: EntryHead & { readonly session: NonNullable<EntryHead['session']> };
}

type Standing = 'in-session' | 'late';

/**
 * The accounting journal: balanced entries out of what the shop did, computed once, here. Per session, or per sale where the
 * shop wants that. Whatever the order in which a session's events come, and however often the shop changes its mind, its
 * entries come to the same end:
 *
 *   what is posted of a session when it is posted = all that is known of it − all that was posted of it before
 *   what is posted of it later                    = what was told later
 */
export class JournalDesk {
  readonly #books: ShopBooks;
  readonly #journal: JournalBook;
  readonly #settings: BooksSettingsBook;

  constructor(db: Database, books: ShopBooks) {
    this.#books = books;
    this.#journal = new JournalBook(db);
    this.#settings = new BooksSettingsBook(db);
  }

  settingsSet(data: EventData<'backroom.books-settings.set.v1'>, { seq }: Applying): void {
    this.#settings.set(data, seq);
  }

  mappingSet(data: EventData<'backroom.mapping.set.v1'>, { seq }: Applying): void {
    this.#settings.map(data, seq);
  }

  /** To be called once of each session and currency. */
  sessionPosted(session: SessionPosting, { seq }: Applying): void {
    const { currency, businessDate, overMinor } = session;
    const posting = this.#posting(session.amounts, currency).less(
      this.#journal.linesOfSession(session, currency),
    );
    if (overMinor !== null) postOver(overMinor, posting);
    this.#journal.setPosted(session, { currency, businessDate, counted: overMinor !== null });
    const about = session.closedSeq ?? seq;
    this.#post(posting, { seq, kind: 'session', businessDate, currency, about, session, reference: null });
  }

  /** Late cash in or out, a late float, a late count. */
  sessionAdjusted(session: SessionAdjustment, { seq }: Applying): void {
    const { currency, counted } = session;
    const businessDate = this.#dayOf(session, session);
    this.#journal.setPosted(session, { currency, businessDate, counted });
    const posting = postOver(session.overMinor, this.#posting(session.amounts, currency));
    this.#post(posting, {
      seq,
      kind: 'adjustment',
      businessDate,
      currency,
      about: null,
      session,
      reference: null,
    });
  }

  /**
   * To be called of every receipt. `late`: its session was posted before. Where its drawer was counted, late cash was in the
   * count: what was over is less by as much, and the journal sees to that itself.
   */
  receiptCame({ facts, at, amounts }: MoneyReceipt, standing: Standing): void {
    if (standing === 'in-session' && this.#settings.journalPer === 'session') return;
    const { seq, stream } = at;
    const session = { stream: stream.stream, registerSession: facts.money.registerSession };
    const { businessDate, currency } = facts;
    const head = {
      seq,
      kind: 'sale' as const,
      businessDate,
      currency,
      about: null,
      session,
      reference: null,
    };
    const receipt = { head, posting: this.#posting(amounts, currency), cashMinor: cashOf(amounts) };
    this.#postReceipt(receipt, standing);
  }

  /** To be called of every void; the standing is that of the session of the sale. */
  saleVoided(sale: MoneyReceipt, voidAt: Applying, standing: Standing): void {
    if (standing === 'in-session' && this.#settings.journalPer === 'session') return;
    const taken = voided(sale.amounts);
    const { facts, at } = sale;
    const session = { stream: at.stream.stream, registerSession: facts.money.registerSession };
    const { businessDate, currency } = facts;
    const of = { businessDate, currency, about: at.seq, session, reference: null };
    const head = { seq: voidAt.seq, kind: 'sale' as const, ...of };
    this.#postReceipt({ head, posting: this.#posting(taken, currency), cashMinor: cashOf(taken) }, standing);
  }

  /** A payout, or a payment that came, or was taken back, after its payout. */
  payoutPosted(payout: PayoutPosting, { seq }: Applying): void {
    const { currency, arrivedOn: businessDate, payoutId: reference } = payout;
    const of = { businessDate, currency, about: null, session: null, reference };
    this.#post(postPayout(payout), { seq, kind: 'payout', ...of });
  }

  liabilityAdjusted(data: EventData<'backroom.liability.adjusted.v1'>, { seq }: Applying): void {
    const { businessDate, currency, account: reference } = data;
    const of = { businessDate, currency, about: null, session: null, reference };
    this.#post(postLiability(data), { seq, kind: 'liability', ...of });
  }

  endBatch(): void {
    this.#journal.endBatch();
  }

  #posting(amounts: readonly MoneyAmount[], currency: string): Posting {
    if (this.#settings.postsCostsIn(currency)) return postAmounts(amounts);
    return postAmounts(amounts.filter(({ aspect }) => aspect !== 'cost'));
  }

  #postReceipt({ head, posting, cashMinor }: ReceiptPosting, standing: Standing): void {
    if (standing === 'in-session') return this.#post(posting, head);
    const { session, currency, businessDate } = head;
    const posted = this.#journal.postedSession(session, currency);
    if (posted?.counted === 1) postOver(-cashMinor, posting);
    this.#post(posting, { ...head, kind: 'adjustment', businessDate: posted?.business_date ?? businessDate });
  }

  /** Late things are of the day that their session was posted to. */
  #dayOf(session: EntryHead['session'] & object, told: { currency: string; businessDate: string }): string {
    return this.#journal.postedSession(session, told.currency)?.business_date ?? told.businessDate;
  }

  #post(posting: Posting, head: EntryHead): void {
    const lines = posting.lines();
    if (lines === null) {
      const detail = `What is to be posted to the books on ${head.businessDate} is beyond what can be counted. Nothing of it is posted.`;
      this.#books.raise(head.seq, { cause: 'journal.out_of_range', subject: head.businessDate, detail });
      return;
    }
    if (lines.length > 0) this.#journal.add(head, lines);
  }
}

import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { ExceptionFact } from '../../domain/decide.ts';
import { voided } from '../../domain/money-amounts.ts';
import type { MoneyAmount } from '../../domain/money-amounts.ts';
import { countedCash } from '../../domain/session.ts';
import { must } from '../../kit/assert.ts';
import { SessionBook } from '../books/session-book.ts';
import type { SessionRow } from '../books/session-book.ts';
import type { SequenceBook } from '../books/sequence-book.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { JournalDesk } from './journal-desk.ts';
import { missingWords, SessionPoster } from './session-poster.ts';

type Told = Omit<ExceptionFact, 'subject'>;

type Named = Pick<EventData<'backroom.session.opened.v1'>, 'registerSession' | 'businessDate' | 'currency'>;

/**
 * Register sessions from their opening to their close, and the business days that they make. A session is posted, which
 * fixes its Z report, when its closing and every number up to it are here, or when its day is closed. What comes for it
 * before that is in the report, what comes later is an adjustment: the two together are the same in whatever order it came.
 */
export class SessionDesk {
  readonly #book: SessionBook;
  readonly #books: ShopBooks;
  readonly #journal: JournalDesk;
  readonly #poster: SessionPoster;
  /** Installations of which a closed session waits for numbers. */
  readonly #waiting: Set<number>;

  constructor(db: Database, books: ShopBooks, parts: { journal: JournalDesk; sequences: SequenceBook }) {
    this.#books = books;
    this.#journal = parts.journal;
    this.#book = new SessionBook(db);
    this.#poster = new SessionPoster({ ...parts, book: this.#book, books });
    this.#waiting = new Set(this.#book.waitingStreams());
  }

  opened(data: EventData<'backroom.session.opened.v1'>, at: Applying): void {
    const row = this.#named(data, at);
    if (row.opened_seq !== null) return this.#repeated(row, at, 'opened');
    this.#book.note(row);
    row.opened_seq = at.seq;
    row.float_minor = data.floatMinor;
    row.location = data.location ?? null;
    this.#books.resolve(at.seq, 'session.not_opened', this.#book.label(row));
    if (row.posted_seq !== null) return this.#openedLate(row, data, at);
    if (row.state === 'awaited') row.state = 'open';
    this.#datedBy(row, data, at);
  }

  cashMoved(data: EventData<'backroom.cash.moved.v1'>, at: Applying): void {
    const row = this.#named(data, at);
    if (row.state === 'awaited') this.#tellIfNotOpened(row, at);
    const { direction, amountMinor, reason, currency } = data;
    const aspect = direction === 'in' ? 'cash-in' : 'cash-out';
    const amounts: MoneyAmount[] = [{ aspect, of: 'drawer', key: reason, minor: amountMinor, count: 1 }];
    if (row.posted_seq === null)
      return this.#book.totals.add(row.session, { part: 'session', currency, amounts });
    const totalMinor = direction === 'in' ? amountMinor : -amountMinor;
    this.#poster.adjust(row, at, { kind: 'cash', currency, totalMinor, amounts });
    this.#poster.adjustDrawer(row, at, { currency, amounts, overMinor: -totalMinor });
  }

  closed(data: EventData<'backroom.session.closed.v1'>, at: Applying): void {
    const row = this.#named(data, at);
    if (row.closed_seq !== null) return this.#repeated(row, at, 'closed');
    this.#book.note(row);
    row.closed_seq = at.seq;
    row.counted_minor = countedCash(data);
    row.first_sequence = Number(data.firstSequence);
    row.last_sequence = Number(data.lastSequence);
    const { report, countedMinor, denominations } = data;
    if (report !== undefined || denominations !== undefined)
      row.till_report = JSON.stringify({ report, countedMinor, denominations });
    this.#books.resolve(at.seq, 'session.not_closed', this.#book.label(row));
    if (row.opened_seq === null) this.#tell(row, at, notOpened(row));
    if (row.posted_seq !== null) this.#closedLate(row, data, at);
    else {
      row.state = 'closing';
      if (row.opened_seq === null) this.#datedBy(row, data, at);
    }
    this.#settle(row, at);
  }

  sealed(data: EventData<'backroom.session.sealed.v1'>, at: Applying): void {
    const stream = this.#book.streamOf(data.source);
    const row = stream === null ? null : this.#book.find(stream, data.registerSession);
    if (row === null || row.sealed_seq !== null || row.z_number === null) return;
    row.sealed_seq = at.seq;
    this.#book.note(row);
  }

  dayClosed({ businessDate }: EventData<'backroom.day.closed.v1'>, at: Applying): void {
    if (this.#book.isDayClosed(businessDate)) return;
    this.#book.closeDay(businessDate, at.seq);
    for (const row of this.#book.unpostedOf(businessDate)) {
      if (row.opened_seq === null) this.#tell(row, at, notOpened(row));
      if (row.closed_seq === null) this.#tell(row, at, notClosed(row));
      this.#poster.post(row, at);
    }
  }

  receiptCame(receipt: MoneyReceipt): void {
    const { facts, at, amounts } = receipt;
    const { currency, businessDate, kind, totalMinor } = facts;
    const row = this.#named({ registerSession: facts.money.registerSession, businessDate, currency }, at);
    if (row.state === 'awaited') this.#tellIfNotOpened(row, at);
    this.#noteDate(row, businessDate, at);
    if (row.posted_seq !== null) {
      this.#poster.adjust(row, at, { kind, currency, totalMinor, amounts });
      return this.#journal.receiptCame(receipt, 'late');
    }
    this.#book.totals.add(row.session, { part: 'session', currency, amounts });
    this.#journal.receiptCame(receipt, 'in-session');
  }

  /** `sale` counts no more, by the word of the event at `voidAt`. It is taken out of its own session. */
  saleVoided(sale: MoneyReceipt, voidAt: Applying): void {
    const { facts, at } = sale;
    const { currency, totalMinor } = facts;
    const row = must(this.#book.find(at.stream.stream, facts.money.registerSession), 'the session of a sale');
    const amounts = voided(sale.amounts);
    if (row.posted_seq !== null) {
      this.#poster.adjust(row, voidAt, { kind: 'void', currency, totalMinor: -totalMinor, amounts });
      return this.#journal.saleVoided(sale, voidAt, 'late');
    }
    this.#book.totals.add(row.session, { part: 'session', currency, amounts });
    this.#journal.saleVoided(sale, voidAt, 'in-session');
  }

  /** Any event of any stream was applied: a number that a closed session waited for may be here now. */
  eventCame(at: Applying): void {
    const { stream } = at.stream;
    if (!this.#waiting.has(stream)) return;
    const rows = this.#book.waiting(stream);
    for (const row of rows) this.#settle(row, at);
    if (rows.every(({ complete }) => complete === 1)) this.#waiting.delete(stream);
  }

  /** Writes what the batch kept back. */
  endBatch(): void {
    this.#book.endBatch();
  }

  /** The session that an event names. One whose day is over is posted as it is: nothing opens a day again. */
  #named({ registerSession, businessDate, currency }: Named, at: Applying): SessionRow {
    const { stream } = at.stream;
    const known = this.#book.find(stream, registerSession);
    if (known === null) {
      const dated = { business_date: businessDate, currency };
      const row = this.#book.add({ session: at.seq, stream, name: registerSession, ...dated });
      if (this.#book.isDayClosed(businessDate)) this.#poster.post(row, at, 'no-report');
      return row;
    }
    if (known.state === 'awaited' && businessDate < known.business_date) {
      known.business_date = businessDate;
      this.#book.note(known);
      if (this.#book.isDayClosed(businessDate)) this.#poster.post(known, at);
    }
    return known;
  }

  /** The opening says of which day it is, before that the closing does. */
  #datedBy(row: SessionRow, { businessDate, currency }: Named, at: Applying): void {
    row.business_date = businessDate;
    row.currency = currency;
    const strange = [row.first_date, row.last_date].find((date) => date !== null && date !== businessDate);
    if (strange !== undefined && strange !== null) this.#tellOtherDay(row, strange, at);
    if (this.#book.isDayClosed(businessDate)) this.#poster.post(row, at);
  }

  /** A receipt may say another day than its session: it counts in its session, where its money is. */
  #noteDate(row: SessionRow, date: string, at: Applying): void {
    const { first_date: first, last_date: last, business_date: own } = row;
    if (first !== null && last !== null && first <= date && date <= last) return;
    row.first_date = first === null || date < first ? date : first;
    row.last_date = last === null || date > last ? date : last;
    this.#book.note(row);
    const wasOfOneDay = (first ?? own) === own && (last ?? own) === own;
    if (row.state !== 'awaited' && date !== own && wasOfOneDay) this.#tellOtherDay(row, date, at);
  }

  #tellOtherDay(row: SessionRow, date: string, at: Applying): void {
    const detail = `Session ${row.name} is of ${row.business_date}, and a receipt of it says ${date}. It counts on the day of its session.`;
    this.#tell(row, at, { cause: 'session.other_day', detail });
  }

  #openedLate(row: SessionRow, { currency, floatMinor }: Named & { floatMinor: number }, at: Applying): void {
    this.#poster.adjust(row, at, { kind: 'opening', currency, totalMinor: floatMinor, amounts: [] });
    this.#poster.adjustDrawer(row, at, { currency, amounts: [], overMinor: -floatMinor });
  }

  #closedLate(row: SessionRow, { currency }: Named, at: Applying): void {
    const totalMinor = row.counted_minor ?? 0;
    this.#poster.adjust(row, at, { kind: 'closing', currency, totalMinor, amounts: [] });
    this.#poster.adjustDrawer(row, at, { currency, amounts: [], overMinor: this.#poster.over(row) ?? 0 });
    this.#poster.compare(row, at);
  }

  /** A closed session whose numbers are all here is posted; else they are named. */
  #settle(row: SessionRow, at: Applying): void {
    const missing = this.#poster.missing(row);
    const subject = this.#book.label(row);
    if (missing.length > 0) {
      this.#waiting.add(row.stream);
      if (row.closed_seq === at.seq)
        this.#tell(row, at, { cause: 'session.numbers_missing', detail: missingWords(row, missing) });
      return;
    }
    row.complete = 1;
    this.#book.note(row);
    this.#books.resolve(at.seq, 'session.numbers_missing', subject);
    if (row.posted_seq === null) this.#poster.post(row, at);
  }

  /** A till that has told of sessions before is told at once; of another at the close of the day. */
  #tellIfNotOpened(row: SessionRow, at: Applying): void {
    if (row.session !== at.seq || !this.#book.tellsOfSessions(row.stream)) return;
    this.#tell(row, at, notOpened(row));
  }

  #repeated(row: SessionRow, at: Applying, what: string): void {
    const detail = `Session ${row.name} was ${what} before. The first one counts: a till gives each session a name of its own.`;
    this.#tell(row, at, { cause: 'session.repeated', detail });
  }

  #tell(row: SessionRow, { seq }: Applying, { cause, detail }: Told): void {
    const subject = this.#book.label(row);
    if (this.#books.exceptions.isOpen(cause, subject)) return;
    this.#books.raise(seq, { cause, subject, detail });
  }
}

function notOpened({ name, business_date: day }: SessionRow): Told {
  const detail = `Session ${name} of ${day} was never opened by its till. What it sold counts; its float is not known.`;
  return { cause: 'session.not_opened', detail };
}

function notClosed({ name, business_date: day }: SessionRow): Told {
  const detail = `The day ${day} was closed before session ${name} was. Its drawer was not counted.`;
  return { cause: 'session.not_closed', detail };
}

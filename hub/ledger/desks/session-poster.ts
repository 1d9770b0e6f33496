import { SessionClosed } from '../../contract/session-events.ts';
import type { MoneyAmount } from '../../domain/money-amounts.ts';
import { expectedCash, namedNumbers, reportDifferences } from '../../domain/session.ts';
import type { ReportDifference } from '../../domain/session.ts';
import type { SessionBook, SessionRow } from '../books/session-book.ts';
import type { SessionPart } from '../books/session-totals.ts';
import type { SequenceBook } from '../books/sequence-book.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import type { JournalDesk, SessionOf } from './journal-desk.ts';

/** What the till said at its close, as far as it is compared. */
const Closing = SessionClosed.pick({ report: true, countedMinor: true, denominations: true });

export interface PosterParts {
  readonly book: SessionBook;
  readonly books: ShopBooks;
  readonly journal: JournalDesk;
  readonly sequences: SequenceBook;
}

/** Fixes the Z report of a session, and takes what comes after that as adjustments of its day. */
export class SessionPoster {
  readonly #parts: PosterParts;

  constructor(parts: PosterParts) {
    this.#parts = parts;
  }

  /** Closed by its till, or by its day. `numbered`: it is a Z report of its own, and gets a number. */
  post(row: SessionRow, at: Applying, numbered: 'z-report' | 'no-report' = 'z-report'): void {
    const { book, journal } = this.#parts;
    const { totals } = book;
    row.posted_seq = at.seq;
    row.state = 'closed';
    book.note(row);
    const missing = this.missing(row);
    row.missing = missing.length === 0 ? null : JSON.stringify(missing.slice(0, MISSING_KEPT));
    const currencies = new Set([row.currency, ...totals.currencies(row.session)]);
    if (numbered === 'z-report') row.z_number = totals.nextNumber(row.stream);
    for (const currency of currencies) {
      const amounts = totals.of(row.session, 'session', currency);
      totals.addToRegister(row.stream, currency, amounts);
      if (numbered === 'z-report') totals.setGrand(row.session, row.stream, currency);
      const overMinor = currency === row.currency ? overOf(row, amounts) : null;
      journal.sessionPosted(
        { ...sessionOf(row, currency), closedSeq: row.closed_seq, amounts, overMinor },
        at,
      );
    }
    this.compare(row, at);
  }

  /** Something came for a session that is posted. */
  adjust(
    row: SessionRow,
    at: Applying,
    told: {
      kind: 'sale' | 'refund' | 'void' | 'cash' | 'opening' | 'closing';
      currency: string;
      totalMinor: number;
      amounts: readonly MoneyAmount[];
    },
  ): void {
    const { book, books } = this.#parts;
    const { kind, currency, totalMinor, amounts } = told;
    const adjustment = { seq: at.seq, kind, currency, total_minor: totalMinor };
    const part = partOf(row, at);
    book.adjust(row, adjustment, { part, amounts });
    if (part === 'late') this.compare(row, at);
    const day = row.business_date;
    if (books.exceptions.isOpen('day.adjusted', day)) return;
    const detail = `Something came for ${day} after its session was closed. It counts as an adjustment of that day.`;
    books.raise(at.seq, { cause: 'day.adjusted', subject: day, detail });
  }

  /** Cash, a float or a count that came late changes by how much the drawer is over. */
  adjustDrawer(
    row: SessionRow,
    at: Applying,
    {
      currency,
      amounts,
      overMinor,
    }: { currency: string; amounts: readonly MoneyAmount[]; overMinor: number },
  ): void {
    const counted = row.counted_minor !== null && currency === row.currency;
    const adjustment = { ...sessionOf(row, currency), amounts, counted };
    this.#parts.journal.sessionAdjusted({ ...adjustment, overMinor: counted ? overMinor : 0 }, at);
  }

  /** What all that came by now says of the drawer; null while it was not counted. */
  over(row: SessionRow): number | null {
    return overOf(row, this.#known(row, ['session', 'late', 'after']));
  }

  missing(row: SessionRow) {
    const { first_sequence: first, last_sequence: last, complete } = row;
    if (first === null || last === null || complete === 1) return [];
    return this.#parts.sequences.missing(row.stream, { first, last });
  }

  /** A difference between the till's report and the hub's is told once, and is over when they agree. */
  compare(row: SessionRow, at: Applying): void {
    if (row.till_report === null || row.posted_seq === null) return;
    const { book, books } = this.#parts;
    const amounts = this.#known(row, ['session', 'late']);
    const closing = Closing.parse(JSON.parse(row.till_report));
    const differences = reportDifferences(closing, { amounts, floatMinor: row.float_minor });
    book.setDifferences(row, differences);
    const subject = book.label(row);
    if (differences.length === 0) return books.resolve(at.seq, 'session.report_differs', subject);
    if (books.exceptions.isOpen('session.report_differs', subject)) return;
    const detail = `The till's own report of session ${row.name} differs from the hub's: ${wordsOf(differences)}.`;
    books.raise(at.seq, { cause: 'session.report_differs', subject, detail });
  }

  #known(row: SessionRow, parts: readonly SessionPart[]): MoneyAmount[] {
    return parts.flatMap((part) => this.#parts.book.totals.of(row.session, part, row.currency));
  }
}

/** How many ranges of missing numbers a Z report names. */
const MISSING_KEPT = 20;

export function missingWords(row: SessionRow, missing: readonly { first: number; last: number }[]): string {
  return `Session ${row.name} was closed, and its till has sent more than is here. Numbers missing: ${namedNumbers(missing)}. The till sends them again by itself when it is connected.`;
}

function wordsOf(differences: readonly ReportDifference[]): string {
  return differences.map(({ aspect, key }) => (key === '' ? aspect : `${aspect} ${key}`)).join(', ');
}

function sessionOf(row: SessionRow, currency: string): SessionOf {
  const { stream, name: registerSession, business_date: businessDate } = row;
  return { stream, registerSession, businessDate, currency };
}

function overOf(row: SessionRow, amounts: readonly MoneyAmount[]): number | null {
  return row.counted_minor === null ? null : row.counted_minor - expectedCash(row.float_minor, amounts);
}

/** What has a number of the session is in the till’s own report; what its till, or another, told later is not. */
function partOf(row: SessionRow, { event, stream }: Applying): 'late' | 'after' {
  if (stream.stream !== row.stream) return 'after';
  if (row.last_sequence === null || event.sequence === null) return 'late';
  // The closing itself stands right behind the last.
  return event.sequence <= row.last_sequence + 1 ? 'late' : 'after';
}

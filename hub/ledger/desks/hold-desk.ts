import { isDeepStrictEqual } from 'node:util';
import type { EventData } from '../../contract/events.ts';
import { readStoredEvent } from '../../contract/read-event.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { heldMinorOf, HOLD_LASTS_MS, isExceeded, stateOfHold, usesOf } from '../../domain/hold.ts';
import { moneyWords } from '../../domain/money-words.ts';
import { assert, must } from '../../kit/assert.ts';
import { holdFacts } from '../books/hold-book.ts';
import type { HoldBook, HoldRow } from '../books/hold-book.ts';
import type { HoldSources } from '../books/hold-sources.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import { ownOr } from './receipt-desk.ts';

type HoldMade = EventData<'backroom.hold.made.v1'>;

/** Money that is kept for a till before it takes or gives any: asked for, used up, released, expired. */
export class HoldDesk {
  readonly #books: ShopBooks;
  readonly #book: HoldBook;
  readonly #sources: HoldSources;

  constructor(books: ShopBooks, book: HoldBook, sources: HoldSources) {
    this.#books = books;
    this.#book = book;
    this.#sources = sources;
  }

  made(data: HoldMade, at: Applying): void {
    const { seq, event } = at;
    const row = this.#book.take(data.holdId);
    if (row.made_seq !== null) return this.#madeAgain(row, data, at);
    row.made_seq = seq;
    row.kind = data.kind;
    row.account = data.account ?? null;
    row.currency = data.currency;
    row.amount_minor = data.amountMinor;
    row.expires_ms = expiryOf(data, this.#books.receivedMs);
    const source = this.#sources.of(data, event.source);
    row.liability = source.liability;
    row.sale = source.sale;
    // What was used or freed before it came needs nothing any more.
    const needMinor = heldMinorOf(holdFacts(row));
    if (needMinor > source.availableMinor) row.refusal = source.refusal;
    this.#tellRefusal(row);
    this.#books.resolve(seq, 'hold.unknown', row.hold_id);
    this.#settle(row, seq);
    this.#tellExceeded(row, false, seq);
  }

  released(data: EventData<'backroom.hold.released.v1'>, { seq }: Applying): void {
    const row = this.#book.take(data.holdId);
    row.released = 1;
    this.#settle(row, seq);
    this.#tellUnknown(row, seq);
  }

  expired(data: EventData<'backroom.hold.expired.v1'>, { seq }: Applying): void {
    const row = this.#book.take(data.holdId);
    row.expired = 1;
    this.#settle(row, seq);
  }

  receiptCame({ facts, at: { seq } }: MoneyReceipt): void {
    for (const { hold, minor } of usesOf(facts)) {
      this.#use(this.#book.take(hold), { uses: 1, minor }, seq);
    }
  }

  saleVoided({ facts }: MoneyReceipt, { seq }: Applying): void {
    for (const { hold, minor } of usesOf(facts)) {
      this.#use(this.#book.take(hold), { uses: 0, minor: 0 - minor }, seq);
    }
  }

  /** Why what entry `seq` asked for was refused; null when it was not. */
  refusalOf(data: HoldMade, { seq, event }: Pick<Applying, 'seq' | 'event'>): Refusal | null {
    const row = this.#book.find(data.holdId);
    if (row === null || row.made_seq === null || row.made_seq > seq) return null;
    return row.made_seq === seq || this.#isSame(row, data, event.source)
      ? refusalOf(row)
      : refusalOfOther(row);
  }

  /** What was used goes back with a voided sale; the hold stays over. */
  #use(row: HoldRow, { uses, minor }: { uses: number; minor: number }, seq: number): void {
    const wasExceeded = isExceeded(holdFacts(row));
    row.uses += uses;
    row.used_minor += minor;
    this.#settle(row, seq);
    this.#tellUnknown(row, seq);
    this.#tellExceeded(row, wasExceeded, seq);
  }

  /** Works out anew what is held, and moves the difference. */
  #settle(row: HoldRow, seq: number): void {
    const facts = holdFacts(row);
    const heldMinor = heldMinorOf(facts);
    const changeMinor = heldMinor - row.held_minor;
    row.held_minor = heldMinor;
    row.state = stateOfHold(facts);
    this.#book.save(row);
    if (changeMinor !== 0) this.#sources.hold(row, changeMinor, seq);
  }

  /** An id is used once. The same said again is no mistake, and gets the same answer. */
  #madeAgain(row: HoldRow, data: HoldMade, { seq, event }: Applying): void {
    if (this.#isSame(row, data, event.source)) return this.#tellRefusal(row);
    const refusal = refusalOfOther(row);
    this.#books.refuse(refusal);
    this.#books.raise(seq, { cause: 'hold.repeated', subject: row.hold_id, detail: refusal.detail });
  }

  #isSame(row: HoldRow, data: HoldMade, source: string): boolean {
    const body = this.#sources.body(must(row.made_seq, 'the event of a hold'));
    const { content, envelope } = readStoredEvent(body);
    assert(content?.type === 'backroom.hold.made.v1', `entry ${row.made_seq} makes a hold`);
    return isDeepStrictEqual(askedFor(content.data, envelope.source), askedFor(data, source));
  }

  #tellRefusal(row: HoldRow): void {
    const refusal = refusalOf(row);
    if (refusal !== null) this.#books.refuse(refusal);
  }

  #tellUnknown(row: HoldRow, seq: number): void {
    if (row.made_seq !== null || this.#books.exceptions.isOpen('hold.unknown', row.hold_id)) return;
    const detail = `There is no hold ${row.hold_id} yet. What was said of it waits for it.`;
    this.#books.raise(seq, { cause: 'hold.unknown', subject: row.hold_id, detail });
  }

  #tellExceeded(row: HoldRow, was: boolean, seq: number): void {
    const is = isExceeded(holdFacts(row));
    const { hold_id: subject, currency } = row;
    if (was && !is) this.#books.resolve(seq, 'hold.exceeded', subject);
    if (was || !is || currency === null) return;
    const used = moneyWords(row.used_minor, currency);
    const held = moneyWords(row.refusal === null ? row.amount_minor : 0, currency);
    const detail = `Hold ${subject}: ${used} were used, ${held} were held. What was used counts.`;
    this.#books.raise(seq, { cause: 'hold.exceeded', subject, detail });
  }
}

function expiryOf({ expiresAt }: HoldMade, receivedMs: number): number {
  return expiresAt === undefined ? receivedMs + HOLD_LASTS_MS : Date.parse(expiresAt);
}

/** `source`: of the till that asks, whose own sale an original without a source is. */
function askedFor({ kind, account, original, currency, amountMinor }: HoldMade, source: string): object {
  const sale = original === undefined ? null : ownOr(original, source);
  return { kind, account, sale, currency, amountMinor };
}

function refusalOf({ refusal, hold_id: subject }: HoldRow): Refusal | null {
  return refusal === null ? null : { cause: 'hold.refused', subject, detail: refusal };
}

function refusalOfOther({ hold_id: subject }: HoldRow): Refusal {
  const detail = `Hold ${subject} was made before, for something else. The first one counts.`;
  return { cause: 'hold.refused', subject, detail };
}

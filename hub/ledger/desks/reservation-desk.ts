import { isDeepStrictEqual } from 'node:util';
import type { Database } from 'better-sqlite3';
import type {
  ReservationExpired,
  ReservationMade,
  ReservationPosted,
  ReservationVoided,
} from '../../contract/reservation-events.ts';
import type { ExceptionCause } from '../../domain/decide.ts';
import { addUp, needOf, standingOf } from '../../domain/reservation.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { must } from '../../kit/assert.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { factsOf, ReservationBook } from '../books/reservation-book.ts';
import type { ReservationRow } from '../books/reservation-book.ts';
import { lineOf, ReservationStock, totalOf } from '../books/reservation-stock.ts';
import type { OpenReservation } from '../books/reservation-stock.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import { readLines } from './stock-lines.ts';
import type { GoodsLine } from './stock-lines.ts';

type Sum = 'made_micro' | 'posted_micro' | 'sold_micro' | 'voided_micro';

/** Goods that are promised to somebody: made, posted, voided, expired. */
export class ReservationDesk {
  readonly #books: ShopBooks;
  readonly #book: ReservationBook;
  readonly #stock: ReservationStock;

  constructor(db: Database, books: ShopBooks) {
    this.#books = books;
    this.#book = new ReservationBook(db);
    this.#stock = new ReservationStock(books, this.#book);
  }

  made(data: ReservationMade, at: Applying): void {
    const { seq } = at;
    const open = this.#open(data.reservationId, seq);
    const { row } = open;
    const place = this.#books.location(data.location ?? null, seq);
    const goods = readLines(data.lines, this.#books, at);
    if (row.made_seq !== null) return this.#madeAgain(open, { place, goods, seq });
    this.#add(open, { goods, sum: 'made_micro', seq });
    row.made_seq = seq;
    row.place = place;
    row.order_number = data.orderNumber ?? null;
    row.channel = data.channel ?? null;
    row.expires_ms = data.expiresAt === undefined ? null : Date.parse(data.expiresAt);
    row.refusal = data.ifAvailable === true ? this.#lacking(open) : null;
    this.#tellRefusal(row);
    this.#books.resolve(seq, 'reservation.unknown', row.reservation_id);
    this.#stock.settle(open, seq);
    this.#tellBeyond(open, 0, seq);
  }

  posted(data: ReservationPosted, at: Applying): void {
    const isSold = data.soldBy !== undefined;
    this.#change(data, at, {
      sum: isSold ? 'sold_micro' : 'posted_micro',
      takeRest: (row) => {
        if (isSold) row.sold = 1;
        else row.posted = 1;
      },
    });
  }

  voided(data: ReservationVoided, at: Applying): void {
    this.#change(data, at, { sum: 'voided_micro', takeRest: (row) => void (row.voided = 1) });
  }

  expired(data: ReservationExpired, { seq }: Applying): void {
    const open = this.#open(data.reservationId, seq);
    open.row.expired = 1;
    this.#stock.settle(open, seq);
  }

  /** Why the reservation that entry `seq` made was refused; null when it was not. */
  refusalOf(reservationId: string, seq: number): Refusal | null {
    const row = this.#book.find(reservationId);
    return row === null || row.made_seq === null || row.made_seq > seq ? null : refusalOf(row);
  }

  /**
   * What is held of these products goes with them while `change` merges them, or takes a merge back. What is over is
   * worked out anew too: too much of one product may have been what was left of the other.
   */
  follow(products: readonly number[], seq: number, change: () => void): void {
    const concerned = this.#stock.concernedBy(products);
    const before = concerned.map((open) => this.#beyond(open));
    this.#stock.follow(concerned, seq, change);
    for (const [index, open] of concerned.entries()) this.#tellBeyond(open, before[index] ?? 0, seq);
  }

  /** A posting or a voiding: of the lines that it has, or of all that is left. */
  #change(
    data: ReservationPosted | ReservationVoided,
    at: Applying,
    how: { sum: Sum; takeRest: (row: ReservationRow) => void },
  ): void {
    const { seq } = at;
    const open = this.#open(data.reservationId, seq);
    const before = { state: open.row.state, beyondMicro: this.#beyond(open) };
    const goods = data.lines === undefined ? [] : readLines(data.lines, this.#books, at);
    if (data.lines === undefined) how.takeRest(open.row);
    this.#add(open, { goods, sum: how.sum, seq });
    this.#stock.settle(open, seq, how.sum === 'posted_micro' ? goods : []);
    this.#tell(open, before, seq);
  }

  #open(reservationId: string, seq: number): OpenReservation {
    const row = this.#book.take(reservationId, seq);
    row.changed_seq = seq;
    return this.#stock.opened(row);
  }

  #add(
    open: OpenReservation,
    { goods, sum, seq }: { goods: readonly GoodsLine<unknown>[]; sum: Sum; seq: number },
  ): void {
    for (const { product, named, quantityMicro } of goods) {
      const line = lineOf(open, named);
      const total = addUp(line[sum], quantityMicro);
      if (total === null) {
        this.#books.raiseOutOfRange(seq, { product, quantityMicro });
        continue;
      }
      line[sum] = total;
      open.changed.add(line);
    }
  }

  /** Why a hold cannot be had, or null when it can. */
  #lacking(open: OpenReservation): string | null {
    const { row } = open;
    const place = must(row.place, 'the place of a reservation');
    for (const group of this.#stock.groups(open)) {
      const needMicro = needOf(factsOf(row), totalOf(group));
      const { onHandMicro, reservedMicro } = this.#books.stock.balance(group.product, place);
      const availableMicro = Math.max(0, onHandMicro - reservedMicro);
      if (needMicro <= availableMicro) continue;
      const { sku } = this.#books.products.get(group.product);
      const [asked, available] = [formatQuantity(needMicro), formatQuantity(availableMicro)];
      return `${sku}: ${asked} asked for, ${available} available.`;
    }
    return null;
  }

  /** An id is used once. The same said again is no mistake, and gets the same answer. */
  #madeAgain(
    open: OpenReservation,
    { place, goods, seq }: { place: number; goods: readonly GoodsLine<unknown>[]; seq: number },
  ): void {
    const { row } = open;
    this.#tellRefusal(row);
    const again: OpenReservation = { row, lines: [], changed: new Set() };
    this.#add(again, { goods, sum: 'made_micro', seq });
    if (place === row.place && isDeepStrictEqual(this.#asked(again), this.#asked(open))) return;
    const detail = `Reservation ${row.reservation_id} was made before, with other goods. The first one counts.`;
    this.#books.raise(seq, { cause: 'reservation.repeated', subject: row.reservation_id, detail });
  }

  /** How much of each product was asked for. */
  #asked(open: OpenReservation): Map<number, number> {
    const groups = this.#stock.groups(open);
    const asked = groups.map((group): [number, number] => [group.product, totalOf(group).madeMicro]);
    return new Map(asked.filter(([, madeMicro]) => madeMicro !== 0));
  }

  #tellRefusal(row: ReservationRow): void {
    const refusal = refusalOf(row);
    if (refusal !== null) this.#books.refuse(refusal);
  }

  #beyond(open: OpenReservation): number {
    const facts = factsOf(open.row);
    return this.#stock
      .groups(open)
      .reduce((sum, group) => sum + standingOf(facts, totalOf(group)).beyondMicro, 0);
  }

  #tell(
    open: OpenReservation,
    before: { state: ReservationRow['state']; beyondMicro: number },
    seq: number,
  ): void {
    const { row } = open;
    const id = row.reservation_id;
    const raise = (cause: ExceptionCause, detail: string): void =>
      this.#books.raise(seq, { cause, subject: id, detail });
    if (row.made_seq === null)
      return raise(
        'reservation.unknown',
        `There is no reservation ${id} yet. What was said of it waits for it.`,
      );
    if (this.#tellBeyond(open, before.beyondMicro, seq)) return;
    if (before.state === 'open') return;
    raise(
      'reservation.ended',
      `Reservation ${id} was over before (${before.state}). What was handed over counts.`,
    );
  }

  /** True when more is beyond what was reserved than before. Nothing is to look into when nothing is any more. */
  #tellBeyond(open: OpenReservation, beforeMicro: number, seq: number): boolean {
    const beyondMicro = this.#beyond(open);
    const id = open.row.reservation_id;
    if (beyondMicro === 0 && beforeMicro > 0) this.#books.resolve(seq, 'reservation.exceeded', id);
    if (beyondMicro <= beforeMicro) return false;
    const detail = `More of reservation ${id} was handed over or freed than was reserved. What was handed over counts.`;
    this.#books.raise(seq, { cause: 'reservation.exceeded', subject: id, detail });
    return true;
  }
}

function refusalOf({ refusal, reservation_id: subject }: ReservationRow): Refusal | null {
  return refusal === null ? null : { cause: 'reservation.refused', subject, detail: refusal };
}

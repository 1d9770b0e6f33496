import { PLACE } from '../../domain/places.ts';
import { sharesOf, standingOf, stateOf, sumsOf } from '../../domain/reservation.ts';
import type { ReservationSums } from '../../domain/reservation.ts';
import { signedMovement } from '../../domain/signed-route.ts';
import type { SignedGoods } from '../../domain/signed-route.ts';
import { must } from '../../kit/assert.ts';
import { factsOf, newLine, sumsOfLine } from './reservation-book.ts';
import type { ReservationBook, ReservationLineRow, ReservationRow } from './reservation-book.ts';
import type { ShopBooks } from './shop-books.ts';

/** A reservation while an event changes it. */
export interface OpenReservation {
  readonly row: ReservationRow;
  readonly lines: ReservationLineRow[];
  readonly changed: Set<ReservationLineRow>;
}

/** The lines of products that are one by now. */
interface ReservedGroup {
  readonly product: number;
  readonly lines: readonly ReservationLineRow[];
}

/** What reservations hold of the stock, and what goes out of it by them. */
export class ReservationStock {
  readonly #books: ShopBooks;
  readonly #book: ReservationBook;

  constructor(books: ShopBooks, book: ReservationBook) {
    this.#books = books;
    this.#book = book;
  }

  opened(row: ReservationRow): OpenReservation {
    return { row, lines: this.#book.lines(row.reservation), changed: new Set() };
  }

  /** Those to which it matters whether these products are one. */
  concernedBy(products: readonly number[]): OpenReservation[] {
    return this.#book.concernedBy(products).map((row) => this.opened(row));
  }

  /**
   * Runs a change of what products are merged into. What the reservations hold of them is free meanwhile, and is held
   * afterwards in the stock of the product that each is then.
   */
  follow(concerned: readonly OpenReservation[], seq: number, change: () => void): void {
    for (const open of concerned) {
      for (const line of open.lines) this.#hold(open, line, { product: null, shareMicro: 0, seq });
      this.#saveLines(open);
    }
    change();
    for (const open of concerned) this.settle(open, seq);
  }

  /**
   * Brings the stock to what the sums say. What is free again comes first, so that nothing looks oversold meanwhile.
   * `posted` are the lines of a posting, which may tell the lots of their goods.
   */
  settle(open: OpenReservation, seq: number, posted: readonly SignedGoods[] = []): void {
    const { row } = open;
    const facts = factsOf(row);
    for (const group of this.groups(open)) if (leavesOf(open, group) !== 0) lineOf(open, group.product);
    const groups = this.groups(open);
    row.state = stateOf(facts, groups.map(totalOf));
    const shares = groups.flatMap(({ product, lines }) => {
      const sums = lines.map(sumsOfLine);
      const parts = sharesOf(facts, sums, standingOf(facts, sumsOf(sums)).reservedMicro);
      const held = row.state === 'open' ? product : null;
      return lines.map((line, index) => ({
        line,
        to: { product: held, shareMicro: parts[index] ?? 0, seq },
      }));
    });
    for (const { line, to } of shares)
      this.#hold(open, line, { ...to, shareMicro: Math.min(to.shareMicro, line.reserved_micro) });
    for (const group of groups) this.#handOver(open, group, { seq, posted });
    for (const { line, to } of shares) this.#hold(open, line, to);
    this.#book.save(row);
    this.#saveLines(open);
  }

  #saveLines({ row, changed }: OpenReservation): void {
    for (const line of changed) this.#book.saveLine(row.reservation, line);
    changed.clear();
  }

  /**
   * What has left by the reservation’s postings goes to the customer, or comes back. It is noted of the product whose
   * stock it went out of: where that was a merge’s, and the merge is undone, it comes back to that one and goes out of
   * what the posting named.
   */
  #handOver(
    open: OpenReservation,
    group: ReservedGroup,
    { seq, posted }: { seq: number; posted: readonly SignedGoods[] },
  ): void {
    const changeMicro = leavesOf(open, group);
    if (changeMicro === 0) return;
    const place = must(open.row.place, 'the place of a reservation');
    const told = posted.filter(({ product }) => product === group.product);
    const isTold = told.reduce((sum, { quantityMicro }) => sum + quantityMicro, 0) === changeMicro;
    const goods = isTold ? told : [{ product: group.product, quantityMicro: changeMicro }];
    for (const part of goods)
      for (const movement of signedMovement(part, { from: place, to: PLACE.customer }))
        this.#books.book(seq, movement);
    const line = lineOf(open, group.product);
    line.left_micro += changeMicro;
    open.changed.add(line);
  }

  /** Holds so much in the stock of a product for a line, and nothing in that of another. */
  #hold(
    open: OpenReservation,
    line: ReservationLineRow,
    to: { product: number | null; shareMicro: number; seq: number },
  ): void {
    const { product, seq } = to;
    const isElsewhere = line.held_product !== product;
    if (isElsewhere && line.held_product !== null) this.#reserve(open, line, { shareMicro: 0, seq });
    if (isElsewhere) {
      line.held_product = product;
      open.changed.add(line);
    }
    if (product !== null) this.#reserve(open, line, { shareMicro: to.shareMicro, seq });
  }

  #reserve(open: OpenReservation, line: ReservationLineRow, to: { shareMicro: number; seq: number }): void {
    const changeMicro = to.shareMicro - line.reserved_micro;
    if (changeMicro === 0 || line.held_product === null) return;
    const place = must(open.row.place, 'the place of a reservation');
    if (!this.#books.reserve(to.seq, { product: line.held_product, place, changeMicro })) return;
    line.reserved_micro = to.shareMicro;
    open.changed.add(line);
  }

  groups(open: OpenReservation): ReservedGroup[] {
    const { products } = this.#books;
    const groups = Map.groupBy(open.lines, (line) => products.survivor(products.get(line.product)).product);
    return [...groups].map(([product, lines]) => ({ product, lines }));
  }
}

/** How much of a group’s goods has to go out of the stock still; below zero where it has to come back. */
function leavesOf({ row }: OpenReservation, group: ReservedGroup): number {
  const { leftMicro } = standingOf(factsOf(row), totalOf(group));
  return leftMicro - group.lines.reduce((sum, line) => sum + line.left_micro, 0);
}

/** The line of a product, added where there is none. */
export function lineOf({ lines }: OpenReservation, product: number): ReservationLineRow {
  const known = lines.find((line) => line.product === product);
  if (known !== undefined) return known;
  const line = newLine(product);
  lines.push(line);
  return line;
}

/** The sums of products that are one by now. */
export function totalOf(group: ReservedGroup): ReservationSums {
  return sumsOf(group.lines.map(sumsOfLine));
}

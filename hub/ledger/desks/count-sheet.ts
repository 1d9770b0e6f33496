import type { Database } from 'better-sqlite3';
import { correction, joinLines, varianceOf } from '../../domain/counting.ts';
import { must } from '../../kit/assert.ts';
import type { CountBook, StartedCount } from '../books/count-book.ts';
import type { CountLines, StoredLine } from '../books/count-lines.ts';
import type { ShopBooks } from '../books/shop-books.ts';
import { StockHistory } from '../books/stock-history.ts';

/** The lines of counts, held against what the ledger has, and booked. */
export class CountSheet {
  readonly #books: ShopBooks;
  readonly #counts: CountBook;
  readonly #lines: CountLines;
  readonly #history: StockHistory;

  constructor(db: Database, books: ShopBooks, tables: { counts: CountBook; lines: CountLines }) {
    this.#books = books;
    this.#counts = tables.counts;
    this.#lines = tables.lines;
    this.#history = new StockHistory(db, books);
  }

  members(product: number): number[] {
    return this.#books.products.family(product);
  }

  /** The line held against the ledger as it is now. Without a place there is nothing to hold it against yet. */
  held(line: StoredLine, place: number | null): StoredLine {
    if (place === null) return line;
    const { expectedMicro, atSeq, moved } = this.#history.lookBack(line.product, place, line);
    const newerSeq = this.#newerThan(atSeq, line.product, place);
    return this.#valued({ ...line, expectedMicro, atSeq, moved, newerSeq });
  }

  #valued(line: StoredLine & { expectedMicro: number }): StoredLine {
    return { ...line, valueMicro: this.#books.costs.worth(line.product, varianceOf(line)) };
  }

  /** What belongs to a count, is in stock by the ledger and was not found, is counted as none. */
  addMissing(count: StartedCount, products: ReadonlySet<number>, seq: number): void {
    for (const product of products) {
      const { onHandMicro } = this.#books.stock.balance(product, count.place);
      if (onHandMicro === 0 || this.#lines.find(count.stock_count, product) !== null) continue;
      const { stock_count: number, ended_ms: countedMs } = count;
      const missing = {
        ...newLine(number, product),
        state: 'approved' as const,
        firstSeq: seq,
        atSeq: seq,
        countedMs,
        expectedMicro: onHandMicro,
        found: false,
      };
      this.#lines.save(this.#valued(missing));
    }
  }

  /** Books the approved differences, all in one. */
  book(count: StartedCount, seq: number): void {
    const first = this.#books.stock.nextMovement;
    const lines = this.#lines.approved(count.stock_count);
    for (const { product, countedMicro, expectedMicro, newerSeq } of lines) {
      if (newerSeq !== null || this.#books.products.get(product).kind !== 'goods') continue;
      const expected = must(expectedMicro, 'what is expected of a count that was started');
      const movement = correction(
        { product, place: count.place },
        varianceOf({ countedMicro, expectedMicro: expected }),
      );
      if (movement !== null) this.#books.book(seq, movement);
    }
    this.#counts.setBooked(count.stock_count, seq);
    this.#books.document(must(count.ended_seq, 'the end of a posted count'), { kind: 'counted', first });
    this.holdOthers(count);
  }

  /** Other open counts of what this one booked: their expectations are others now. */
  holdOthers(count: StartedCount): void {
    const others = this.#counts.othersOpen(count);
    if (others.length === 0) return;
    for (const { product } of this.#lines.approved(count.stock_count)) {
      for (const other of others) {
        const line = this.#lines.find(other.stock_count, product);
        if (line !== null) this.#lines.save(this.held(line, other.place));
      }
    }
  }

  /** The product is another one by now, or is made of others than before. Its lines in open counts go with it. */
  regroup(product: number, survivor: number): void {
    for (const { line, place } of this.#lines.running(product)) {
      if (product === survivor) {
        const held = this.held(line, place);
        const isOther = held.expectedMicro !== line.expectedMicro;
        this.#lines.save(isOther && line.state === 'approved' ? { ...held, state: 'open' } : held);
        continue;
      }
      const other = this.#lines.find(line.count, survivor);
      const joined = joinLines(line, other ?? { ...line, countedMicro: 0 });
      this.#lines.drop(line);
      this.#lines.save(this.held({ ...line, ...joined, product: survivor }, place));
    }
  }

  /** The latest position for which another count of the product was booked, where that is not before this one. */
  #newerThan(atSeq: number, product: number, place: number): number | null {
    if (this.#counts.newestBookedAt(place) < atSeq) return null;
    const booked = this.members(product).map((member) => this.#lines.newestBookedAt(member, place) ?? 0);
    const newest = Math.max(...booked);
    return newest >= atSeq ? newest : null;
  }
}

/** A line before anything was counted. */
export function newLine(count: number, product: number): StoredLine {
  return {
    count,
    product,
    state: 'open',
    countedMicro: 0,
    firstSeq: 0,
    atSeq: 0,
    countedMs: null,
    expectedMicro: null,
    valueMicro: null,
    moved: false,
    late: false,
    newerSeq: null,
    found: true,
  };
}

import type { Database } from 'better-sqlite3';
import type {
  CountCancelled,
  CountPosted,
  CountReviewed,
  CountScanned,
  CountStarted,
} from '../../contract/count-events.ts';
import { addPiece, latest, positionOf } from '../../domain/counting.ts';
import type { ExceptionCause } from '../../domain/decide.ts';
import { CountBook } from '../books/count-book.ts';
import type { CountRow, StartedCount } from '../books/count-book.ts';
import { CountExtent } from '../books/count-extent.ts';
import { CountLines } from '../books/count-lines.ts';
import { setClockMs } from '../event-time.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import { CountSheet, newLine } from './count-sheet.ts';
import { LateReceipts } from './late-receipts.ts';
import { readLines } from './stock-lines.ts';
import type { GoodsLine } from './stock-lines.ts';

/** How many products an exception names. */
const NAMED_MAX = 10;

/** Counts: started, scanned, reviewed, posted, cancelled. The rules are proved in `hub/domain/counting.ts`. */
export class CountDesk {
  readonly #books: ShopBooks;
  readonly #counts: CountBook;
  readonly #lines: CountLines;
  readonly #extent: CountExtent;
  readonly #sheet: CountSheet;
  readonly #late: LateReceipts;

  constructor(db: Database, books: ShopBooks) {
    this.#books = books;
    this.#counts = new CountBook(db);
    this.#lines = new CountLines(db);
    this.#extent = new CountExtent(db);
    this.#sheet = new CountSheet(db, books, { counts: this.#counts, lines: this.#lines });
    this.#late = new LateReceipts(db, { lines: this.#lines, newestMs: this.#counts.newestMs() });
  }

  started(data: CountStarted, at: Applying): void {
    const { seq } = at;
    const { count } = this.#counts.meet(data.countId);
    if (count.started_seq !== null) {
      const detail = `Count ${data.countId} was started before, by entry ${count.started_seq}. The first one counts.`;
      return this.#raise('count.started_twice', data.countId, { detail, seq });
    }
    const place = this.#books.location(data.location ?? null, seq);
    const started = this.#counts.start(count, data, { place, seq });
    this.#books.resolve(seq, 'count.not_started', data.countId);
    if (data.kind === 'spot') this.#setSpot(started, data.skus ?? [], at);
    this.#books.stock.flush();
    this.#counts.setBelonging(count.stock_count, this.#extent.products(started).length);
    for (const line of this.#lines.all(count.stock_count))
      this.#lines.save(this.#sheet.held(line, started.place));
    if (started.state === 'posted') this.#book(started, seq);
  }

  scanned(data: CountScanned, at: Applying): void {
    const { seq } = at;
    const count = this.#meet(data.countId, seq);
    const goods = readLines(data.lines, this.#books, at);
    if (isOver(count)) return this.#scannedLate(count, goods, seq);
    const countedMs = this.#happenedMs(at);
    const stale = goods.filter((line) => this.#scan(count, line, { seq, countedMs }));
    if (countedMs !== null) {
      this.#counts.noteTime(count.stock_count, countedMs);
      this.#late.newestMs = latest(this.#late.newestMs, countedMs);
    }
    if (stale.length === 0) return;
    const detail = `The device is far behind the ledger: so much was sold since that what was expected then is not known of ${this.#skus(stale)}. Count them again.`;
    this.#raise('count.stale_position', count.count_id, { detail, seq });
  }

  reviewed(data: CountReviewed, at: Applying): void {
    const count = this.#meet(data.countId, at.seq);
    if (isOver(count)) return this.#raiseOver(count, 'Its review changes nothing.', at.seq);
    const { approve = [], recount = [] } = data;
    if (approve === 'all') this.#lines.approveAll(count.stock_count);
    const approved = approve === 'all' ? [] : this.#setStates(count, approve, 'approved');
    const unknown = [...approved, ...this.#setStates(count, recount, 'recount')];
    if (unknown.length === 0) return;
    const detail = `Nobody has counted ${inWords(unknown)}: nothing of it is approved or counted again.`;
    this.#raise('count.not_counted', count.count_id, { detail, seq: at.seq });
  }

  posted(data: CountPosted, at: Applying): void {
    const { seq } = at;
    const count = this.#meet(data.countId, seq);
    if (count.state === 'posted') {
      const detail = `Count ${count.count_id} was posted before, by entry ${count.ended_seq ?? 0}. Nothing more was booked.`;
      return this.#raise('count.posted_twice', count.count_id, { detail, seq });
    }
    if (isOver(count)) return this.#raiseOver(count, 'Nothing was booked.', seq);
    const ended = this.#counts.end(count, {
      state: 'posted',
      seq,
      endedMs: this.#happenedMs(at),
      missingAsZero: data.missingAsZero ?? false,
    });
    if (isStarted(ended)) this.#book(ended, seq);
    this.#late.newestMs = this.#counts.newestMs();
  }

  cancelled(data: CountCancelled, at: Applying): void {
    const { seq } = at;
    const count = this.#meet(data.countId, seq);
    if (isOver(count)) return this.#raiseOver(count, 'What was booked stays booked.', seq);
    const endedMs = this.#happenedMs(at);
    this.#counts.end(count, { state: 'cancelled', seq, endedMs, missingAsZero: false });
    this.#late.newestMs = this.#counts.newestMs();
  }

  /** A sale or a refund came, with the movements from `first` on: it may lie before something that was counted. */
  receiptCame(at: Applying, first: number): void {
    const { newestMs } = this.#late;
    if (newestMs === null || first === this.#books.stock.nextMovement) return;
    const soldMs = setClockMs(at.event.body);
    if (soldMs === null || soldMs >= newestMs) return;
    const last = this.#books.stock.nextMovement - 1;
    const products = this.#late.counted({ first, last }, soldMs, (product) => this.#sheet.members(product));
    if (products.length === 0) return;
    const skus = this.#skus(products.map((product) => ({ product })));
    const detail = `Sold before it was counted, and told after: ${skus}. What was counted may lack it already. Count again.`;
    this.#raise('count.late_sale', skus, { detail, seq: at.seq });
  }

  /** What entry `seq` posted was taken back by another entry: older counts may be right again. */
  takeBack(document: { readonly seq: number }, seq: number): void {
    const count = this.#counts.posted(document.seq);
    if (count === null) return;
    this.#counts.setReversed(count.stock_count, seq);
    this.#sheet.holdOthers(count);
  }

  /** Runs a change of what products are merged into. Open counts go on with the products that they are then. */
  follow(products: () => readonly number[], change: () => void): void {
    const before = products();
    change();
    for (const product of new Set([...before, ...products()])) {
      this.#sheet.regroup(product, this.#survivor(product));
    }
  }

  /**
   * When it happened by a clock that was set, or null. Nothing is told before it happens: an instant that is still to
   * come is of a clock that is ahead, and every sale until then would look like one of before.
   */
  #happenedMs({ event }: Applying): number | null {
    const ms = setClockMs(event.body);
    return ms === null ? null : Math.min(ms, this.#books.receivedMs);
  }

  #setSpot(count: StartedCount, skus: readonly string[], at: Applying): void {
    const goods = readLines(
      skus.map((sku) => ({ sku, quantity: '0' })),
      this.#books,
      at,
    );
    for (const { product } of goods) this.#extent.addToSpot(count.stock_count, product);
  }

  /** Adds one piece. True where its position lies too far back. */
  #scan(
    count: CountRow,
    { product, quantityMicro, line: said }: GoodsLine<CountScanned['lines'][number]>,
    { seq, countedMs }: { seq: number; countedMs: number | null },
  ): boolean {
    const atSeq = positionOf(said.atSeq, seq);
    const before = this.#lines.find(count.stock_count, product);
    const line = addPiece(before, { quantityMicro, atSeq, countedMs, again: said.again ?? false });
    if (line === null) {
      this.#books.raiseOutOfRange(seq, { product, quantityMicro });
      return false;
    }
    const held = this.#sheet.held({ ...newLine(count.stock_count, product), ...line }, count.place);
    this.#lines.save(held);
    return held.atSeq > line.atSeq;
  }

  #setStates(count: CountRow, skus: readonly string[], state: 'approved' | 'recount'): string[] {
    return skus.filter((sku) => {
      const product = this.#books.products.find(sku, 'sku');
      const line = product === null ? null : this.#lines.find(count.stock_count, product.product);
      if (line !== null) this.#lines.setState(line, state);
      return line === null;
    });
  }

  #book(count: StartedCount, seq: number): void {
    this.#books.stock.flush();
    if (count.missing_as_zero === 1) {
      const belonging = this.#extent.products(count);
      this.#sheet.addMissing(count, new Set(belonging.map((of) => this.#survivor(of))), seq);
    }
    this.#sheet.book(count, seq);
  }

  #scannedLate(count: CountRow, goods: readonly GoodsLine<unknown>[], seq: number): void {
    const over = count.state === 'posted' ? 'posted' : 'cancelled';
    const detail = `Scanned for a count that was ${over} before: ${this.#skus(goods)}. It changes nothing. Count them again if it matters.`;
    this.#raise('count.late_scan', count.count_id, { detail, seq });
  }

  /** The count of that id. What is said of one that was not started yet is kept until it is. */
  #meet(countId: string, seq: number): CountRow {
    const { count, isNew } = this.#counts.meet(countId);
    if (isNew) {
      const detail = `Count ${countId} was not started yet. What was said of it takes effect when it is.`;
      this.#raise('count.not_started', countId, { detail, seq });
    }
    return count;
  }

  #raiseOver(count: CountRow, consequence: string, seq: number): void {
    const detail = `Count ${count.count_id} was ${count.state} before, by entry ${count.ended_seq ?? 0}. ${consequence}`;
    this.#raise('count.over', count.count_id, { detail, seq });
  }

  #raise(cause: ExceptionCause, subject: string, { detail, seq }: { detail: string; seq: number }): void {
    this.#books.raise(seq, { cause, subject, detail });
  }

  #survivor(product: number): number {
    return this.#books.products.survivor(this.#books.products.get(product)).product;
  }

  #skus(goods: readonly { readonly product: number }[]): string {
    const products = [...new Set(goods.map(({ product }) => product))];
    return inWords(products.map((product) => this.#books.products.get(product).sku));
  }
}

function isOver(count: CountRow): boolean {
  return count.state === 'posted' || count.state === 'cancelled';
}

function isStarted(count: CountRow): count is StartedCount {
  return count.place !== null;
}

function inWords(skus: readonly string[]): string {
  const more = skus.length - NAMED_MAX;
  const named = skus.slice(0, NAMED_MAX).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

import type { Database } from 'better-sqlite3';
import { maskedIn } from '../contract/card-mask.ts';
import type { EventContent } from '../contract/read-event.ts';
import { readStoredEvent } from '../contract/read-event.ts';
import type { ExceptionFact } from '../domain/decide.ts';
import type { LedgerEvent, ReceiptFacts } from '../domain/ledger-event.ts';
import type { Refusal } from '../domain/refusal.ts';
import { CountDesk } from './desks/count-desk.ts';
import { LevelDesk } from './desks/level-desk.ts';
import { DeliveryDesk } from './desks/delivery-desk.ts';
import { LocationDesk } from './desks/location-desk.ts';
import { MergeDesk } from './desks/merge-desk.ts';
import { PriceDesk } from './desks/price-desk.ts';
import { LotDesk } from './desks/lot-desk.ts';
import { MoneyProjector } from './money-projector.ts';
import type { MoneyContent } from './money-projector.ts';
import { ProductDesk } from './desks/product-desk.ts';
import { ReceiptDesk } from './desks/receipt-desk.ts';
import type { EventFinder } from './desks/receipt-desk.ts';
import { ReservationDesk } from './desks/reservation-desk.ts';
import { familiesOf, regrouped } from './desks/regroup.ts';
import { ReversalDesk } from './desks/reversal-desk.ts';
import { StockDesk } from './desks/stock-desk.ts';
import { TransferDesk } from './desks/transfer-desk.ts';
import type { StreamRow } from './event-log.ts';
import { IncomingBook } from './books/incoming-book.ts';
import { SequenceBook } from './books/sequence-book.ts';
import { ReceiptBook } from './books/receipt-book.ts';
import { ShopBooks } from './books/shop-books.ts';
import type { Applying } from './books/shop-books.ts';
import type { Balance } from './books/stock-book.ts';

export interface Applied {
  readonly exceptions: readonly ExceptionFact[];
  readonly productsChanged: boolean;
  readonly refused: Refusal | null;
}

/** The events that can be refused what they ask for. */
const ASKING: ReadonlySet<string> = new Set(['backroom.reservation.made.v1', 'backroom.hold.made.v1']);

/** Events of reservations and counts. */
type PlanContent = Extract<EventContent, { type: `backroom.${'reservation' | 'count'}.${string}` }>;

/** Events that change what tills sell from. */
type CatalogueContent = Extract<
  EventContent,
  {
    type: `backroom.${'product' | 'products' | 'import' | 'barcode' | 'price' | 'price-list' | 'tax-rate'}.${string}`;
  }
>;

/**
 * Applies counted events, in the order of the log, to every projection. A commit and a replay take this same
 * way, and it depends on nothing but the events: what it makes of a log is always the same.
 */
export class Projector {
  readonly sequences: SequenceBook;
  readonly #books: ShopBooks;
  readonly #receipts: ReceiptDesk;
  readonly #products: ProductDesk;
  readonly #lots: LotDesk;
  readonly #merges: MergeDesk;
  readonly #prices: PriceDesk;
  readonly #stock: StockDesk;
  readonly #locations: LocationDesk;
  readonly #incoming: IncomingBook;
  readonly #deliveries: DeliveryDesk;
  readonly #transfers: TransferDesk;
  readonly #reversals: ReversalDesk;
  readonly #levels: LevelDesk;
  readonly #reservations: ReservationDesk;
  readonly #counts: CountDesk;
  readonly #money: MoneyProjector;

  constructor(db: Database, events: EventFinder) {
    this.sequences = new SequenceBook(db);
    this.#books = new ShopBooks(db);
    const receipts = new ReceiptBook(db);
    this.#money = new MoneyProjector(db, this.#books, { sequences: this.sequences, events, receipts });
    this.#receipts = new ReceiptDesk(db, this.#books, { events, receipts, money: this.#money });
    this.#reservations = new ReservationDesk(db, this.#books);
    this.#prices = new PriceDesk(db, this.#books);
    this.#lots = new LotDesk(this.#books);
    this.#products = new ProductDesk(db, this.#books, this.#prices);
    this.#merges = new MergeDesk(this.#books);
    this.#levels = new LevelDesk(this.#books);
    this.#stock = new StockDesk(this.#books);
    this.#locations = new LocationDesk(db, this.#books);
    this.#incoming = new IncomingBook(db, this.#books.stock);
    this.#deliveries = new DeliveryDesk(db, this.#books, this.#incoming);
    this.#transfers = new TransferDesk(db, this.#books, this.#incoming);
    this.#counts = new CountDesk(db, this.#books);
    const desks = { deliveries: this.#deliveries, transfers: this.#transfers, counts: this.#counts };
    this.#reversals = new ReversalDesk(this.#books, events, desks);
  }

  get products(): ShopBooks['products'] {
    return this.#books.products;
  }

  /** Applies one event that counts. */
  apply(event: LedgerEvent, seq: number, from: { stream: StreamRow; receivedMs: number }): Applied {
    const { stream, receivedMs } = from;
    this.#books.beginEvent({ receivedMs });
    this.#noteSequence(event, seq, stream);
    this.#noteMasked(event, seq, stream);
    const at = { seq, event, stream };
    if (event.facts.kind === 'other') this.#applyOther(at);
    else this.#applyReceipt(event.facts, at);
    this.#reversals.arrived(at);
    this.#money.eventCame(at);
    return this.#books.applied;
  }

  /** Why an event that comes again was refused what it asked for; null when it was not. */
  refusalOf(event: LedgerEvent, seq: number): Refusal | null {
    if (!ASKING.has(event.type)) return null;
    const { content } = readStoredEvent(Buffer.from(event.body));
    if (content === null) return null;
    return content.type === 'backroom.reservation.made.v1'
      ? this.#reservations.refusalOf(content.data.reservationId, seq)
      : this.#money.refusalOf(content, { seq, event });
  }

  /** Notes a conflict: it is on disk, so its number is here, and counts for nothing but the person who looks into it. */
  applyConflict(event: LedgerEvent, at: { seq: number; firstSeq: number; stream: StreamRow }): ExceptionFact {
    if (event.sequence !== null) {
      this.sequences.note(at.stream.stream, { first: event.sequence, last: event.sequence });
    }
    const detail = `The id was used before, with other content, by entry ${at.firstSeq}. The first one counts.`;
    const fact: ExceptionFact = { cause: 'id.conflict', subject: event.id, detail };
    this.#books.exceptions.raise(at.seq, fact);
    return fact;
  }

  /** Writes what the batch kept back. Must run before the transaction commits. */
  endBatch(): { balances: Balance[]; streams: number[] } {
    this.#receipts.endBatch();
    this.#money.endBatch();
    return { balances: this.#books.stock.endBatch(), streams: this.sequences.endBatch() };
  }

  #noteSequence(event: LedgerEvent, seq: number, stream: StreamRow): void {
    if (event.sequence === null) return;
    const reused = this.sequences.note(stream.stream, { first: event.sequence, last: event.sequence });
    if (!reused || this.#books.exceptions.isOpen('sequence.reused', stream.source)) return;
    const detail = `Sequence ${event.sequence} of ${stream.name} came before, or was skipped. The event counts all the same.`;
    this.#books.raise(seq, { cause: 'sequence.reused', subject: stream.source, detail });
  }

  #noteMasked({ body }: LedgerEvent, seq: number, { name }: StreamRow): void {
    const fields = maskedIn(body);
    if (fields === null) return;
    const detail = `${name} sent what looks like a full card number in ${fields.replaceAll(' ', ', ')}. It was masked.`;
    this.#books.raise(seq, { cause: 'card.masked', subject: name, detail });
  }

  #applyReceipt(facts: ReceiptFacts, at: Applying): void {
    const first = this.#books.stock.nextMovement;
    this.#receipts.apply(facts, at);
    this.#counts.receiptCame(at, first);
  }

  #applyOther(at: Applying): void {
    const { content, envelope } = readStoredEvent(Buffer.from(at.event.body));
    if (content !== null) return this.#applyContent(content, at);
    this.#money.unknownCame(at);
    this.#books.raise(at.seq, {
      cause: 'type.unknown',
      subject: envelope.type,
      detail: `This hub does not know events of type ${envelope.type}. It is kept and counts for nothing.`,
    });
  }

  #applyContent(content: EventContent, at: Applying): void {
    const { seq } = at;
    switch (content.type) {
      case 'backroom.sale.completed.v1':
      case 'backroom.refund.completed.v1':
        throw new Error('receipts are applied by their facts');
      case 'backroom.sale.voided.v1':
        return this.#receipts.void(content.data, at);
      case 'backroom.sequence.skipped.v1': {
        const range = { first: Number(content.data.first), last: Number(content.data.last) };
        this.sequences.note(at.stream.stream, range);
        return;
      }
      case 'backroom.exception.closed.v1':
        return this.#books.exceptions.close(seq, content.data);
      case 'backroom.lot.recalled.v1':
        return this.#lots.recalled(content.data, at);
      case 'backroom.stock-level.set.v1':
        return this.#levels.set(content.data, seq);
      case 'backroom.low-stock.told.v1':
        return this.#levels.told(content.data, seq);
      case 'backroom.stock.received.v1':
        return this.#deliveries.received(content.data, at);
      case 'backroom.stock.adjusted.v1':
        return this.#stock.adjusted(content.data, at);
      case 'backroom.stock.moved.v1':
        return this.#stock.moved(content.data, at);
      case 'backroom.stock.reversed.v1':
        return this.#reversals.reversed(content.data, at);
      case 'backroom.delivery.expected.v1':
        return this.#deliveries.expected(content.data, at);
      case 'backroom.delivery.closed.v1':
        return this.#deliveries.closed(content.data, at);
      case 'backroom.transfer.dispatched.v1':
        return this.#transfers.dispatched(content.data, at);
      case 'backroom.transfer.received.v1':
        return this.#transfers.received(content.data, at);
      case 'backroom.transfer.closed.v1':
        return this.#transfers.closed(content.data, at);
      case 'backroom.location.set.v1':
        return this.#locations.set(content.data, at);
      default:
        return this.#applyPlan(content, at);
    }
  }

  #applyPlan(content: PlanContent | MoneyContent | CatalogueContent, at: Applying): void {
    switch (content.type) {
      case 'backroom.reservation.made.v1':
        return this.#reservations.made(content.data, at);
      case 'backroom.reservation.posted.v1':
        return this.#reservations.posted(content.data, at);
      case 'backroom.reservation.voided.v1':
        return this.#reservations.voided(content.data, at);
      case 'backroom.reservation.expired.v1':
        return this.#reservations.expired(content.data, at);
      case 'backroom.count.started.v1':
        return this.#counts.started(content.data, at);
      case 'backroom.count.scanned.v1':
        return this.#counts.scanned(content.data, at);
      case 'backroom.count.reviewed.v1':
        return this.#counts.reviewed(content.data, at);
      case 'backroom.count.posted.v1':
        return this.#counts.posted(content.data, at);
      case 'backroom.count.cancelled.v1':
        return this.#counts.cancelled(content.data, at);
      default:
        return this.#applyToCatalogue(content, at);
    }
  }

  #applyToCatalogue(content: MoneyContent | CatalogueContent, at: Applying): void {
    const { seq } = at;
    switch (content.type) {
      case 'backroom.product.set.v1':
        return this.#products.set(content.data, seq);
      case 'backroom.product.merged.v1':
        return this.#regroup([content.data.sku, content.data.into], seq, () =>
          this.#merges.merge(content.data, seq),
        );
      case 'backroom.product.merge-undone.v1':
        return this.#regroup([content.data.sku], seq, () => this.#merges.undo(content.data, seq));
      case 'backroom.barcode.moved.v1':
        return this.#merges.barcodeMoved(content.data, seq);
      case 'backroom.price-list.set.v1':
        return this.#prices.listSet(content.data, seq);
      case 'backroom.price.set.v1':
        return this.#prices.set(content.data, seq);
      case 'backroom.tax-rate.set.v1':
        return this.#prices.taxSet(content.data, seq);
      case 'backroom.products.staged.v1':
        return this.#products.stage(content.data, seq);
      case 'backroom.import.completed.v1':
        return this.#products.completeImport(content.data, seq);
      default:
        return this.#money.apply(content, at);
    }
  }

  #regroup(skus: readonly string[], seq: number, change: () => void): void {
    const desks = { incoming: this.#incoming, deliveries: this.#deliveries, transfers: this.#transfers };
    const numbers = (): number[] => skus.flatMap((sku) => this.products.find(sku, 'sku')?.product ?? []);
    const products = familiesOf(skus, this.#books);
    this.#reservations.follow(products, seq, () =>
      this.#counts.follow(numbers, () => regrouped(products, { seq, desks }, change)),
    );
  }
}

import type { Database } from 'better-sqlite3';
import type { DeliveryClosed, DeliveryExpected } from '../../contract/delivery-events.ts';
import type { StockReceived } from '../../contract/stock-events.ts';
import { deliveryExceptions, deliveryStandings } from '../../domain/delivery.ts';
import type { DeliveryFacts } from '../../domain/delivery.ts';
import { PLACE } from '../../domain/places.ts';
import { signedMovement } from '../../domain/signed-route.ts';
import { DeliveryBook } from '../books/delivery-book.ts';
import type { DocumentRow } from '../books/document-book.ts';
import type { IncomingBook } from '../books/incoming-book.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import { namesOf, survivorOf, tellChange } from './goods-talk.ts';
import { readLines, unitsOf } from './stock-lines.ts';
import type { GoodsLine } from './stock-lines.ts';

type ReceivedLine = StockReceived['lines'][number];

/** Goods of suppliers: what is expected, what comes, and what will not come any more. */
export class DeliveryDesk {
  readonly #books: ShopBooks;
  readonly #deliveries: DeliveryBook;
  readonly #incoming: IncomingBook;

  constructor(db: Database, books: ShopBooks, incoming: IncomingBook) {
    this.#books = books;
    this.#deliveries = new DeliveryBook(db);
    this.#incoming = incoming;
  }

  expected(data: DeliveryExpected, at: Applying): void {
    const { supplier = null, deliveryNumber = null, expectedOn = null, note = null } = data;
    const place = this.#books.location(data.location ?? null, at.seq);
    const lines = readLines(data.lines, this.#books, at);
    const { delivery } = this.#deliveries.named(data.deliveryId, at.seq);
    this.#change(delivery, at.seq, () => {
      const expected = { place, supplier, deliveryNumber, expectedOn, note };
      this.#deliveries.expect(delivery, expected, at.seq);
      for (const { product, quantityMicro: expectedMicro, line } of lines) {
        const unitCost = line.unitCost === undefined ? {} : { unitCost: line.unitCost };
        this.#deliveries.addTo({ delivery, product, place }, { expectedMicro, ...unitCost });
      }
    });
  }

  /** Goods came, of a delivery or just so. They count at once, and where they came. */
  received(data: StockReceived, at: Applying): void {
    const { deliveryId } = data;
    const place = this.#books.location(data.location ?? null, at.seq);
    const lines = readLines(data.lines, this.#books, at);
    const first = this.#books.stock.nextMovement;
    const cameMs = data.receivedAt === undefined ? null : Date.parse(data.receivedAt);
    const received = lines.map((goods) => {
      const { unitCost } = goods.line;
      const cost = unitCost === undefined ? null : { unitCost, cameMs };
      const next = this.#books.stock.nextMovement;
      for (const movement of signedMovement({ ...goods, cost }, { from: PLACE.supplier, to: place }))
        this.#books.book(at.seq, movement);
      // What could not be booked is not of the delivery either.
      return this.#books.stock.nextMovement > next ? goods : { ...goods, quantityMicro: 0 };
    });
    if (deliveryId === undefined) return this.#books.document(at.seq, { kind: 'received', first });
    const { delivery, closed_seq: closedSeq } = this.#deliveries.named(deliveryId, at.seq);
    this.#books.document(at.seq, { kind: 'received', first, partOf: delivery });
    this.#change(delivery, at.seq, () => {
      const { supplier = null, deliveryNumber = null } = data;
      this.#deliveries.name(delivery, { supplier, deliveryNumber });
      received.forEach((line, index) =>
        this.#receive(line, { delivery, place, seq: at.seq, line: index + 1 }),
      );
    });
    if (closedSeq !== null) this.#closedReceived(deliveryId, closedSeq, at.seq);
  }

  closed({ deliveryId }: DeliveryClosed, at: Applying): void {
    const { delivery } = this.#deliveries.named(deliveryId, at.seq);
    this.#change(delivery, at.seq, () => this.#deliveries.close(delivery, at.seq));
  }

  /** A receipt was taken back: its delivery is as if it had not come. */
  takeBack(document: DocumentRow, seq: number): void {
    const delivery = document.part_of;
    if (delivery === null) return;
    this.#change(delivery, seq, () => {
      const { first_movement: first, movements } = document;
      for (const { product, from, to, quantityMicro } of this.#books.stock.reversed(first, movements)) {
        const isReturn = from === PLACE.supplier;
        const receivedMicro = isReturn ? quantityMicro : -quantityMicro;
        this.#deliveries.addTo({ delivery, product, place: isReturn ? to : from }, { receivedMicro });
      }
      for (const { product, place, rejected_micro: rejectedMicro } of this.#deliveries.rejected(
        document.seq,
      )) {
        this.#deliveries.addTo({ delivery, product, place }, { rejectedMicro: -rejectedMicro });
      }
    });
  }

  /** Products will be merged or told apart: what is still to come, and what to look into, is worked out anew after. */
  regrouping(delivery: number, seq: number): () => void {
    const names = namesOf(this.#books);
    const before = deliveryExceptions(this.#facts(delivery), names);
    return () => {
      const facts = this.#facts(delivery);
      this.#setIncoming(delivery, facts.place, facts);
      tellChange(this.#books, seq, { before, after: deliveryExceptions(facts, names) });
    };
  }

  ofProduct(product: number): number[] {
    return this.#deliveries.ofProduct(product);
  }

  #receive(
    goods: GoodsLine<ReceivedLine>,
    at: { delivery: number; place: number; seq: number; line: number },
  ): void {
    const { delivery, place, seq, line } = at;
    const { product, quantityMicro: receivedMicro } = goods;
    const { rejected, rejectedReason, ...said } = goods.line;
    const rejectedMicro = rejected === undefined ? 0 : unitsOf({ ...said, quantity: rejected }, this.#books);
    this.#deliveries.addTo({ delivery, product, place }, { receivedMicro, rejectedMicro });
    if (rejectedMicro === 0) return;
    const row = { line, product, place, rejected_micro: rejectedMicro, reason: rejectedReason ?? null };
    this.#deliveries.addRejected(seq, row);
  }

  #change(delivery: number, seq: number, change: () => void): void {
    const names = namesOf(this.#books);
    const before = deliveryExceptions(this.#facts(delivery), names);
    change();
    this.#deliveries.settle(delivery, seq);
    const facts = this.#facts(delivery);
    this.#setIncoming(delivery, facts.place, facts);
    tellChange(this.#books, seq, { before, after: deliveryExceptions(facts, names) });
  }

  #setIncoming(delivery: number, place: number | null, facts: DeliveryFacts): void {
    const toCome = deliveryStandings(facts).filter(({ toComeMicro }) => toComeMicro > 0);
    this.#incoming.set({ kind: 'delivery', number: delivery }, place ?? PLACE.shop, toCome);
  }

  #facts(delivery: number): DeliveryFacts {
    const row = this.#deliveries.get(delivery);
    return {
      deliveryId: row.delivery_id,
      supplier: row.supplier,
      isExpected: row.expected_seq !== null,
      isClosed: row.closed_seq !== null,
      place: row.place,
      lines: this.#deliveries.lines(delivery).map((line) => ({
        product: survivorOf(line.product, this.#books),
        place: line.place,
        expectedMicro: line.expected_micro,
        receivedMicro: line.received_micro,
        rejectedMicro: line.rejected_micro,
      })),
    };
  }

  #closedReceived(deliveryId: string, closedSeq: number, seq: number): void {
    if (this.#books.exceptions.isOpen('delivery.closed_received', deliveryId)) return;
    const detail = `Delivery ${deliveryId} was closed by entry ${closedSeq}, and more of it came. The goods count.`;
    this.#books.raise(seq, { cause: 'delivery.closed_received', subject: deliveryId, detail });
  }
}

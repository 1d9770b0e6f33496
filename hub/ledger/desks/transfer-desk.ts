import type { Database } from 'better-sqlite3';
import type { TransferClosed, TransferDispatched, TransferReceived } from '../../contract/delivery-events.ts';
import type { ExceptionFact } from '../../domain/decide.ts';
import { PLACE } from '../../domain/places.ts';
import type { Route } from '../../domain/places.ts';
import { signedMovement } from '../../domain/signed-route.ts';
import type { SignedGoods } from '../../domain/signed-route.ts';
import { transferExceptions, transferStandings } from '../../domain/transfer.ts';
import type { TransferFacts } from '../../domain/transfer.ts';
import type { DocumentRow } from '../books/document-book.ts';
import type { IncomingBook } from '../books/incoming-book.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';
import { TransferBook } from '../books/transfer-book.ts';
import type { WaitingRow } from '../books/transfer-book.ts';
import { namesOf, survivorOf, tellChange } from './goods-talk.ts';
import { readLines } from './stock-lines.ts';

/** Goods on their way between two locations of the shop. Each of them is at one place, in transit, or at the other. */
export class TransferDesk {
  readonly #books: ShopBooks;
  readonly #transfers: TransferBook;
  readonly #incoming: IncomingBook;

  constructor(db: Database, books: ShopBooks, incoming: IncomingBook) {
    this.#books = books;
    this.#transfers = new TransferBook(db);
    this.#incoming = incoming;
  }

  dispatched(data: TransferDispatched, at: Applying): void {
    const { seq } = at;
    const from = this.#books.location(data.from, seq);
    const to = this.#books.location(data.to, seq);
    const { transfer, isNew } = this.#transfers.named(data.transferId, seq);
    this.#change({ transfer, isNew }, seq, () => {
      this.#transfers.dispatch(transfer, { from, to, note: data.note ?? null, seq });
      const first = this.#books.stock.nextMovement;
      for (const line of readLines(data.lines, this.#books, at)) {
        if (this.#book(line, { from, to: PLACE.transit }, seq))
          this.#transfers.addTo({ transfer, product: line.product }, { dispatchedMicro: line.quantityMicro });
      }
      this.#books.document(seq, { kind: 'dispatched', first, partOf: transfer });
      this.#bookWaiting(transfer, seq);
    });
  }

  received(data: TransferReceived, at: Applying): void {
    const { seq } = at;
    const { transfer, isNew, to_place: sentTo } = this.#transfers.named(data.transferId, seq);
    const place = data.location === undefined ? sentTo : this.#books.location(data.location, seq);
    this.#change({ transfer, isNew }, seq, () => {
      const lines = readLines(data.lines, this.#books, at);
      const first = this.#books.stock.nextMovement;
      lines.forEach((line, index) => {
        const { product, quantityMicro: quantity_micro, lot, expires } = line;
        const row = { seq, line: index + 1, product, quantity_micro, lot, expires };
        if (place === null) this.#transfers.await(transfer, row);
        else this.#receive(transfer, { row, place, seq });
      });
      this.#books.document(seq, { kind: 'transfer_received', first, partOf: transfer });
    });
  }

  closed({ transferId }: TransferClosed, at: Applying): void {
    const { transfer, isNew } = this.#transfers.named(transferId, at.seq);
    this.#change({ transfer, isNew }, at.seq, () => this.#transfers.close(transfer, at.seq));
  }

  /** A dispatch or a receipt was taken back: its transfer is as if it had not been. */
  takeBack(document: DocumentRow, seq: number): void {
    const transfer = document.part_of;
    if (transfer === null) return;
    this.#change({ transfer, isNew: false }, seq, () => {
      this.#transfers.dropWaiting(transfer, document.seq);
      const { kind, first_movement: first, movements } = document;
      for (const { product, to, quantityMicro } of this.#books.stock.reversed(first, movements)) {
        const intoTransitMicro = to === PLACE.transit ? quantityMicro : -quantityMicro;
        const more =
          kind === 'dispatched'
            ? { dispatchedMicro: intoTransitMicro }
            : { receivedMicro: -intoTransitMicro };
        this.#transfers.addTo({ transfer, product }, more);
      }
    });
  }

  /** Products will be merged or told apart: what is still to come, and what to look into, is worked out anew after. */
  regrouping(transfer: number, seq: number): () => void {
    const before = this.#exceptions(transfer);
    return () => {
      this.#settle(transfer, seq);
      tellChange(this.#books, seq, { before, after: this.#exceptions(transfer) });
    };
  }

  ofProduct(product: number): number[] {
    return this.#transfers.ofProduct(product);
  }

  /** The dispatch is here, and tells where the goods came that have waited for it. */
  #bookWaiting(transfer: number, seq: number): void {
    const place = this.#transfers.get(transfer).to_place;
    if (place === null) return;
    const receipts = Map.groupBy(this.#transfers.waiting(transfer), (row) => row.seq);
    for (const [receipt, rows] of receipts) {
      const first = this.#books.stock.nextMovement;
      for (const row of rows) this.#receive(transfer, { row, place, seq });
      const count = this.#books.stock.nextMovement - first;
      this.#books.documents.setMovements(receipt, { first, count });
      this.#transfers.dropWaiting(transfer, receipt);
    }
  }

  #receive(transfer: number, { row, place, seq }: { row: WaitingRow; place: number; seq: number }): void {
    const product = survivorOf(row.product, this.#books);
    const { quantity_micro: quantityMicro, lot, expires } = row;
    const goods = { product, quantityMicro, lot, expires };
    if (this.#book(goods, { from: PLACE.transit, to: place }, seq))
      this.#transfers.addTo({ transfer, product }, { receivedMicro: quantityMicro });
  }

  /** False where nothing could be booked: then it is in no sum, and transit holds what the transfers say. */
  #book(goods: SignedGoods, route: Route, seq: number): boolean {
    const next = this.#books.stock.nextMovement;
    for (const movement of signedMovement(goods, route)) this.#books.book(seq, movement);
    return this.#books.stock.nextMovement > next;
  }

  /** Of a transfer that the event has just made, nothing was asked before. */
  #change({ transfer, isNew }: { transfer: number; isNew: boolean }, seq: number, change: () => void): void {
    const before = isNew ? [] : this.#exceptions(transfer);
    change();
    this.#transfers.touch(transfer, seq);
    this.#settle(transfer, seq);
    tellChange(this.#books, seq, { before, after: this.#exceptions(transfer) });
  }

  /** What a closed transfer leaves in transit is lost or found; what an open one does is incoming where it goes. */
  #settle(transfer: number, seq: number): void {
    const standings = transferStandings(this.#facts(transfer));
    for (const { product, toSettleMicro: quantityMicro } of standings) {
      const route = { from: PLACE.transit, to: PLACE.difference };
      if (this.#book({ product, quantityMicro }, route, seq))
        this.#transfers.addTo({ transfer, product }, { settledMicro: quantityMicro });
    }
    const place = this.#transfers.get(transfer).to_place;
    if (place === null) return;
    const toCome = standings.filter(({ toComeMicro }) => toComeMicro > 0);
    this.#incoming.set({ kind: 'transfer', number: transfer }, place, toCome);
  }

  #exceptions(transfer: number): ExceptionFact[] {
    return transferExceptions(this.#facts(transfer), namesOf(this.#books));
  }

  #facts(transfer: number): TransferFacts {
    const row = this.#transfers.get(transfer);
    return {
      transferId: row.transfer_id,
      isDispatched: row.dispatched_seq !== null,
      isClosed: row.closed_seq !== null,
      lines: this.#transfers.lines(transfer).map((line) => ({
        product: survivorOf(line.product, this.#books),
        dispatchedMicro: line.dispatched_micro,
        receivedMicro: line.received_micro,
        settledMicro: line.settled_micro,
      })),
    };
  }
}

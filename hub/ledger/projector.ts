import type { Database, Statement } from 'better-sqlite3';
import type { ReadEvent } from '../contract/read-event.ts';
import { readStoredEvent } from '../contract/read-event.ts';
import { foldCode } from '../kit/fold-code.ts';
import { decide } from '../domain/decide.ts';
import type { ExceptionFact, MovementFact } from '../domain/decide.ts';
import type { LedgerEvent, LineFact } from '../domain/ledger-event.ts';
import { PLACE } from '../domain/places.ts';
import { must, unreachable } from '../kit/assert.ts';
import { formatQuantity } from '../kit/quantity.ts';
import type { StreamRow } from './event-log.ts';
import { ExceptionBook } from './exception-book.ts';
import { ImportBook } from './import-book.ts';
import { ProductBook } from './product-book.ts';
import type { ProductRow } from './product-book.ts';
import { ReceiptBook } from './receipt-book.ts';
import { SaleLinks } from './sale-links.ts';
import { saidOfLine } from './said-of-line.ts';
import { SequenceBook } from './sequence-book.ts';
import { StockBook } from './stock-book.ts';
import type { Balance, ZeroCrossing } from './stock-book.ts';

/** What the projector needs of the log: where a sale stands. */
export interface SaleFinder {
  find(source: string, id: string): number | null;
}

export interface Applied {
  readonly exceptions: readonly ExceptionFact[];
  readonly productsChanged: boolean;
}

/**
 * Applies counted events, in the order of the log, to every projection. A commit and a replay take this same
 * way, and it depends on nothing but the events: what it makes of a log is always the same.
 */
export class Projector {
  readonly products: ProductBook;
  readonly sequences: SequenceBook;
  readonly #stock: StockBook;
  readonly #receipts: ReceiptBook;
  readonly #exceptions: ExceptionBook;
  readonly #imports: ImportBook;
  readonly #links: SaleLinks;
  readonly #findPlace: Statement<[string], { place: number }>;
  readonly #placeCode: Statement<[number], { code: string }>;
  readonly #addPlace: Statement<[string, string]>;
  #raised: ExceptionFact[] = [];
  #productsChanged = false;

  constructor(db: Database, sales: SaleFinder) {
    this.products = new ProductBook(db);
    this.sequences = new SequenceBook(db);
    this.#stock = new StockBook(db);
    this.#receipts = new ReceiptBook(db);
    this.#exceptions = new ExceptionBook(db);
    this.#imports = new ImportBook(db);
    this.#links = new SaleLinks(this.#receipts, sales);
    this.#findPlace = db.prepare("SELECT place FROM place WHERE code_key = ? AND kind = 'location'");
    this.#placeCode = db.prepare('SELECT code FROM place WHERE place = ?');
    this.#addPlace = db.prepare(
      "INSERT INTO place (code, code_key, kind, tracked) VALUES (?, ?, 'location', 1)",
    );
  }

  /** Applies one event that counts. */
  apply(event: LedgerEvent, seq: number, stream: StreamRow): Applied {
    this.#raised = [];
    this.#productsChanged = false;
    this.#noteSequence(event, seq, stream);
    if (event.facts.kind === 'other') this.#applyOther(readStoredEvent(Buffer.from(event.body)), seq, stream);
    else this.#applyLines(event, seq);
    return { exceptions: this.#raised, productsChanged: this.#productsChanged };
  }

  /** Notes a conflict: it is on disk, so its number is here, and counts for nothing but the person who looks into it. */
  applyConflict(event: LedgerEvent, at: { seq: number; firstSeq: number; stream: StreamRow }): ExceptionFact {
    if (event.sequence !== null) {
      this.sequences.note(at.stream.stream, { first: event.sequence, last: event.sequence });
    }
    const detail = `The id was used before, with other content, by entry ${at.firstSeq}. The first one counts.`;
    const fact: ExceptionFact = { cause: 'id.conflict', subject: event.id, detail };
    this.#exceptions.raise(at.seq, fact);
    return fact;
  }

  /** Writes what the batch kept back. Must run before the transaction commits. */
  endBatch(): { balances: Balance[]; streams: number[] } {
    this.#receipts.endBatch();
    return { balances: this.#stock.endBatch(), streams: this.sequences.endBatch() };
  }

  #noteSequence(event: LedgerEvent, seq: number, stream: StreamRow): void {
    if (event.sequence === null) return;
    const reused = this.sequences.note(stream.stream, { first: event.sequence, last: event.sequence });
    if (!reused || this.#exceptions.isOpen('sequence.reused', stream.source)) return;
    const detail = `Sequence ${event.sequence} of ${stream.name} came before, or was skipped. The event counts all the same.`;
    this.#raise(seq, { cause: 'sequence.reused', subject: stream.source, detail });
  }

  #applyLines(event: LedgerEvent, seq: number): void {
    const { facts } = event;
    if (facts.kind === 'other') return;
    const location = this.#location(facts.location, seq);
    const products = facts.lines.map((line, index) => this.#product(line, { event, index, seq }));
    const decision = decide(facts, {
      location,
      products: products.map((row) => ({ product: row.product, isGoods: row.kind === 'goods' })),
    });
    const first = this.#stock.nextMovement;
    for (const movement of decision.movements) this.#book(seq, movement);
    for (const exception of decision.exceptions) this.#raise(seq, exception);
    if (!('totalMinor' in facts)) return;
    this.#receipts.add(seq, facts, { first, count: this.#stock.nextMovement - first });
    if (facts.kind === 'refund') {
      if (facts.original !== null)
        this.#link(seq, this.#links.refund(seq, facts, ownOr(facts.original, event.source)));
      return;
    }
    for (const outcome of this.#links.arrived(seq, event)) this.#link(seq, outcome);
  }

  #applyOther(event: ReadEvent, seq: number, stream: StreamRow): void {
    const { content } = event;
    switch (content?.type) {
      case undefined:
        return this.#raise(seq, {
          cause: 'type.unknown',
          subject: event.envelope.type,
          detail: `This hub does not know events of type ${event.envelope.type}. It is kept and counts for nothing.`,
        });
      case 'backroom.sale.voided.v1':
        return this.#link(seq, this.#links.void(seq, ownOr(content.data.original, event.envelope.source)));
      case 'backroom.sequence.skipped.v1': {
        const range = { first: Number(content.data.first), last: Number(content.data.last) };
        this.sequences.note(stream.stream, range);
        return;
      }
      case 'backroom.product.set.v1':
        return this.#setProduct(content.data, seq);
      case 'backroom.product.merged.v1':
        return this.#mergeProduct(content.data, seq);
      case 'backroom.products.staged.v1':
        return this.#imports.stage(content.data, seq);
      case 'backroom.import.completed.v1':
        return this.#completeImport(content.data, seq);
      case 'backroom.exception.closed.v1':
        return this.#exceptions.close(seq, content.data.exception);
      case 'backroom.sale.completed.v1':
      case 'backroom.refund.completed.v1':
      case 'backroom.stock.received.v1':
      case 'backroom.stock.adjusted.v1':
        throw new Error('events with lines are applied by their facts');
      default:
        return unreachable(content);
    }
  }

  #completeImport(data: { importId: string; parts: number }, seq: number): void {
    const staged = this.#imports.take(data);
    if (staged === null) {
      const detail = 'Parts of the import are missing. Nothing of it counts: import the file again.';
      return this.#raise(seq, { cause: 'import.incomplete', subject: data.importId, detail });
    }
    for (const { sku } of staged()) this.products.releaseBarcodes(sku);
    for (const product of staged()) this.#setProduct(product, seq);
  }

  #setProduct(data: Parameters<ProductBook['set']>[0], seq: number): void {
    const { product, taken } = this.products.set(data, seq);
    this.#productsChanged = true;
    this.#exceptions.resolve(seq, 'product.unlisted', product.sku);
    for (const barcode of data.barcodes) this.#exceptions.resolve(seq, 'barcode.taken', barcode);
    for (const barcode of taken) {
      const detail = `Barcode ${barcode} of ${data.sku} belongs to another product and stays there.`;
      this.#raise(seq, { cause: 'barcode.taken', subject: barcode, detail });
    }
  }

  #mergeProduct(data: { sku: string; into: string }, seq: number): void {
    const from = this.products.find(data.sku, 'sku');
    const into = this.products.find(data.into, 'sku');
    if (from === null || into === null) {
      const missing = from === null ? data.sku : data.into;
      const detail = `There is no product ${missing}.`;
      return this.#raise(seq, { cause: 'merge.unknown_product', subject: missing, detail });
    }
    if (from.product === into.product) {
      const detail = `${data.sku} and ${data.into} are the same product already.`;
      return this.#raise(seq, { cause: 'merge.into_itself', subject: data.sku, detail });
    }
    for (const movement of this.#mergeMovements(from.product, into.product)) this.#book(seq, movement);
    this.products.merge(from.product, into.product, seq);
    this.#productsChanged = true;
    this.#exceptions.resolve(seq, 'product.unlisted', from.sku);
  }

  /** What is on hand of the one goes out of it and into the other, through the place for merged goods. */
  #mergeMovements(from: number, into: number): MovementFact[] {
    return this.#stock.balances(from).flatMap(({ place, onHandMicro }) => {
      if (onHandMicro === 0) return [];
      const quantityMicro = Math.abs(onHandMicro);
      const [source, target] = onHandMicro > 0 ? [place, PLACE.merged] : [PLACE.merged, place];
      return [
        { product: from, from: source, to: target, quantityMicro },
        { product: into, from: target, to: source, quantityMicro },
      ];
    });
  }

  #link(seq: number, outcome: ReturnType<SaleLinks['void']>): void {
    if (outcome.reverse !== undefined) {
      for (const fact of this.#stock.reversed(outcome.reverse.first_movement, outcome.reverse.movements)) {
        this.#book(seq, {
          ...fact,
          product: this.products.survivor(this.products.get(fact.product)).product,
        });
      }
    }
    if (outcome.raise !== undefined) this.#raise(seq, outcome.raise);
    if (outcome.resolve !== undefined)
      this.#exceptions.resolve(seq, outcome.resolve.cause, outcome.resolve.subject);
  }

  #book(seq: number, movement: MovementFact): void {
    const crossings = this.#stock.book(seq, movement);
    if (crossings === null) return this.#raiseOutOfRange(seq, movement);
    for (const crossing of crossings) this.#noteCrossing(seq, crossing);
  }

  #noteCrossing(seq: number, crossing: ZeroCrossing): void {
    const { sku, unit } = this.products.get(crossing.product);
    const subject = `${sku} at ${must(this.#placeCode.get(crossing.place), 'a place').code}`;
    if (crossing.direction === 'back') {
      this.#exceptions.resolve(seq, 'stock.negative', subject);
      return;
    }
    const onHand = formatQuantity(crossing.onHandMicro);
    const amount = unit === 'each' ? onHand : `${onHand} ${unit}`;
    const detail = `${sku}: more left than the ledger knew of, on hand is ${amount}. Count it.`;
    this.#raise(seq, { cause: 'stock.negative', subject, detail });
  }

  #raiseOutOfRange(seq: number, movement: MovementFact): void {
    const { sku } = this.products.get(movement.product);
    const detail = `${sku}: ${formatQuantity(movement.quantityMicro)} more is beyond what can be counted. The stock stays as it was.`;
    this.#raise(seq, { cause: 'stock.out_of_range', subject: sku, detail });
  }

  #product(line: LineFact, at: { event: LedgerEvent; index: number; seq: number }): ProductRow {
    const known = this.products.find(line.code, line.codeKind);
    if (known !== null) return known;
    const { description, barcode } = saidOfLine(at.event.body, at.index);
    const name = description ?? line.code;
    const product = this.products.addUnlisted({ code: line.code, kind: line.lineKind, name, seq: at.seq });
    if (barcode !== undefined) this.products.addFreeBarcode(product.product, barcode);
    this.#productsChanged = true;
    const called = name === line.code ? '' : `, which the till calls ${name}`;
    const detail = `No product has the code ${line.code}${called}. Name it, or merge it into the product that it is.`;
    this.#raise(at.seq, { cause: 'product.unlisted', subject: product.sku, detail });
    return product;
  }

  #location(code: string | null, seq: number): number {
    if (code === null) return PLACE.shop;
    const known = this.#findPlace.get(foldCode(code));
    if (known !== undefined) return known.place;
    this.#addPlace.run(code, foldCode(code));
    const { place } = must(this.#findPlace.get(foldCode(code)), `the location ${code}`);
    this.#stock.track(place);
    const detail = `A till names the location ${code}, which was not set up. It is kept as a location of its own.`;
    this.#raise(seq, { cause: 'location.unknown', subject: code, detail });
    return place;
  }

  #raise(seq: number, fact: ExceptionFact): void {
    this.#exceptions.raise(seq, fact);
    this.#raised.push(fact);
  }
}

function ownOr(
  original: { source?: string | undefined; id: string },
  own: string,
): { source: string; id: string } {
  return {
    source: original.source === undefined || original.source === '' ? own : original.source,
    id: original.id,
  };
}

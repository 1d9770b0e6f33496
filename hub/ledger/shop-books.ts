import type { Database, Statement } from 'better-sqlite3';
import type { ExceptionCause, ExceptionFact, MovementFact } from '../domain/decide.ts';
import type { LedgerEvent, LineKind } from '../domain/ledger-event.ts';
import { PLACE } from '../domain/places.ts';
import { must } from '../kit/assert.ts';
import { foldCode } from '../kit/fold-code.ts';
import { formatQuantity } from '../kit/quantity.ts';
import type { StreamRow } from './event-log.ts';
import { ExceptionBook } from './exception-book.ts';
import { ProductBook } from './product-book.ts';
import type { ProductRow } from './product-book.ts';
import { saidOfLine } from './said-of-line.ts';
import { StockBook } from './stock-book.ts';
import type { ZeroCrossing } from './stock-book.ts';

/** The event that is applied, and where it stands. */
export interface Applying {
  readonly seq: number;
  readonly event: LedgerEvent;
  readonly stream: StreamRow;
}

/** The code by which a line names its product, and how many of the event’s lines stand before it. */
export interface NamedProduct {
  readonly code: string;
  readonly codeKind: 'sku' | 'barcode';
  readonly lineKind: LineKind;
  readonly index: number;
}

/** The books that every desk of the ledger writes to: products, places, movements, broken rules. */
export class ShopBooks {
  readonly products: ProductBook;
  readonly stock: StockBook;
  readonly exceptions: ExceptionBook;
  readonly #findPlace: Statement<[string], { place: number }>;
  readonly #placeCode: Statement<[number], { code: string }>;
  readonly #addPlace: Statement<[string, string]>;
  #raised: ExceptionFact[] = [];
  #productsChanged = false;

  constructor(db: Database) {
    this.products = new ProductBook(db);
    this.stock = new StockBook(db);
    this.exceptions = new ExceptionBook(db);
    this.#findPlace = db.prepare("SELECT place FROM place WHERE code_key = ? AND kind = 'location'");
    this.#placeCode = db.prepare('SELECT code FROM place WHERE place = ?');
    this.#addPlace = db.prepare(
      "INSERT INTO place (code, code_key, kind, tracked) VALUES (?, ?, 'location', 1)",
    );
  }

  beginEvent(): void {
    this.#raised = [];
    this.#productsChanged = false;
  }

  /** What the event broke, and whether it changed what the shop sells. */
  get applied(): { exceptions: readonly ExceptionFact[]; productsChanged: boolean } {
    return { exceptions: this.#raised, productsChanged: this.#productsChanged };
  }

  noteProductsChanged(): void {
    this.#productsChanged = true;
  }

  raise(seq: number, fact: ExceptionFact): void {
    this.exceptions.raise(seq, fact);
    this.#raised.push(fact);
  }

  resolve(seq: number, cause: ExceptionCause, subject: string): void {
    this.exceptions.resolve(seq, cause, subject);
  }

  /** Books one movement. A balance that goes below zero, or beyond what can be counted, is told to a person. */
  book(seq: number, movement: MovementFact): void {
    const crossings = this.stock.book(seq, movement);
    if (crossings === null) return this.#raiseOutOfRange(seq, movement);
    for (const crossing of crossings) this.#noteCrossing(seq, crossing);
  }

  /** Turns movements round. What was merged since goes to the product that it is now. */
  reverse(seq: number, movements: { first: number; count: number }): void {
    for (const fact of this.stock.reversed(movements.first, movements.count)) {
      this.book(seq, { ...fact, product: this.products.survivor(this.products.get(fact.product)).product });
    }
  }

  /** The product of a line. A code that no product has becomes a product of its own, for a person to name. */
  product(named: NamedProduct, at: Pick<Applying, 'seq' | 'event'>): ProductRow {
    const known = this.products.find(named.code, named.codeKind);
    if (known !== null) return known;
    const { description, barcode } = saidOfLine(at.event.body, named.index);
    const name = description ?? named.code;
    const product = this.products.addUnlisted({ code: named.code, kind: named.lineKind, name, seq: at.seq });
    if (barcode !== undefined) this.products.addFreeBarcode(product.product, barcode);
    this.#productsChanged = true;
    const called = name === named.code ? '' : `, which the till calls ${name}`;
    const detail = `No product has the code ${named.code}${called}. Name it, or merge it into the product that it is.`;
    this.raise(at.seq, { cause: 'product.unlisted', subject: product.sku, detail });
    return product;
  }

  /** The place of a location. One that was not set up is kept as a location of its own. */
  location(code: string | null, seq: number): number {
    if (code === null) return PLACE.shop;
    const known = this.#findPlace.get(foldCode(code));
    if (known !== undefined) return known.place;
    this.#addPlace.run(code, foldCode(code));
    const { place } = must(this.#findPlace.get(foldCode(code)), `the location ${code}`);
    this.stock.track(place);
    const detail = `A till names the location ${code}, which was not set up. It is kept as a location of its own.`;
    this.raise(seq, { cause: 'location.unknown', subject: code, detail });
    return place;
  }

  placeCode(place: number): string {
    return must(this.#placeCode.get(place), 'a place').code;
  }

  #noteCrossing(seq: number, crossing: ZeroCrossing): void {
    const { sku, unit } = this.products.get(crossing.product);
    const subject = `${sku} at ${this.placeCode(crossing.place)}`;
    if (crossing.direction === 'back') {
      this.resolve(seq, 'stock.negative', subject);
      return;
    }
    const onHand = formatQuantity(crossing.onHandMicro);
    const amount = unit === 'each' ? onHand : `${onHand} ${unit}`;
    const detail = `${sku}: more left than the ledger knew of, on hand is ${amount}. Count it.`;
    this.raise(seq, { cause: 'stock.negative', subject, detail });
  }

  #raiseOutOfRange(seq: number, movement: MovementFact): void {
    const { sku } = this.products.get(movement.product);
    const detail = `${sku}: ${formatQuantity(movement.quantityMicro)} more is beyond what can be counted. The stock stays as it was.`;
    this.raise(seq, { cause: 'stock.out_of_range', subject: sku, detail });
  }
}

import type { Database, Statement } from 'better-sqlite3';
import type { ExceptionCause, ExceptionFact, MovementFact } from '../../domain/decide.ts';
import type { LedgerEvent, LineKind } from '../../domain/ledger-event.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { PLACE } from '../../domain/places.ts';
import { must } from '../../kit/assert.ts';
import { foldCode } from '../../kit/fold-code.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { DocumentBook } from './document-book.ts';
import type { DocumentKind } from './document-book.ts';
import type { StreamRow } from '../event-log.ts';
import { CostBook } from './cost-book.ts';
import type { CostProblem } from './cost-book.ts';
import { ExceptionBook } from './exception-book.ts';
import { fitTogether } from './fit-together.ts';
import { LevelBook } from './level-book.ts';
import { LotBook } from './lot-book.ts';
import { ProductBook } from './product-book.ts';
import type { ProductRow } from './product-book.ts';
import { saidOfLine } from './said-of-line.ts';
import { StockBook } from './stock-book.ts';
import type { ZeroCrossing } from './zero-crossing.ts';

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

const COST_PROBLEMS: Record<CostProblem, string> = {
  'cost.out_of_range': 'what it is worth is beyond what can be counted. Look whether its cost was mistyped.',
  'cost.too_late':
    'a delivery was told so late that too much has happened since. It counts in the cost as of now, not of when it came.',
};

/** The books that every desk of the ledger writes to: products, places, movements, broken rules. */
export class ShopBooks {
  readonly products: ProductBook;
  readonly stock: StockBook;
  readonly costs: CostBook;
  readonly lots: LotBook;
  readonly exceptions: ExceptionBook;
  readonly documents: DocumentBook;
  readonly levels: LevelBook;
  readonly #findPlace: Statement<[string], { place: number }>;
  readonly #placeCode: Statement<[number], { code: string }>;
  readonly #addPlace: Statement<[string, string]>;
  #raised: ExceptionFact[] = [];
  #refused: Refusal | null = null;
  #productsChanged = false;
  #receivedMs = 0;
  #soldMicro = 0;

  constructor(db: Database) {
    this.products = new ProductBook(db);
    this.stock = new StockBook(db);
    this.costs = new CostBook(db, this.stock);
    this.lots = new LotBook(db, this.stock);
    this.exceptions = new ExceptionBook(db);
    this.documents = new DocumentBook(db);
    this.levels = new LevelBook(db, this);
    this.#findPlace = db.prepare("SELECT place FROM place WHERE code_key = ? AND kind = 'location'");
    this.#placeCode = db.prepare('SELECT code FROM place WHERE place = ?');
    this.#addPlace = db.prepare(
      "INSERT INTO place (code, code_key, kind, tracked) VALUES (?, ?, 'location', 1)",
    );
  }

  beginEvent(at: { receivedMs: number }): void {
    this.costs.beginEvent(at.receivedMs);
    this.#receivedMs = at.receivedMs;
    this.#raised = [];
    this.#refused = null;
    this.#soldMicro = 0;
    this.#productsChanged = false;
  }

  /** When this hub received the event, by its clock of then. */
  get receivedMs(): number {
    return this.#receivedMs;
  }

  /** What the event broke, whether it changed what the shop sells, and why it was refused what it asked for. */
  get applied(): { exceptions: readonly ExceptionFact[]; productsChanged: boolean; refused: Refusal | null } {
    return { exceptions: this.#raised, productsChanged: this.#productsChanged, refused: this.#refused };
  }

  /** What goods were worth that the event brought to customers, less those that came back, since it was last asked. */
  takeSoldMicro(): number {
    const soldMicro = this.#soldMicro;
    this.#soldMicro = 0;
    return soldMicro;
  }

  /** The event asked for something that only the order of the ledger can give, and did not get it. */
  refuse(refusal: Refusal): void {
    this.#refused = refusal;
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
    if (!this.stock.fits(movement) || !this.costs.fits(movement)) return this.raiseOutOfRange(seq, movement);
    const { valueMicro, raise } = this.costs.book(movement, {
      seq,
      movement: this.stock.nextMovement,
    });
    if (movement.to === PLACE.customer) this.#soldMicro += valueMicro ?? 0;
    else if (movement.from === PLACE.customer) this.#soldMicro -= valueMicro ?? 0;
    if (raise !== null) this.#raiseCost(seq, raise, movement);
    const crossings = this.stock.book(seq, movement, { valueMicro, lot: this.#bookLot(seq, movement) });
    for (const crossing of crossings) this.#noteCrossing(seq, crossing);
    this.levels.moved(seq, movement.product, movement.from);
    this.levels.moved(seq, movement.product, movement.to);
  }

  /** More, or less where it is negative, is promised to somebody. False when it is beyond what can be counted. */
  reserve(seq: number, promise: { product: number; place: number; changeMicro: number }): boolean {
    const { product, place, changeMicro } = promise;
    const crossings = this.stock.reserve(product, place, changeMicro);
    if (crossings === null) {
      this.raiseOutOfRange(seq, { product, quantityMicro: changeMicro });
      return false;
    }
    for (const crossing of crossings) this.#noteCrossing(seq, crossing);
    return true;
  }

  /** Notes what an event of goods booked, from `first` on, so that it can be taken back. */
  document(seq: number, document: { kind: DocumentKind; first: number; partOf?: number }): void {
    const { kind, first, partOf = null } = document;
    const movements = this.stock.nextMovement - first;
    this.documents.add({ seq, kind, part_of: partOf, first_movement: first, movements });
  }

  /** False when these movements could not all be booked, one after the other. */
  fit(movements: readonly MovementFact[]): boolean {
    return fitTogether(movements, this);
  }

  /** What turns movements round. What was merged since goes to the product that it is now. */
  turnedRound(movements: { first: number; count: number }): MovementFact[] {
    return this.stock.reversed(movements.first, movements.count).map((fact) => {
      return { ...fact, product: this.products.survivor(this.products.get(fact.product)).product };
    });
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
    const known = this.findLocation(code);
    if (known !== null) return known;
    const detail = `A till names the location ${code}, which was not set up. It is kept as a location of its own.`;
    this.raise(seq, { cause: 'location.unknown', subject: code, detail });
    return this.addLocation(code);
  }

  findLocation(code: string): number | null {
    return this.#findPlace.get(foldCode(code))?.place ?? null;
  }

  addLocation(code: string): number {
    this.#addPlace.run(code, foldCode(code));
    const place = must(this.findLocation(code), `the location ${code}`);
    this.stock.track(place);
    return place;
  }

  placeCode(place: number): string {
    return must(this.#placeCode.get(place), 'a place').code;
  }

  #bookLot(seq: number, movement: MovementFact): number | null {
    if (movement.lot === undefined && (movement.lotNumber ?? null) === null) return null;
    const { lot, exceptions } = this.lots.book(movement, this.products.get(movement.product).sku);
    for (const exception of exceptions) this.raise(seq, exception);
    return lot;
  }

  #raiseCost(seq: number, cause: CostProblem, { product }: MovementFact): void {
    const { sku } = this.products.get(product);
    this.raise(seq, { cause, subject: sku, detail: `${sku}: ${COST_PROBLEMS[cause]}` });
  }

  #noteCrossing(seq: number, crossing: ZeroCrossing): void {
    // What is in transit too much or too little is told by its transfer.
    if (crossing.place === PLACE.transit) return;
    const { sku, unit } = this.products.get(crossing.product);
    const subject = `${sku} at ${this.placeCode(crossing.place)}`;
    const cause = crossing.of === 'on hand' ? 'stock.negative' : 'stock.oversold';
    if (crossing.direction === 'back') return this.resolve(seq, cause, subject);
    const amount = (micro: number): string =>
      unit === 'each' ? formatQuantity(micro) : `${formatQuantity(micro)} ${unit}`;
    const onHand = amount(crossing.onHandMicro);
    const detail =
      cause === 'stock.negative'
        ? `${sku}: more left than the ledger knew of, on hand is ${onHand}. Count it.`
        : `${sku}: ${amount(crossing.reservedMicro)} are promised to customers, on hand is ${onHand}.`;
    this.raise(seq, { cause, subject, detail });
  }

  raiseOutOfRange(seq: number, movement: Pick<MovementFact, 'product' | 'quantityMicro'>): void {
    const { sku } = this.products.get(movement.product);
    const detail = `${sku}: ${formatQuantity(movement.quantityMicro)} more is beyond what can be counted. The stock stays as it was.`;
    this.raise(seq, { cause: 'stock.out_of_range', subject: sku, detail });
  }
}

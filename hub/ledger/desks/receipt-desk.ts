import type { Database } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import { decide } from '../../domain/decide.ts';
import { readStoredEvent } from '../../contract/read-event.ts';
import { toLedgerEvent } from '../../domain/ledger-event.ts';
import type { ReceiptFacts } from '../../domain/ledger-event.ts';
import { amountsOf, costAmount } from '../../domain/money-amounts.ts';
import { assert } from '../../kit/assert.ts';
import { PromotionBook } from '../books/promotion-book.ts';
import type { StreamRow } from '../event-log.ts';
import type { MoneyReceipt } from '../money-receipt.ts';
import type { ProductRow } from '../books/product-book.ts';
import type { ReceiptBook } from '../books/receipt-book.ts';
import { RefundBook } from '../books/refund-book.ts';
import { SaleLinks } from '../books/sale-links.ts';
import type { LinkOutcome, VoidedSale } from '../books/sale-links.ts';
import type { Applying, ShopBooks } from '../books/shop-books.ts';

/** What the ledger knows of where an event stands. */
export interface EventFinder {
  find(source: string, id: string): number | null;
  /** The text of an event that is in the log. */
  body(seq: number): Buffer;
  stream(source: string): StreamRow;
}

/** Where the money of receipts goes. */
export interface MoneyFollower {
  receiptCame(receipt: MoneyReceipt): void;
  /** `sale` counts no more, by the word of the event at `voidAt`. */
  saleVoided(sale: MoneyReceipt, voidAt: Applying): void;
}

interface Parts {
  readonly events: EventFinder;
  readonly receipts: ReceiptBook;
  readonly money: MoneyFollower;
}

/** Sales, refunds and voids: their goods, their money, and what they say of each other. */
export class ReceiptDesk {
  readonly #books: ShopBooks;
  readonly #receipts: ReceiptBook;
  readonly #refunds: RefundBook;
  readonly #links: SaleLinks;
  readonly #promotions: PromotionBook;
  readonly #events: EventFinder;
  readonly #money: MoneyFollower;

  constructor(db: Database, books: ShopBooks, parts: Parts) {
    const { events, money, receipts } = parts;
    this.#books = books;
    this.#events = events;
    this.#money = money;
    this.#receipts = receipts;
    this.#promotions = new PromotionBook(db);
    this.#refunds = new RefundBook(db);
    this.#links = new SaleLinks({ receipts, refunds: this.#refunds, events });
  }

  apply(facts: ReceiptFacts, at: Applying): void {
    const { seq, event } = at;
    const location = this.#books.location(facts.location, seq);
    const products = facts.lines.map((line, index) => this.#books.product({ ...line, index }, at));
    const decision = decide(facts, {
      location,
      products: products.map((row) => ({ product: row.product, isGoods: row.kind === 'goods' })),
    });
    const first = this.#books.stock.nextMovement;
    for (const movement of decision.movements) this.#books.book(seq, movement);
    for (const exception of decision.exceptions) this.#books.raise(seq, exception);
    this.#receipts.add(seq, facts, { first, count: this.#books.stock.nextMovement - first });
    if (facts.promotions.length > 0) this.#promotions.add(seq, facts);
    this.#noteWithdrawn(seq, facts, products);
    const leftMicro = this.#books.takeSoldMicro();
    this.#money.receiptCame(moneyReceipt({ facts, at, products, leftMicro }));
    if (facts.order !== null) this.#refunds.addOrder(seq, facts.order);
    if (facts.original !== null)
      this.#link(at, this.#links.refund(seq, facts, ownOr(facts.original, event.source)));
    if (facts.kind === 'refund') return;
    for (const outcome of this.#links.arrived(seq, event)) this.#link(at, outcome);
  }

  void(data: EventData<'backroom.sale.voided.v1'>, at: Applying): void {
    this.#link(at, this.#links.void(at.seq, ownOr(data.original, at.event.source)));
  }

  /** Writes what the batch kept back. Must run before the transaction commits. */
  endBatch(): void {
    this.#receipts.endBatch();
  }

  /** What is not to be sold any more was sold: told once, until somebody looks into it. */
  #noteWithdrawn(seq: number, { kind, lines }: ReceiptFacts, products: readonly ProductRow[]): void {
    if (kind === 'refund') return;
    products.forEach(({ withdrawn, sku }, index) => {
      if (withdrawn === 0 || (lines[index]?.quantityMicro ?? 0) <= 0) return;
      if (this.#books.exceptions.isOpen('product.withdrawn_sold', sku)) return;
      const detail = `${sku} is withdrawn, and a till sold it. The sale counts.`;
      this.#books.raise(seq, { cause: 'product.withdrawn_sold', subject: sku, detail });
    });
  }

  #link(at: Applying, outcome: LinkOutcome): void {
    const { seq } = at;
    if (outcome.reverse !== undefined) {
      const { sale } = outcome.reverse;
      this.#bringBack(outcome.reverse, seq);
      this.#promotions.void(sale.seq);
      this.#takeBack(this.#sale(sale.seq), at);
    }
    for (const exception of outcome.raise ?? []) this.#books.raise(seq, exception);
    if (outcome.resolve !== undefined)
      this.#books.resolve(seq, outcome.resolve.cause, outcome.resolve.subject);
  }

  /** What a voided exchange gave back of another sale is refundable again. */
  #takeBack(sale: MoneyReceipt, voidAt: Applying): void {
    const { facts, at } = sale;
    this.#money.saleVoided(sale, voidAt);
    if (facts.original === null) return;
    const over = this.#links.exchangeVoided(facts, ownOr(facts.original, at.event.source));
    for (const { cause, subject } of over) this.#books.resolve(voidAt.seq, cause, subject);
  }

  /** All of the goods of a voided sale come back or none: half of them would be neither what was sold nor nothing. */
  #bringBack({ sale, subject }: VoidedSale, seq: number): void {
    const movements = this.#books.turnedRound({ first: sale.first_movement, count: sale.movements });
    if (this.#books.fit(movements)) return movements.forEach((movement) => this.#books.book(seq, movement));
    const detail = `With the goods of the voided sale, entry ${sale.seq}, there is more than can be counted. They stay sold; the sale counts no more.`;
    this.#books.raise(seq, { cause: 'stock.out_of_range', subject, detail });
  }

  /** A sale that came before, out of the log. */
  #sale(seq: number): MoneyReceipt {
    const event = toLedgerEvent(readStoredEvent(this.#events.body(seq)));
    const { facts } = event;
    assert(facts.kind === 'sale', `entry ${seq} is a sale`);
    const at = { seq, event, stream: this.#events.stream(event.source) };
    const products = facts.lines.map(({ code, codeKind }) => this.#books.products.find(code, codeKind));
    // The void brought its goods back: as much had left by it.
    return moneyReceipt({ facts, at, products, leftMicro: 0 - this.#books.takeSoldMicro() });
  }
}

interface Told {
  readonly facts: ReceiptFacts;
  readonly at: Applying;
  readonly products: readonly (ProductRow | null)[];
  /** What the goods were worth that left by it. */
  readonly leftMicro: number;
}

function moneyReceipt({ facts, at, products, leftMicro }: Told): MoneyReceipt {
  const departments = products.map((product) => product?.department ?? null);
  const amounts = [...amountsOf(facts, departments), ...costAmount(facts, leftMicro)];
  return { facts, at, departments, amounts };
}

/** The event that is meant; without a source, one of the same installation. */
export function ownOr(
  original: { source?: string | undefined; id: string },
  own: string,
): { source: string; id: string } {
  return {
    source: original.source === undefined || original.source === '' ? own : original.source,
    id: original.id,
  };
}

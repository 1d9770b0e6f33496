import { parseQuantity } from '../../hub/kit/quantity.ts';
import { add, CatalogueModel, type Product, survivor } from './catalogue-model.ts';
import type { WireData, WireEvent, WireLine } from './wire-event.ts';

interface Move {
  readonly product: Product;
  readonly place: string;
  readonly micro: number;
}

interface Receipt {
  readonly kind: 'sale' | 'refund';
  readonly day: string;
  readonly total: number;
  readonly moves: readonly Move[];
  isVoided: boolean;
}

export interface DayFigures {
  sales: number;
  salesMinor: number;
  refunds: number;
  refundsMinor: number;
  voids: number;
  voidsMinor: number;
}

const DAMAGED = 'damaged';

/**
 * A shop's ledger as anybody would write it who had an afternoon and no disk: maps, and the rules in the plainest
 * words. It shares no code with the ledger, which must come to the same figures whatever happens to it.
 */
export class ShopModel {
  readonly #catalogue = new CatalogueModel();
  /** What was first said under a source and id, and every other thing that was said under it. */
  readonly #said = new Map<string, { readonly first: string; readonly others: Set<string> }>();
  readonly #receipts = new Map<string, Receipt>();
  /** Where each reservation is. */
  readonly #promised = new Map<string, string>();
  readonly #voidsToCome = new Set<string>();
  readonly #numbers = new Map<string, Set<number>>();

  take(event: WireEvent): 'accepted' | 'duplicate' | 'conflict' {
    const key = `${event.source} ${event.id}`;
    const content = JSON.stringify(event);
    const said = this.#said.get(key);
    if (said !== undefined) {
      if (said.first === content) return 'duplicate';
      said.others.add(content);
      this.#noteOwn(event);
      return 'conflict';
    }
    this.#said.set(key, { first: content, others: new Set() });
    this.#noteOwn(event);
    this.#apply(event, key);
    return 'accepted';
  }

  get products(): ReadonlyMap<string, Product> {
    return this.#catalogue.products;
  }

  get unlisted(): number {
    return this.#catalogue.unlisted;
  }

  /** Every source and id that counts. */
  get keys(): string[] {
    return [...this.#said.keys()];
  }

  get conflicts(): number {
    return [...this.#said.values()].reduce((sum, { others }) => sum + others.size, 0);
  }

  /** What a source and id stand for so far. */
  standing(key: string): 'unknown' | 'sale' | 'voided sale' | 'no sale' {
    if (!this.#said.has(key)) return 'unknown';
    const receipt = this.#receipts.get(key);
    if (receipt?.kind !== 'sale') return 'no sale';
    return receipt.isVoided ? 'voided sale' : 'sale';
  }

  /** Up to where the numbers of a source are here without a gap. */
  contiguous(source: string): number {
    const numbers = this.#numbers.get(source) ?? new Set();
    let last = 0;
    while (numbers.has(last + 1)) last += 1;
    return last;
  }

  days(): Map<string, DayFigures> {
    const days = new Map<string, DayFigures>();
    for (const { kind, day, total, isVoided } of this.#receipts.values()) {
      const none = { sales: 0, salesMinor: 0, refunds: 0, refundsMinor: 0, voids: 0, voidsMinor: 0 };
      const figures = days.get(day) ?? none;
      days.set(day, figures);
      const word = kind === 'refund' ? 'refunds' : isVoided ? 'voids' : 'sales';
      figures[word] += 1;
      figures[`${word}Minor`] += total;
    }
    return days;
  }

  /** What is on hand in each location, by the SKU of each product that was not merged. Nothing where it is zero. */
  onHand(): Map<string, Record<string, number>> {
    const all = [...this.products.values()].filter(({ into }) => into === null);
    const shown = ({ stock }: Product): [string, number][] =>
      [...stock].filter(([place, onHand]) => place !== DAMAGED && onHand !== 0);
    return new Map(all.map((product) => [product.sku, Object.fromEntries(shown(product))]));
  }

  #apply({ type, source, data }: WireEvent, key: string): void {
    switch (type) {
      case 'backroom.sale.completed.v1':
        this.#addReceipt(key, 'sale', data);
        if (this.#voidsToCome.has(key)) this.#void(key);
        return;
      case 'backroom.refund.completed.v1':
        return this.#addReceipt(key, 'refund', data);
      case 'backroom.sale.voided.v1':
        return this.#void(`${data.original?.source ?? source} ${data.original?.id}`);
      case 'backroom.stock.received.v1':
      case 'backroom.stock.adjusted.v1':
      case 'backroom.transfer.received.v1':
        this.#move(data, (line) => micro(line));
        return;
      case 'backroom.transfer.dispatched.v1':
        this.#move({ ...data, location: data.from ?? '' }, (line) => -micro(line));
        return;
      case 'backroom.reservation.posted.v1':
        return this.#handOver(data);
      case 'backroom.reservation.made.v1':
        this.#promised.set(data.reservationId ?? '', data.location ?? 'shop');
        this.#move(data, () => 0);
        return;
      case 'backroom.delivery.expected.v1':
      case 'backroom.reservation.voided.v1':
        this.#move(data, () => 0);
        return;
      case 'backroom.sequence.skipped.v1':
        return this.#note(source, Number(data.first), Number(data.last));
      case 'backroom.product.set.v1':
        return this.#catalogue.set(data);
      case 'backroom.product.merged.v1':
        return this.#catalogue.merge(data);
      case 'backroom.products.staged.v1':
        return this.#catalogue.stage(data);
      case 'backroom.import.completed.v1':
        return this.#catalogue.import(data);
      default:
        return;
    }
  }

  #addReceipt(key: string, kind: Receipt['kind'], data: WireData): void {
    const moves = this.#move(data, (line) =>
      micro(line) > 0 || line.disposition !== 'none' ? -micro(line) : 0,
    );
    const total = (data.lines ?? []).reduce((sum, line) => sum + (line.amountMinor ?? 0), 0);
    this.#receipts.set(key, {
      kind,
      day: `${data.businessDate} ${data.currency}`,
      total,
      moves,
      isVoided: false,
    });
  }

  /** A sale that is not here is voided when it comes; what is no sale is left alone. */
  #void(key: string): void {
    const receipt = this.#receipts.get(key);
    if (receipt === undefined && !this.#said.has(key)) this.#voidsToCome.add(key);
    if (receipt?.kind !== 'sale' || receipt.isVoided) return;
    receipt.isVoided = true;
    for (const { product, place, micro: moved } of receipt.moves) add(survivor(product), place, -moved);
  }

  /** What a reservation’s posting names leaves where the reservation is, unless a till sold it. */
  #handOver(data: WireData): void {
    const location = this.#promised.get(data.reservationId ?? '') ?? '';
    this.#move({ ...data, location }, (line) => (data.soldBy === undefined ? -micro(line) : 0));
  }

  #move({ lines = [], location = 'shop' }: WireData, changeOf: (line: WireLine) => number): Move[] {
    const products = lines.map((line) => this.#catalogue.sold(line));
    return lines.flatMap((line, index) => {
      const product = products[index];
      const change = changeOf(line);
      if (product?.kind !== 'goods' || (line.kind ?? 'goods') !== 'goods' || change === 0) return [];
      const place = change > 0 && line.disposition === 'damaged' ? DAMAGED : location.toLowerCase();
      add(product, place, change);
      return [{ product, place, micro: change }];
    });
  }

  /** A number is here when its event is, whether the event counts or not. */
  #noteOwn({ source, sequence }: WireEvent): void {
    if (sequence !== undefined) this.#note(source, Number(sequence), Number(sequence));
  }

  #note(source: string, first: number, last: number): void {
    const numbers = this.#numbers.get(source) ?? new Set();
    for (let number = first; number <= last; number += 1) numbers.add(number);
    this.#numbers.set(source, numbers);
  }
}

function micro(line: WireLine): number {
  return parseQuantity(line.quantity) ?? Number.NaN;
}

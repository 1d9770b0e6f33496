import type { BrokerPorts, Credential, StockPosition } from '../../../hub/broker/ports.ts';
import type { StockNotice } from '../../../hub/contract/ask.ts';
import type { LowStockAnswer } from '../../../hub/contract/low-stock-views.ts';
import type { Identity } from '../../../hub/contract/identity.ts';
import type { CommitNotice } from '../../../hub/contract/notice.ts';
import type { EventReply, TillAck } from '../../../hub/contract/reply.ts';
import type { ProductAnswer, StockAnswer } from '../../../hub/contract/views.ts';
import { systemClock } from '../../../hub/kit/clock.ts';
import { foldCode } from '../../../hub/kit/fold-code.ts';
import { sha256 } from '../../../hub/kit/digest.ts';
import { memoryLiabilities } from '../memory-liabilities.ts';
import { unpromised } from '../unpromised.ts';

export interface Submission {
  readonly payload: string;
  readonly from: Identity;
  commit(reply?: EventReply): void;
  fail(): void;
}

/** The other side of the broker's ports. Commits happen at once, or when the test says so. */
export class Shop {
  readonly submissions: Submission[] = [];
  readonly logged: string[] = [];
  readonly stock = new Map<string, StockNotice>();
  readonly acks = new Map<string, TillAck>();
  readonly low: LowStockAnswer[] = [];
  commitsAtOnce = true;
  /** What is wrong with the hub. */
  problem: string | null = null;
  /** False is a disk that gives nothing back. */
  isReadable = true;
  /** How often the stock of one product was read. */
  readings = 0;
  /** How often somebody asked about the stock of one product. */
  questions = 0;
  readonly #credentials = new Map<string, Credential>();
  readonly #lowListeners = new Set<(told: LowStockAnswer) => void>();
  readonly #listeners = new Set<(notice: CommitNotice) => void>();
  #seq = 0;
  #submitted: (() => void) | undefined;

  /** Gives the secret of the new till or device. */
  enrol(kind: Identity['kind'], name: string): string {
    const secret = `secret-of-${name}`;
    this.#credentials.set(name, { kind, name, secretSha256: sha256(secret) });
    return secret;
  }

  setStock(location: string, sku: string, onHand: string): StockNotice {
    this.#seq += 1;
    const quantities = unpromised(onHand);
    const notice: StockNotice = { sku, location, ...quantities, unit: 'each', badge: 'ok', seq: this.#seq };
    this.stock.set(`${location}/${sku}`, notice);
    return notice;
  }

  /** The product is low there from now on, and people are told. */
  setLow(location: string, sku: string, onHand: string): LowStockAnswer {
    const product = { sku, name: `Product ${sku}`, department: null, location, unit: 'each' };
    const since = { sinceSeq: this.low.length + 1, since: '2026-11-23T12:00:00.000Z' };
    const low = { ...product, onHand, available: onHand, incoming: '0', level: '5', ...since };
    this.low.unshift(low);
    for (const listener of this.#lowListeners) listener(low);
    return low;
  }

  clearLow(low: LowStockAnswer): void {
    this.low.splice(this.low.indexOf(low), 1);
    for (const listener of this.#lowListeners) listener(low);
  }

  tell(notice: Partial<CommitNotice>): void {
    const whole = {
      firstSeq: this.#seq,
      lastSeq: this.#seq,
      stock: [],
      acks: [],
      exceptions: 0,
      productsChanged: false,
    };
    for (const listener of this.#listeners) listener({ ...whole, ...notice });
  }

  /** Resolves when that many events have been handed over in all. */
  async submitted(count: number): Promise<void> {
    while (this.submissions.length < count) await new Promise<void>((resolve) => (this.#submitted = resolve));
  }

  ports(): BrokerPorts {
    const tell = (level: string) => (fields: object, message: string) =>
      void this.logged.push(`${level} ${message} ${JSON.stringify(fields)}`);
    return {
      submit: (payload, from) => this.#submit(payload, from),
      reader: {
        credential: (name) => this.#credential(name),
        product: (code) => ('sku' in code ? productOf(code.sku, this.#known(code.sku)) : null),
        stock: (code) => ('sku' in code ? this.#stockOf(code.sku) : null),
        liability: memoryLiabilities.liability,
        refundable: memoryLiabilities.refundable,
        ackOf: (till) => this.#read(this.acks.get(till)) ?? null,
        stockNotice: (location, sku) => {
          this.readings += 1;
          return this.#read(this.stock.get(`${location}/${sku}`)) ?? null;
        },
        stockNotices: (options) => this.#page(options),
        lowStock: ({ before = '0', limit }) => {
          const first = Number(before);
          const products = this.low.slice(first, first + limit);
          return { products, next: products.length < limit ? null : String(first + limit) };
        },
        lowStockOf: (skuKey, locationKey) =>
          this.#read(this.low).find(
            ({ sku, location }) => foldCode(sku) === skuKey && foldCode(location) === locationKey,
          ) ?? null,
      },
      lowStock: {
        subscribe: (listener) => {
          this.#lowListeners.add(listener);
          return () => this.#lowListeners.delete(listener);
        },
      },
      changes: {
        subscribe: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
      },
      log: { debug: tell('debug'), info: tell('info'), warn: tell('warn'), error: tell('error') },
      clock: systemClock,
      incarnation: 'first',
      version: '1.2.3',
      problem: () => this.problem,
      catalogueVersion: () => 7,
    };
  }

  #credential(name: string): Credential | null {
    return this.#read(this.#credentials.get(name)) ?? null;
  }

  #read<Value>(value: Value): Value {
    if (!this.isReadable) throw new Error('disk I/O error');
    return value;
  }

  #submit(payload: Uint8Array, from: Identity): Promise<EventReply> {
    const { promise, resolve, reject } = Promise.withResolvers<EventReply>();
    const text = Buffer.from(payload).toString();
    const seq = this.submissions.length + 1;
    const commit = (reply: EventReply = { outcome: 'accepted', id: text, seq }): void => resolve(reply);
    this.submissions.push({ payload: text, from, commit, fail: () => reject(new Error('the disk is full')) });
    this.#submitted?.();
    if (this.commitsAtOnce) commit();
    return promise;
  }

  #known(sku: string): StockNotice[] {
    return [...this.stock.values()].filter((notice) => notice.sku === sku);
  }

  #stockOf(sku: string): StockAnswer | null {
    this.questions += 1;
    const notices = this.#known(sku);
    const [first] = notices;
    if (first === undefined) return null;
    const locations = notices.map(({ location, onHand, badge }) => ({
      location,
      ...unpromised(onHand),
      badge,
    }));
    return {
      sku,
      name: `Product ${sku}`,
      unit: 'each',
      ...unpromised(first.onHand),
      badge: 'ok',
      locations,
      asOfSeq: this.#seq,
    };
  }

  #page({
    after,
    limit,
  }: {
    after: StockPosition;
    limit: number;
  }): ReturnType<BrokerPorts['reader']['stockNotices']> {
    const notices = [...this.stock.values()].slice(after.product, after.product + limit);
    const end = after.product + notices.length;
    return { notices, next: end < this.stock.size ? { product: end, place: 0 } : null };
  }
}

function productOf(sku: string, stock: readonly StockNotice[]): ProductAnswer | null {
  const [first] = stock;
  if (first === undefined) return null;
  return {
    sku,
    name: `Product ${sku}`,
    department: null,
    kind: 'goods',
    unit: 'each',
    price: '2.49',
    currentPrice: '2.49',
    currency: 'EUR',
    taxCategory: 'standard',
    barcodes: [],
    packs: [],
    lowStockLevel: null,
    shelf: null,
    ageLimit: null,
    depositSku: null,
    withdrawn: false,
    listed: true,
    ...unpromised(first.onHand),
    badge: 'ok',
  };
}

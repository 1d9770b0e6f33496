import { Readable } from 'node:stream';
import {
  CATALOGUE_VERSION_TOPIC,
  HUB_STATUS_TOPIC,
  lowStockTopic,
  stockTopic,
  TOPIC_ROOT,
} from '../contract/topics.ts';
import type { LowStockList } from '../contract/low-stock-views.ts';
import { messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';
import type { RetainedReader, StockPosition } from './ports.ts';
import { catalogueBody, hubStatusBody, type HubWords, lowStockBody } from './retained-bodies.ts';
import { parseStockFilter, type StockFilter } from './stock-filter.ts';

/** A retained message as aedes takes it from its persistence. */
export interface RetainedMessage {
  readonly cmd: 'publish';
  readonly topic: string;
  readonly qos: 0;
  readonly retain: true;
  readonly payload: Buffer;
}

export interface VirtualRetainedParts {
  readonly reader: RetainedReader;
  readonly hub: HubWords;
  readonly log: Log;
  readonly pageSize: number;
  readonly catalogueVersion: () => number | undefined;
  /** Who has just subscribed. Nobody has to be told any more once it is closed. */
  readonly subscriber: () => { readonly closed: boolean } | undefined;
}

/**
 * The retained topics that nobody stores, because the ledger knows them: they survive every restart, and are
 * never older than the ledger.
 *
 * Live messages may overtake a long answer to a subscription. So a page of stock only says which topics
 * there are; each value is read when aedes asks for its payload, which is when it is written to the subscriber.
 * Whatever comes last to a subscriber is therefore the newest.
 */
export class VirtualRetained {
  readonly #parts: VirtualRetainedParts;

  constructor(parts: VirtualRetainedParts) {
    this.#parts = parts;
  }

  isVirtual(filter: string): boolean {
    return this.#fixed(filter) !== undefined || parseStockFilter(filter) !== null;
  }

  *messages(filter: string): Generator<RetainedMessage> {
    const body = this.#fixed(filter);
    if (body !== undefined && this.#payload(filter, body).length > 0) yield this.#message(filter, body);
    const stock = parseStockFilter(filter);
    if (stock !== null) yield* stock.topic === 'stock' ? this.#stock(stock) : this.#lowStock(stock);
  }

  stream(filters: readonly string[]): Readable {
    return Readable.from(this.#all(filters, this.#parts.subscriber()), { highWaterMark: 1 });
  }

  *#all(
    filters: readonly string[],
    subscriber: { readonly closed: boolean } | undefined,
  ): Generator<RetainedMessage> {
    for (const filter of filters)
      for (const message of this.messages(filter)) {
        if (subscriber?.closed === true) return;
        yield message;
      }
  }

  /** How to read a topic that is not about stock; the body is undefined where nothing is retained yet. */
  #fixed(topic: string): (() => string | undefined) | undefined {
    const { reader, hub, catalogueVersion } = this.#parts;
    if (topic === HUB_STATUS_TOPIC) return () => hubStatusBody('online', hub);
    if (topic === CATALOGUE_VERSION_TOPIC) return () => mapped(catalogueVersion(), catalogueBody);
    const till = TILL_ACK.exec(topic)?.[1];
    return till === undefined ? undefined : () => mapped(reader.ackOf(till), JSON.stringify);
  }

  /** A message whose payload is read whenever it is asked for. Empty means that nothing is there any more. */
  #message(topic: string, read: () => string | undefined): RetainedMessage {
    const payload = (): Buffer => this.#payload(topic, read);
    return {
      cmd: 'publish',
      topic,
      qos: 0,
      retain: true,
      get payload() {
        return payload();
      },
    };
  }

  /** aedes catches nothing where it asks for the payload: what is thrown here would end the hub. */
  #payload(topic: string, read: () => string | undefined): Buffer {
    try {
      return Buffer.from(read() ?? '');
    } catch (fault) {
      this.#parts.log.error({ topic, reason: messageOf(fault) }, 'A retained topic could not be read.');
      return UNREAD_PAYLOAD;
    }
  }

  *#stock(filter: StockFilter): Generator<RetainedMessage> {
    const { reader } = this.#parts;
    for (const [location, sku] of this.#stockKeys(filter)) {
      yield this.#message(stockTopic(location, sku), () =>
        mapped(reader.stockNotice(location, sku), JSON.stringify),
      );
    }
  }

  /** What is low now, and nothing of what is not: an empty message says only to those who listen that it ceased. */
  *#lowStock(filter: StockFilter): Generator<RetainedMessage> {
    const { reader, pageSize: limit } = this.#parts;
    for (let next: string | null | undefined; next !== null;) {
      const page: LowStockList = reader.lowStock(next === undefined ? { limit } : { before: next, limit });
      for (const { location, sku } of page.products) {
        if ((filter.location ?? location) !== location || (filter.sku ?? sku) !== sku) continue;
        const body = (): string => lowStockBody(reader, { location, sku });
        if (body() !== '') yield this.#message(lowStockTopic(location, sku), body);
      }
      next = page.next;
    }
  }

  /** Codes as the ledger writes them: a subscription to `abc` hears nothing of `ABC`, live or retained. */
  *#stockKeys({ location, sku }: StockFilter): Generator<readonly [string, string]> {
    const keys = sku === null ? this.#allStockKeys() : this.#stockKeysOf(sku);
    for (const key of keys) {
      if ((location === null || location === key[0]) && (sku === null || sku === key[1])) yield key;
    }
  }

  *#stockKeysOf(sku: string): Generator<readonly [string, string]> {
    const stock = this.#parts.reader.stock({ sku });
    if (stock === null) return;
    for (const { location } of stock.locations) yield [location, stock.sku];
  }

  *#allStockKeys(): Generator<readonly [string, string]> {
    const { reader, pageSize } = this.#parts;
    for (let after: StockPosition | null = { product: 0, place: 0 }; after !== null;) {
      const page = reader.stockNotices({ after, limit: pageSize });
      for (const notice of page.notices) yield [notice.location, notice.sku];
      after = page.next;
    }
  }
}

const TILL_ACK = new RegExp(`^${TOPIC_ROOT}/till/([^/+#]+)/ack$`);

/** Stands for a payload that could not be read. It must reach nobody: empty means that nothing is there any more. */
export const UNREAD_PAYLOAD = Buffer.alloc(0);

function mapped<Value>(value: Value | null | undefined, write: (value: Value) => string): string | undefined {
  return value === null || value === undefined ? undefined : write(value);
}

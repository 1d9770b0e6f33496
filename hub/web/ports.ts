import type { DestinationSays } from '../contract/day-views.ts';
import type { EventData, EventType } from '../contract/events.ts';
import type { Identity } from '../contract/identity.ts';
import type { CommitNotice } from '../contract/notice.ts';
import type { EventReply } from '../contract/reply.ts';
import type {
  ActivityAnswer,
  DayTotalAnswer,
  DestinationAnswer,
  ExceptionAnswer,
  MovementAnswer,
  ParkedAnswer,
  ProductAnswer,
  RejectedAnswer,
  StockAnswer,
} from '../contract/views.ts';
import type { CatalogueReader } from './catalogue-port.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { RateLimit } from '../kit/rate.ts';
import type { ValuationReader } from './cost-port.ts';
import type { CountReader } from './count-port.ts';
import type { CustomerReader } from './customer-port.ts';
import type { JournalReader } from './journal-port.ts';
import type { LiabilityReader } from './liability-port.ts';
import type { LotReader } from './lot-port.ts';
import type { PaymentReader } from './payment-port.ts';
import type { ProductDetailReader } from './product-detail-port.ts';
import type { GoodsReader } from './goods-port.ts';
import type { LowStockReader } from './low-stock-port.ts';
import type { ReservationReader } from './reservation-port.ts';
import type { SessionReader } from './session-port.ts';

/** Everything that the pages and the API need from the rest of the hub. */
export interface WebPorts {
  readonly reader: WebReader;
  readonly changes: ChangeFeed;
  readonly outbox: ParkedItems;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly settings: WebSettings;
  /** What one till may send over HTTP. */
  readonly eventRate: RateLimit;
  /** Resolves when the event is on disk; stays pending while the disk is full; rejects when it cannot take it. */
  submit(payload: Uint8Array, from: Identity): Promise<EventReply>;
  /**
   * Makes an event of the hub itself out of checked data. Resolves as `submit` does. Under a given id it is made once:
   * the same data again are a `duplicate`, other data a `conflict`, and neither changes anything.
   */
  submitHub<Type extends EventType>(
    type: Type,
    data: EventData<Type>,
    options?: EventName,
  ): Promise<EventReply>;
  /** The event that the hub made under that id, or null. */
  hubEvent(id: string): HubEvent | null;
  /** Reads CSV to its end; nothing of it counts unless all of it can be read. Under a given id it is made once. */
  importProducts(csv: AsyncIterable<Uint8Array>, options?: EventName): Promise<ImportReport>;
  /** Asks every destination what it holds of the books of a day. */
  askDestinations(businessDate: string): Promise<readonly DestinationSays[]>;
  authenticate(name: string, secret: string): Identity | null;
  health(): HealthReport;
  /** The figures of the whole hub in Prometheus' text format. */
  metrics(): Promise<MetricsText>;
}

/** What the routes of the API need that are not for tills: a running hub has it, and a command that opened the ledger. */
export type ApiPorts = Pick<
  WebPorts,
  'reader' | 'clock' | 'submitHub' | 'hubEvent' | 'importProducts' | 'outbox' | 'askDestinations'
>;

export interface EventName {
  /** Makes the event one event for ever; a new one is made where it is left out. */
  readonly id?: string;
}

/** An event that the hub made itself. */
export interface HubEvent {
  readonly seq: number;
  readonly type: string;
  readonly data: unknown;
}

export interface WebSettings {
  readonly shopName: string;
  /** ISO 4217, for products that are named on a page. */
  readonly currency: string;
  /** BCP 47, such as `en-GB`. */
  readonly locale: string;
  /** IANA, such as `Europe/London`. */
  readonly timeZone: string;
  /** Answers pages to other computers too. Without sign-in everybody on the network can then use them. */
  readonly allowRemotePages: boolean;
  /** Names under which browsers may ask for pages, apart from `localhost` and addresses. */
  readonly hostNames: readonly string[];
}

/** Either code of a product. */
export type ProductCode = { readonly sku: string } | { readonly barcode: string };

export interface WebReader
  extends
    LowStockReader,
    CatalogueReader,
    CountReader,
    CustomerReader,
    GoodsReader,
    JournalReader,
    LiabilityReader,
    LotReader,
    PaymentReader,
    ProductDetailReader,
    ReservationReader,
    SessionReader,
    ValuationReader {
  product(code: ProductCode): ProductAnswer | null;
  stock(code: ProductCode): StockAnswer | null;
  searchProducts(query: string, limit: number): ProductAnswer[];
  unlistedProducts(limit: number): ProductAnswer[];
  movements(sku: string, limit: number): MovementAnswer[];
  activity(options: { beforeSeq?: number; limit: number }): ActivityAnswer[];
  activityAfter(seq: number, limit: number): ActivityAnswer[];
  exceptions(options: { before?: number; limit: number }): ExceptionAnswer[];
  /** Null: there was never an exception of this number. */
  exception(exception: number): KnownException | null;
  destinations(): DestinationAnswer[];
  parked(limit: number): ParkedAnswer[];
  rejected(limit: number): RejectedAnswer[];
  counts(): LedgerCounts;
  /** How much waits for a person. */
  needs(): Pick<LedgerCounts, 'exceptions' | 'rejected'>;
  /** The newest place in the ledger; 0 for an empty one. */
  lastSeq(): number;
  dayTotals(limit: number): DayTotalAnswer[];
}

/** What became of one exception, and what tells it from every other however they are numbered. */
export interface KnownException {
  readonly state: 'open' | 'closed';
  /** The place in the ledger of the event that raised it. */
  readonly entry: number;
  readonly cause: string;
  readonly subject: string;
}

export interface LedgerCounts {
  readonly products: number;
  readonly unlisted: number;
  readonly exceptions: number;
  readonly rejected: number;
  readonly lastSeq: number;
}

export interface ChangeFeed {
  /** Returns what ends the subscription. */
  subscribe(listener: (notice: CommitNotice) => void): () => void;
}

export interface ParkedItems {
  retryParked(destination: string, seq: number | 'all'): Promise<void>;
  skipParked(destination: string, seq: number, who: string): Promise<void>;
}

export type ImportReport =
  | { readonly kind: 'done'; readonly products: number }
  | { readonly kind: 'invalid'; readonly errors: readonly ImportError[]; readonly errorCount: number }
  /** Its id stands for another change. */
  | { readonly kind: 'reused' };

export interface ImportError {
  readonly line: number;
  readonly reason: string;
}

export interface HealthReport {
  /** waiting: everything is answered, and new events wait for the disk. */
  readonly state: 'starting' | 'running' | 'waiting' | 'stopping';
  readonly takesWrites: boolean;
  /** What is wrong and what to do, for a person; null when all is well. */
  readonly problem: string | null;
}

export interface MetricsText {
  readonly contentType: string;
  readonly body: string;
}

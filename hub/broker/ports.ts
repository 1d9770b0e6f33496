import type { StockNotice } from '../contract/ask.ts';
import type { Identity } from '../contract/identity.ts';
import type { LiabilityAnswer, RefundableAnswer } from '../contract/liability-views.ts';
import type { LiabilityKind } from '../contract/payment-events.ts';
import type { LowStockAnswer, LowStockList } from '../contract/low-stock-views.ts';
import type { CommitNotice } from '../contract/notice.ts';
import type { EventReply, TillAck } from '../contract/reply.ts';
import type { ProductAnswer, StockAnswer } from '../contract/views.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';

/** What the broker needs from the rest of the hub. */
export interface BrokerPorts {
  /**
   * Commits one event and resolves after the fsync, or rejects when the disk cannot take it. `payload` is a view
   * into the buffer that the socket filled, shared with its neighbours: copy it before transferring it anywhere.
   */
  submit(payload: Uint8Array, from: Identity): Promise<EventReply>;
  readonly reader: BrokerReader;
  readonly changes: CommitFeed;
  readonly lowStock: LowStockFeed;
  readonly log: Log;
  readonly clock: Clock;
  /** Which life of the ledger this is, and which hub; both are told on `hub/status`. */
  readonly incarnation: string;
  readonly version: string;
  /** What is wrong with the hub and what to do, for a person; null when all is well. */
  problem?(): string | null;
  /** The ledger position of the last change of a product. Without it `catalogue/version` is not retained. */
  catalogueVersion?(): number;
}

export interface CommitFeed {
  /** Calls `listener` after each committed batch, until the returned function is called. */
  subscribe(listener: (notice: CommitNotice) => void): () => void;
}

export interface LowStockFeed {
  /** Calls `listener` when people were told of a product, until the returned function is called. */
  subscribe(listener: (told: LowStockKey) => void): () => void;
}

export interface LowStockKey {
  readonly location: string;
  readonly sku: string;
}

/** The questions that the broker asks the ledger. All of them answer at once, from what is committed. */
export interface BrokerReader extends AskReader, RetainedReader {
  credential(name: string): Credential | null;
}

/** Products and stock by code. */
export interface CodeReader {
  product(code: ProductCode): ProductAnswer | null;
  stock(code: ProductCode): StockAnswer | null;
}

/** What an `ask` is answered from. */
export interface AskReader extends CodeReader {
  /** Null: no event has named the account. */
  liability(of: { kind: LiabilityKind; account: string }, entryLimit: number): LiabilityAnswer | null;
  /** Null: there is no such sale. */
  refundable(sale: { source?: string | undefined; id: string }): RefundableAnswer | null;
}

/** What stands on the retained topics that the hub itself owns. */
export interface RetainedReader {
  stock(code: ProductCode): StockAnswer | null;
  ackOf(till: string): TillAck | null;
  stockNotice(location: string, sku: string): StockNotice | null;
  stockNotices(options: { after: StockPosition; limit: number }): StockPage;
  /** Newest first; `before` is the `next` of the page before. */
  lowStock(options: { before?: string; limit: number }): LowStockList;
  /** By the folded codes of both. Null: it is not low, as far as people were told. */
  lowStockOf(skuKey: string, locationKey: string): LowStockAnswer | null;
}

export type ProductCode = { sku: string } | { barcode: string };

/** A place in the ledger's order of stock rows. Both zero stand before the first row. */
export interface StockPosition {
  readonly product: number;
  readonly place: number;
}

export interface StockPage {
  readonly notices: StockNotice[];
  /** Where the next page begins, or null after the last one. */
  readonly next: StockPosition | null;
}

export interface Credential {
  readonly kind: Identity['kind'];
  readonly name: string;
  /** SHA-256 of the secret's text. */
  readonly secretSha256: Buffer;
}

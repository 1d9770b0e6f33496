import type { StockNotice } from '../contract/ask.ts';
import type { CommitNotice } from '../contract/notice.ts';
import type { TillAck } from '../contract/reply.ts';
import {
  CATALOGUE_VERSION_TOPIC,
  HUB_STATUS_TOPIC,
  lowStockTopic,
  stockTopic,
  tillTopic,
} from '../contract/topics.ts';
import type { Clock } from '../kit/clock.ts';
import { messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';
import { Nudge } from '../kit/nudge.ts';
import type { FanOut } from './fan-out.ts';
import type { BrokerLimits } from './limits.ts';
import type { CommitFeed, LowStockFeed, LowStockKey, RetainedReader } from './ports.ts';
import { catalogueBody, hubStatusBody, type HubWords, lowStockBody } from './retained-bodies.ts';
import { LOW_STOCK_TOPICS, STOCK_TOPICS } from './stock-filter.ts';

export interface EgressParts {
  readonly changes: CommitFeed;
  readonly lowStock: LowStockFeed;
  readonly reader: Pick<RetainedReader, 'lowStockOf'>;
  /** The same that a new subscriber is told: a batch may hold later entries that changed nothing of it. */
  readonly catalogueVersion: () => number | undefined;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly limits: BrokerLimits;
  readonly hub: HubWords;
  readonly log: Log;
  readonly publish: (topic: string, body: string) => void;
}

/**
 * Tells subscribers what was committed, some milliseconds later and never more than they can take: while a value
 * waits, a newer one replaces it. Nothing here is awaited by a till's PUBACK. What nobody hears is not kept,
 * because who subscribes later is told what stands in the ledger then.
 */
export class Egress {
  readonly #parts: EgressParts;
  readonly #nudge = new Nudge();
  readonly #acks = new Map<string, TillAck>();
  readonly #stock = new Map<string, StockNotice>();
  readonly #lowStock = new Map<string, LowStockKey>();
  #catalogueChanged: number | undefined;

  constructor(parts: EgressParts) {
    this.#parts = parts;
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#tellCommits(signal), this.#tellProblems(signal)]);
  }

  async #tellCommits(signal: AbortSignal): Promise<void> {
    const { changes, lowStock, clock, limits } = this.#parts;
    const subscriptions = [
      changes.subscribe((notice) => this.#note(notice)),
      lowStock.subscribe((told) => this.#noteLow(told)),
    ];
    while (!signal.aborted) {
      await this.#nudge.wait(Number.POSITIVE_INFINITY, signal);
      this.#publishSome();
      await this.#settle(limits.liveSettleMs);
      await clock.sleep(limits.livePauseMs, signal);
      if (this.#acks.size + this.#stock.size + this.#lowStock.size > 0) this.#nudge.ring();
    }
    for (const unsubscribe of subscriptions) unsubscribe();
  }

  /** Says when something begins or ceases to be wrong: a full disk makes no commits that would say it. */
  async #tellProblems(signal: AbortSignal): Promise<void> {
    const { clock, hub, limits, publish } = this.#parts;
    let told = hubStatusBody('online', hub);
    while (!signal.aborted) {
      await clock.sleep(limits.statusLookMs, signal);
      const body = hubStatusBody('online', hub);
      if (body === told || signal.aborted) continue;
      publish(HUB_STATUS_TOPIC, body);
      told = body;
    }
  }

  /** The last word of a hub that stops. */
  async sayFarewell(): Promise<void> {
    this.#parts.publish(HUB_STATUS_TOPIC, hubStatusBody('offline', this.#parts.hub));
    await this.#settle(this.#parts.limits.farewellMs);
  }

  #note(notice: CommitNotice): void {
    const { fanOut } = this.#parts;
    for (const { till, ack } of notice.acks) this.#acks.set(till, ack);
    if (fanOut.isHeard(STOCK_TOPICS))
      for (const stock of notice.stock) this.#stock.set(stockTopic(stock.location, stock.sku), stock);
    if (notice.productsChanged) this.#catalogueChanged = notice.lastSeq;
    this.#nudge.ring();
  }

  #noteLow({ location, sku }: LowStockKey): void {
    if (!this.#parts.fanOut.isHeard(LOW_STOCK_TOPICS)) return;
    this.#lowStock.set(lowStockTopic(location, sku), { location, sku });
    this.#nudge.ring();
  }

  #publishSome(): void {
    const { fanOut, limits, publish, catalogueVersion } = this.#parts;
    if (this.#catalogueChanged !== undefined)
      publish(CATALOGUE_VERSION_TOPIC, catalogueBody(catalogueVersion() ?? this.#catalogueChanged));
    this.#catalogueChanged = undefined;
    for (const [till, ack] of takeSome(this.#acks, limits.livePublishes)) {
      publish(tillTopic(till, 'ack'), JSON.stringify(ack));
    }
    this.#publishLow();
    if (!fanOut.isHeard(STOCK_TOPICS)) return this.#stock.clear();
    for (const [topic, stock] of takeSome(this.#stock, limits.livePublishes))
      publish(topic, JSON.stringify(stock));
  }

  /** As it is by now: somebody who subscribed meanwhile was told that already. */
  #publishLow(): void {
    const { limits, log, publish, reader } = this.#parts;
    for (const [topic, key] of takeSome(this.#lowStock, limits.livePublishes)) {
      try {
        publish(topic, lowStockBody(reader, key));
      } catch (fault) {
        log.error({ topic, reason: messageOf(fault) }, 'A topic could not be read.');
      }
    }
  }

  /** Waits until subscribers have what was published, but not for the slowest. */
  async #settle(delayMs: number): Promise<void> {
    const settled = new AbortController();
    await Promise.race([this.#parts.fanOut.idle(), this.#parts.clock.sleep(delayMs, settled.signal)]);
    settled.abort();
  }
}

/** Takes the first `count` entries out of the map. */
function takeSome<Key, Value>(map: Map<Key, Value>, count: number): [Key, Value][] {
  const taken: [Key, Value][] = [];
  for (const entry of map) {
    if (taken.length === count) break;
    taken.push(entry);
    map.delete(entry[0]);
  }
  return taken;
}

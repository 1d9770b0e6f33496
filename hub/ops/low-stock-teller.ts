import type { EventData } from '../contract/events.ts';
import type { EventReply } from '../contract/reply.ts';
import type { Clock } from '../kit/clock.ts';
import { messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';
import { Nudge } from '../kit/nudge.ts';

const TYPE = 'backroom.low-stock.told.v1';

/** How many are told in one go; more follow at once. */
const BATCH_MAX = 100;

/** At most one look in this time, however fast the shop sells. */
const LOOK_PAUSE_MS = 250;

/** What people are to be told, with the id that makes it be told once. */
export interface LowStockNews {
  readonly id: string;
  readonly data: EventData<typeof TYPE>;
}

export interface LowStockTellerPorts {
  readonly reader: { lowStockToTell(limit: number): LowStockNews[] };
  readonly changes: { subscribe(listener: () => void): () => void };
  readonly clock: Clock;
  readonly log: Log;
  submitHub(
    type: typeof TYPE,
    data: EventData<typeof TYPE>,
    options: { readonly id: string },
  ): Promise<EventReply>;
}

/** Which product is low somewhere, or is not any more. */
export type LowStockListener = (told: { readonly location: string; readonly sku: string }) => void;

/**
 * Tells people that a product is low, and that it is not any more, by an event of its own: whatever else speaks to people
 * follows from that event. What is to be told is always asked of the ledger, and telling it is the same transaction that
 * takes it off, under an id that follows from the entry which made the product low. So however this ends, by a kill at
 * any point, each is told once: before the commit nothing was told, and after it nothing is left to tell.
 */
export class LowStockTeller implements AsyncDisposable {
  readonly #ports: LowStockTellerPorts;
  readonly #nudge = new Nudge();
  readonly #stop = new AbortController();
  readonly #listeners = new Set<LowStockListener>();
  #running = Promise.resolve();
  #unsubscribe = (): void => undefined;

  constructor(ports: LowStockTellerPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#unsubscribe = this.#ports.changes.subscribe(() => this.#nudge.ring());
    this.#nudge.ring();
    this.#running = this.#run(this.#stop.signal);
  }

  /** Calls `listener` once each is on disk, until the returned function is called. */
  subscribe(listener: LowStockListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe();
    this.#stop.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    while (!signal.aborted) {
      await this.#nudge.wait(Number.POSITIVE_INFINITY, signal);
      // With a full disk an event is pending until there is room: a stop does not wait for that.
      await Promise.race([this.#tellAll(signal), aborted]);
      await this.#ports.clock.sleep(LOOK_PAUSE_MS, signal);
    }
  }

  /** Whatever goes wrong here, the shop goes on selling: it is tried again after the next commit. */
  async #tellAll(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && (await this.#tellSome()));
    } catch (error) {
      if (!signal.aborted)
        this.#ports.log.error({ reason: messageOf(error) }, 'Low stock could not be told.');
    }
  }

  /** True when there may be more. */
  async #tellSome(): Promise<boolean> {
    const { reader, log } = this.#ports;
    const news = reader.lowStockToTell(BATCH_MAX);
    const replies = await Promise.all(news.map(({ id, data }) => this.#ports.submitHub(TYPE, data, { id })));
    const untold = news.filter((_, index) => replies[index]?.outcome !== 'accepted');
    for (const { data } of news) this.#listeners.forEach((listener) => listener(data));
    if (untold.length > 0) log.error({ ids: untold.map(({ id }) => id) }, 'Low stock was told before.');
    return news.length === BATCH_MAX && untold.length === 0;
  }
}

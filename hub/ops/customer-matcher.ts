import { setImmediate } from 'node:timers/promises';
import type { EventData } from '../contract/events.ts';
import type { EventReply } from '../contract/reply.ts';
import type { Clock } from '../kit/clock.ts';
import { sha256 } from '../kit/digest.ts';
import { messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';
import { Nudge } from '../kit/nudge.ts';

const TYPE = 'backroom.customer.merged.v1';

/** How many captures are looked at before others have their turn. */
const SLICE_ROWS = 50;

/** At most one look in this time. */
const LOOK_PAUSE_MS = 500;

type Merge = EventData<typeof TYPE>;

export interface MatcherPorts {
  readonly reader: {
    customersToMerge(options: { after: number; limit: number }): {
      readonly merges: readonly Merge[];
      readonly next: number | null;
    };
  };
  readonly changes: { subscribe(listener: () => void): () => void };
  readonly clock: Clock;
  readonly log: Log;
  /** Whoever was forgotten is forgotten in this ledger: nobody is merged with somebody who is not to be here. */
  readonly ready: Promise<unknown>;
  submitHub(type: typeof TYPE, data: Merge, options: { readonly id: string }): Promise<EventReply>;
}

/**
 * Merges customers that have one verified e-mail address or telephone number, or one card. The log cannot tell: who they
 * are does not stand in it. So it is found here, and told by an event that a replay needs nothing else for. Its id follows
 * from the two customers: told once, and never again after a person has undone it.
 */
export class CustomerMatcher implements AsyncDisposable {
  readonly #ports: MatcherPorts;
  readonly #nudge = new Nudge();
  readonly #stop = new AbortController();
  #running = Promise.resolve();
  #unsubscribe = (): void => undefined;
  /** Up to which entry captures were looked at. A start looks at all of them again: some may have been missed. */
  #after = 0;

  constructor(ports: MatcherPorts) {
    this.#ports = ports;
  }

  start(): this {
    this.#unsubscribe = this.#ports.changes.subscribe(() => this.#nudge.ring());
    this.#nudge.ring();
    this.#running = this.#run(this.#stop.signal);
    return this;
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
    await Promise.race([this.#ports.ready, aborted]);
    while (!signal.aborted) {
      await this.#nudge.wait(Number.POSITIVE_INFINITY, signal);
      // With a full disk an event is pending until there is room: a stop does not wait for that.
      await Promise.race([this.#mergeAll(signal), aborted]);
      await this.#ports.clock.sleep(LOOK_PAUSE_MS, signal);
    }
  }

  /** Whatever goes wrong here, the shop goes on selling: it is tried again after the next commit. */
  async #mergeAll(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        const { merges, next } = this.#ports.reader.customersToMerge({
          after: this.#after,
          limit: SLICE_ROWS,
        });
        // A merge may be all that was in the way of another one: the same captures are looked at again.
        if (await this.#mergeSome(merges)) continue;
        if (next === null) return;
        this.#after = next;
        await setImmediate();
      }
    } catch (error) {
      if (!signal.aborted)
        this.#ports.log.error({ reason: messageOf(error) }, 'Customers could not be merged.');
    }
  }

  /** Each customer goes into one other at a time. True when any did. */
  async #mergeSome(merges: readonly Merge[]): Promise<boolean> {
    const once = new Map(merges.map((merge) => [merge.customerId, merge]));
    let isAnyNew = false;
    for (const merge of once.values()) {
      const { outcome } = await this.#merge(merge);
      isAnyNew ||= outcome === 'accepted';
    }
    return isAnyNew;
  }

  async #merge(merge: Merge): Promise<EventReply> {
    const name = `${merge.because}\n${merge.customerId}\n${merge.into}`;
    return this.#ports.submitHub(TYPE, merge, { id: `customers-merged-${sha256(name).toString('hex')}` });
  }
}

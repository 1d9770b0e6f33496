import type { Connector, OutboundBatch, OutboundItem, SendOutcome } from '../../hub/connectors/connector.ts';
import type { DestinationSetting } from '../../hub/ledger/outbox/outbox.ts';
import { hashOf } from '../../scripts/replay/random.ts';
import { holds } from './trace.ts';
import type { World } from './world.ts';

/** How the system at the other end is. Every one of them but `up` is a bad day. */
export const MODES = ['up', 'off', 'error', 'slow', 'forgets to answer', 'half', 'busy'] as const;
export type Mode = (typeof MODES)[number];

const TIMEOUT_MS = 30_000;
/** Of a thousand events, how many it refuses by name, or refuses the whole batch for. */
const REFUSED_PER_THOUSAND = 12;
/** So many refusals, and an event waits for a person instead of its successors for it. */
const PARKED_AT = 3;

export interface DestinationPlan {
  readonly setting: DestinationSetting;
  /** How long an event may wait for others. */
  readonly ageMs: number;
  readonly refuses: boolean;
}

/**
 * An outside system: it remembers everything that it took, outlives every process of the hub, and knows whether a
 * batch kept its items under its key.
 */
export class Destination {
  readonly setting: DestinationSetting;
  readonly ageMs: number;
  readonly connector: Connector;
  /** The entries that it has, by their place in the ledger, with what they said. */
  readonly taken = new Map<number, OutboundItem>();
  /** In the order in which it first heard of them. */
  readonly order: OutboundItem[] = [];
  readonly everRefused = new Set<number>();
  /** What it refused and has not taken since: from whom, and how often. */
  readonly #refused = new Map<number, { readonly source: string; readonly times: number }>();
  repetitions = 0;
  mode: Mode = 'up';
  refuses: boolean;
  readonly #world: World;
  readonly #itemsOfKey = new Map<string, string>();

  constructor(world: World, plan: DestinationPlan) {
    this.#world = world;
    this.setting = plan.setting;
    this.ageMs = plan.ageMs;
    this.refuses = plan.refuses;
    this.connector = { kind: plan.setting.kind, send: (batch, signal) => this.#send(batch, signal) };
  }

  #send(batch: OutboundBatch, signal: AbortSignal): Promise<SendOutcome> {
    // A forwarder takes whatever a connector throws for a failure of the system.
    try {
      this.#keepsItsKey(batch);
      this.#keepsItsOrder(batch);
    } catch (error) {
      this.#world.fail(error);
    }
    const { promise, resolve } = Promise.withResolvers<SendOutcome>();
    const { time, random } = this.#world;
    signal.addEventListener('abort', () => resolve({ kind: 'retry', reason: 'aborted' }), { once: true });
    time.after(TIMEOUT_MS, () => resolve({ kind: 'retry', reason: 'No answer in time.' }));
    time.after(5 + random.below(80), () => this.#arrives(batch, resolve));
    return promise;
  }

  #arrives(batch: OutboundBatch, resolve: (outcome: SendOutcome) => void): void {
    const { time, random, trace } = this.#world;
    trace.note(`deliver-${this.setting.name}`, `${batch.items[0]?.seq} +${batch.items.length} ${this.mode}`);
    switch (this.mode) {
      case 'up':
        return time.after(5 + random.below(80), () => resolve(this.#takes(batch)));
      case 'off':
        return resolve({ kind: 'retry', reason: 'No line.' });
      case 'error':
        return resolve({ kind: 'retry', reason: 'The system answers 500.' });
      case 'busy':
        return resolve({
          kind: 'retry',
          reason: 'Too many requests.',
          afterMs: 1_000 + random.below(600_000),
        });
      case 'slow':
        return time.after(random.below(2 * TIMEOUT_MS), () => resolve(this.#takes(batch)));
      case 'forgets to answer':
        this.#takes(batch);
        return;
      case 'half':
        return this.#takesHalf(batch);
    }
  }

  #takes(batch: OutboundBatch): SendOutcome {
    const bad = batch.items.filter((item) => this.refuses && refusal(item) !== null);
    if (bad.some((item) => refusal(item) === 'batch')) {
      if (batch.items.length === 1) this.#refuse(batch.items);
      return { kind: 'refused', reason: 'The system does not take this batch.' };
    }
    this.#refuse(bad);
    for (const item of batch.items) if (!bad.includes(item)) this.#take(item);
    if (bad.length === 0) return { kind: 'done' };
    return { kind: 'done', refused: bad.map(({ seq }) => ({ seq, reason: 'The system does not know it.' })) };
  }

  /** It dies over the batch, and nobody knows how far it came. */
  #takesHalf(batch: OutboundBatch): void {
    const some = batch.items.slice(0, Math.ceil(batch.items.length / 2));
    for (const item of some) if (!this.refuses || refusal(item) === null) this.#take(item);
  }

  #refuse(items: readonly OutboundItem[]): void {
    for (const { seq, source } of items) {
      this.everRefused.add(seq);
      this.#refused.set(seq, { source, times: (this.#refused.get(seq)?.times ?? 0) + 1 });
    }
  }

  #take(item: OutboundItem): void {
    const known = this.taken.get(item.seq);
    this.#refused.delete(item.seq);
    if (known === undefined) {
      this.taken.set(item.seq, item);
      this.order.push(item);
      return;
    }
    this.repetitions += 1;
    const isSame = known.hash === item.hash && known.body === item.body && known.id === item.id;
    holds(isSame, () => `${this.setting.name} has entry ${item.seq} and hears something else of it`);
  }

  /** Nothing overtakes an event of its own source that was refused and is not parked yet. */
  #keepsItsOrder({ items }: OutboundBatch): void {
    for (const [seq, { source, times }] of this.#refused) {
      if (times >= PARKED_AT || items.some((item) => item.seq === seq)) continue;
      const early = items.find((item) => item.source === source && item.seq > seq);
      holds(
        early === undefined,
        () => `${this.setting.name} gets ${early?.seq} while ${seq} waits to go again`,
      );
    }
  }

  #keepsItsKey({ key, items }: OutboundBatch): void {
    const seqs = items.map(({ seq }) => seq).join();
    const before = this.#itemsOfKey.get(key) ?? seqs;
    holds(
      before === seqs,
      () => `${this.setting.name}: a batch was ${before} and is ${seqs} under the same key`,
    );
    this.#itemsOfKey.set(key, seqs);
  }
}

/** Decided by the event, so that it is refused again and again. */
function refusal(item: OutboundItem): 'item' | 'batch' | null {
  const lot = hashOf(`entry ${item.seq}`) % 1_000;
  if (lot >= REFUSED_PER_THOUSAND) return null;
  return lot % 2 === 0 ? 'item' : 'batch';
}

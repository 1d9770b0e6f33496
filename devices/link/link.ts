import type { Clock } from '../../hub/kit/clock.ts';
import type { Log } from '../../hub/kit/log.ts';
import { type Backoff, reconnectDelayMs } from './backoff.ts';
import type { EventQueue, QueuedEvent } from './queue.ts';
import { Session } from './session.ts';
import type { Message, MqttAddress } from './wire.ts';

/** Events that may be on their way to the hub at once. */
export const IN_FLIGHT_MAX = 20;
/** Confirmations are written down when this many have come, or when nothing is on its way any more. */
const CONFIRMED_AT_ONCE = 64;

export interface LinkOptions {
  readonly address: MqttAddress;
  readonly eventTopic: string;
  readonly queue: EventQueue;
  readonly clock: Clock;
  readonly log: Log;
  readonly backoff: Backoff;
  readonly inFlightMax: number;
  readonly random: () => number;
  readonly onMessage: (message: Message) => void;
}

/**
 * Carries a durable queue to the hub: connects, sends in order with a bounded number under way, writes down what
 * was confirmed, and begins again with whatever is not confirmed when the connection breaks.
 */
export class Link {
  readonly #options: LinkOptions;
  readonly #stop = new AbortController();
  readonly #inFlight = new Set<number>();
  #session: Session | undefined;
  #ready = false;
  #sentUpTo = 0;
  #confirmed: number[] = [];
  #idleWaiters: (() => void)[] = [];
  #running: Promise<void> | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  get connected(): boolean {
    return this.#ready;
  }

  /** Something was added to the queue. */
  nudge(): void {
    this.#fill();
  }

  /** Sends again from the beginning of what the queue says is waiting. */
  rewind(): void {
    this.#writeDownConfirmed();
    this.#sentUpTo = 0;
    this.#fill();
  }

  /** The hub has another ledger now: what was confirmed and not yet written down is worth nothing. */
  beginAnew(): void {
    this.#confirmed = [];
    this.rewind();
  }

  /** Resolves when everything in the queue is confirmed and that is written down. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve);
      this.#tellIdle();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#writeDownConfirmed();
  }

  async #run(): Promise<void> {
    const { clock, backoff, random, log, address } = this.#options;
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      const { reason, wasReady } = await this.#connectOnce();
      if (this.#stop.signal.aborted) return;
      failures = wasReady ? 0 : failures + 1;
      const delayMs = reconnectDelayMs(backoff, failures, random());
      log.info({ name: address.name, reason, delayMs }, 'The hub is out of reach.');
      await clock.sleep(delayMs, this.#stop.signal);
    }
  }

  /** Runs one session to its end. */
  async #connectOnce(): Promise<{ reason: string; wasReady: boolean }> {
    const { promise, resolve } = Promise.withResolvers<string>();
    let wasReady = false;
    const session = new Session(this.#options.address, {
      ready: () => {
        wasReady = true;
        this.#begin();
      },
      message: this.#options.onMessage,
      ended: resolve,
    });
    this.#session = session;
    const stop = (): void => resolve('stopped');
    this.#stop.signal.addEventListener('abort', stop, { once: true });
    const reason = await promise;
    this.#stop.signal.removeEventListener('abort', stop);
    this.#end();
    session.close();
    return { reason, wasReady };
  }

  #begin(): void {
    this.#ready = true;
    this.#sentUpTo = 0;
    this.#fill();
  }

  #end(): void {
    this.#ready = false;
    this.#session = undefined;
    this.#inFlight.clear();
    this.#writeDownConfirmed();
  }

  #fill(): void {
    if (!this.#ready) return;
    const room = this.#options.inFlightMax - this.#inFlight.size;
    if (room <= 0) return;
    for (const event of this.#options.queue.waiting(this.#sentUpTo, room)) this.#send(event);
    this.#tellIdle();
  }

  #send(event: QueuedEvent): void {
    this.#sentUpTo = event.sequence;
    if (this.#inFlight.has(event.sequence)) return;
    this.#inFlight.add(event.sequence);
    const session = this.#session;
    session?.publish({ topic: this.#options.eventTopic, payload: event.body }, () => {
      if (session === this.#session) this.#onConfirmed(event.sequence);
    });
  }

  #onConfirmed(sequence: number): void {
    this.#inFlight.delete(sequence);
    this.#confirmed.push(sequence);
    if (this.#confirmed.length >= CONFIRMED_AT_ONCE || this.#inFlight.size === 0) this.#writeDownConfirmed();
    this.#fill();
  }

  #writeDownConfirmed(): void {
    if (this.#confirmed.length === 0) return;
    this.#options.queue.confirm(this.#confirmed);
    this.#confirmed = [];
  }

  #tellIdle(): void {
    if (this.#idleWaiters.length === 0 || this.#inFlight.size > 0) return;
    this.#writeDownConfirmed();
    if (this.#options.queue.hasWaiting()) return;
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const resolve of waiters) resolve();
  }
}

import type { Clock } from '../kit/clock.ts';
import { HubError, messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';

const LOOK_EVERY_MS = 2_000;
/** At once. More of them are expired at the next look. */
const BATCH_MAX = 500;
/** The time of day may drift from the time that passes: more than this is a jump. */
const JUMP_MS = 2_000;

export interface ExpiryPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Somebody moved the clock, and nobody has set it since. */
  readonly isClockUnsure: () => boolean;
  /** Names of what its time is over for, those that waited longest first. */
  readonly due: (nowMs: number, limit: number) => readonly string[];
  /** Resolves when it is on disk. The same one expires once, however often this is called. */
  readonly expire: (name: string) => Promise<unknown>;
}

/**
 * Frees what was promised or held until a time that is over: reservations, holds of money. A clock that jumped expires nothing until it was set again: what
 * is freed too late is freed by a person, what is freed too early is sold to somebody else.
 */
export class Expiry implements AsyncDisposable {
  readonly #ports: ExpiryPorts;
  readonly #stop = new AbortController();
  #offsetMs: number | null = null;
  #run = Promise.resolve();

  constructor(ports: ExpiryPorts) {
    this.#ports = ports;
  }

  /** Looks until it is disposed of, or until the ledger takes nothing any more. */
  start(): this {
    this.#run = this.#keepLooking();
    return this;
  }

  /** Expires what is due, and returns when all of it is on disk. */
  async look(): Promise<void> {
    if (this.#isClockDoubtful()) return;
    const due = this.#ports.due(this.#ports.clock.nowMs(), BATCH_MAX);
    await this.#unlessStopped(Promise.all(due.map((name) => this.#ports.expire(name))));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#run;
  }

  async #keepLooking(): Promise<void> {
    const { signal } = this.#stop;
    const { clock, log } = this.#ports;
    try {
      while (!signal.aborted) {
        await this.look();
        await clock.sleep(LOOK_EVERY_MS, signal);
      }
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      log.debug({ reason: messageOf(error) }, 'The ledger takes no more of what expires.');
    }
  }

  /** Sees a jump by itself too: whoever watches the clock may look at it only after this. The first look only compares. */
  #isClockDoubtful(): boolean {
    const { clock, isClockUnsure } = this.#ports;
    const offsetMs = clock.nowMs() - clock.monotonicMs();
    const jumpMs = this.#offsetMs === null ? Infinity : Math.abs(offsetMs - this.#offsetMs);
    this.#offsetMs = offsetMs;
    return jumpMs > JUMP_MS || isClockUnsure();
  }

  /** On a full disk an event waits for room, and a hub that stops does not wait for that. */
  async #unlessStopped(work: Promise<unknown>): Promise<void> {
    const { signal } = this.#stop;
    const { promise: stopped, resolve } = Promise.withResolvers<void>();
    const stop = (): void => resolve();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([work, stopped]);
    } finally {
      signal.removeEventListener('abort', stop);
      work.catch(() => undefined);
    }
  }
}

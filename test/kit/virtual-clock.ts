import type { Clock } from '../../hub/kit/clock.ts';

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. The time of day can be set apart from the time that passes. */
export class VirtualClock implements Clock {
  #monotonicMs = 0;
  #offsetMs: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(startMs = Date.UTC(2026, 10, 23, 12)) {
    this.#offsetMs = startMs;
  }

  /** How many wait for time to pass. */
  get waiting(): number {
    return this.#sleepers.size;
  }

  nowMs(): number {
    return this.#offsetMs + this.#monotonicMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** Somebody sets the time of day. */
  jump(byMs: number): void {
    this.#offsetMs += byMs;
  }

  /** Time passes, and whoever is due wakes up. */
  advance(byMs: number): void {
    this.#monotonicMs += byMs;
    for (const sleeper of this.#sleepers) if (sleeper.untilMs <= this.#monotonicMs) sleeper.wake();
  }

  async sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || delayMs <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const sleeper = { untilMs: this.#monotonicMs + delayMs, wake: resolve };
    this.#sleepers.add(sleeper);
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    this.#sleepers.delete(sleeper);
  }
}

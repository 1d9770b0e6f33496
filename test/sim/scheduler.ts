import type { Clock } from '../../hub/kit/clock.ts';

interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** The Monday on which every week begins, at five in the morning. */
const START_MS = Date.UTC(2026, 10, 23, 5);

/**
 * Time as a list of what happens next. Nothing in a simulation waits for real time: what is due runs, whatever it
 * resolved runs to its end, then the next. Two things at the same moment happen in the order they were asked for.
 */
export class Scheduler implements Clock {
  readonly #heap: Entry[] = [];
  #monotonicMs = 0;
  #offsetMs = START_MS;
  #order = 0;

  nowMs(): number {
    return Math.round(this.#offsetMs + this.#monotonicMs);
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** Somebody sets the time of day of the hub. */
  setTimeOfDay(toMs: number): void {
    this.#offsetMs = toMs - this.#monotonicMs;
  }

  /** The time of day as everybody else has it. */
  trueMs(): number {
    return Math.round(START_MS + this.#monotonicMs);
  }

  after(delayMs: number, run: () => void): void {
    this.#push({ atMs: this.#monotonicMs + Math.max(0, delayMs), order: (this.#order += 1), run });
  }

  sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || delayMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.after(delayMs, wake);
    });
  }

  /** Lets time pass until the condition holds or the time is over. Answers whether the condition holds. */
  async runUntil(done: () => boolean, untilMs: number): Promise<boolean> {
    while (!done()) {
      const next = this.#heap[0];
      if (next === undefined || next.atMs > untilMs) {
        this.#monotonicMs = Math.max(this.#monotonicMs, untilMs);
        return done();
      }
      this.#pop();
      this.#monotonicMs = next.atMs;
      next.run();
      await settled();
    }
    return true;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    heap.push(entry);
    let index = heap.length - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, above)) return;
      index = above;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    let index = 0;
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = right < heap.length && this.#isBefore(right, left) ? right : left;
      if (child >= heap.length || !this.#swapIfBefore(child, index)) return;
      index = child;
    }
  }

  #swapIfBefore(one: number, other: number): boolean {
    if (!this.#isBefore(one, other)) return false;
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    this.#heap[one] = b;
    this.#heap[other] = a;
    return true;
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
  }
}

/** Everything that promises had to do is done when the event loop comes round: nothing here waits for the world. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

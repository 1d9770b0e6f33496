/** A bell between two loops: `ring` wakes whoever waits, a ring that nobody heard is kept for the next wait. */
export class Nudge {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves at the next ring, after `delayMs`, or when the signal aborts, whichever comes first. */
  async wait(delayMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) await this.#ringOrDelay(delayMs, signal);
    this.#rung = false;
  }

  #ringOrDelay(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, Math.min(delayMs, DELAY_MAX_MS));
      signal.addEventListener('abort', done, { once: true });
      this.#wake = done;
    });
  }
}

/** Node fires a timer at once when its delay does not fit in 31 bits. */
const DELAY_MAX_MS = 2 ** 31 - 1;

import type { Clock } from '../../kit/clock.ts';
import { HubError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';

export interface WriterLimits {
  /** From then on people are told that sales wait for the disk. */
  readonly slowMs: number;
  /** From then on the writer counts as stuck, and the process ends for its supervisor to start it again. */
  readonly stuckMs: number;
}

/**
 * A memory card that tidies itself up stalls for seconds, and moving a full write-ahead log into the file may take a
 * bad one a minute. Nothing is acknowledged meanwhile, so that patience costs no sale.
 */
export const WRITER_LIMITS: WriterLimits = { slowMs: 5_000, stuckMs: 120_000 };

const LOOKS_WHILE_SLOW = 5;
const LOOK_MAX_MS = 1_000;

export interface WriterWatchParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: WriterLimits;
  readonly onStuck: (fault: HubError) => void;
}

/**
 * Notices a writer that does not answer: a write that the disk never finishes, a loop without an end, a thread that gets
 * no processor. It measures how long one answer takes by the monotonic clock, and only while this thread itself runs: a
 * process that was stopped and goes on, or a computer that slept, is no writer that hangs.
 */
export class WriterWatch implements Disposable {
  readonly #parts: WriterWatchParts;
  readonly #stop = new AbortController();
  #isAsked = false;
  #waitedMs = 0;
  #lookedAtMs: number;

  constructor(parts: WriterWatchParts) {
    this.#parts = parts;
    this.#lookedAtMs = parts.clock.monotonicMs();
  }

  /** Looks until it is disposed of. */
  async run(): Promise<void> {
    const { clock, limits } = this.#parts;
    const everyMs = Math.min(LOOK_MAX_MS, limits.slowMs / LOOKS_WHILE_SLOW);
    while (!this.#stop.signal.aborted) {
      await clock.sleep(everyMs, this.#stop.signal);
      if (!this.#stop.signal.aborted) this.#look(everyMs);
    }
  }

  /** The writer has something to do. */
  asked(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#waitedMs = 0;
  }

  /** The writer answered; `open` more answers are to come. */
  answered(open: number): void {
    if (this.isSlow) this.#parts.log.info({ waitedMs: this.waitedMs }, 'The disk answers again.');
    this.#isAsked = open > 0;
    this.#waitedMs = 0;
  }

  /** How long the answer that is next has been waited for. */
  get waitedMs(): number {
    return this.#isAsked ? this.#waitedMs : 0;
  }

  get isSlow(): boolean {
    return this.waitedMs >= this.#parts.limits.slowMs;
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  #look(everyMs: number): void {
    const { clock, limits, log, onStuck } = this.#parts;
    const nowMs = clock.monotonicMs();
    const passedMs = Math.min(nowMs - this.#lookedAtMs, 2 * everyMs);
    this.#lookedAtMs = nowMs;
    if (!this.#isAsked) return;
    const wasSlow = this.isSlow;
    this.#waitedMs += passedMs;
    if (!wasSlow && this.isSlow)
      log.warn({ waitedMs: this.#waitedMs }, 'The disk is slow: sales wait until it answers.');
    if (this.#waitedMs < limits.stuckMs) return;
    this.#stop.abort();
    onStuck(new HubError('ledger.stuck', { detail: DETAIL, hint: HINT }));
  }
}

const DETAIL = 'Its writer does not answer any more.';
const HINT =
  'Nothing that was acknowledged is lost. When this comes back, the disk is failing: replace it, and copy the data folder first.';

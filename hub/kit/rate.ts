export interface RateLimit {
  readonly perSecond: number;
  /** How many may come at once before anybody waits. */
  readonly atOnce: number;
}

/** A large message counts as one for each of these bytes. */
const BYTES_PER_MESSAGE = 4_096;

/** As how many messages a message of that size counts. */
export function messagesIn(bytes: number): number {
  return 1 + Math.floor(bytes / BYTES_PER_MESSAGE);
}

/**
 * Says how much too early somebody is, and never no. It keeps one time for each name: when everything taken so far would
 * be done at `perSecond` (the generic cell rate algorithm, ITU-T I.371).
 */
export class Rate {
  readonly #intervalMs: number;
  readonly #atOnceMs: number;
  /** As many as there are names that were ever proved. */
  readonly #doneAtMs = new Map<string, number>();

  constructor({ perSecond, atOnce }: RateLimit) {
    this.#intervalMs = 1_000 / perSecond;
    this.#atOnceMs = atOnce * this.#intervalMs;
  }

  /** Takes `count` for that name. Answers when it is due, never before what was taken earlier. */
  take(name: string, count: number, nowMs: number): number {
    const doneAtMs = Math.max(nowMs, this.#doneAtMs.get(name) ?? 0) + count * this.#intervalMs;
    this.#doneAtMs.set(name, doneAtMs);
    return Math.max(nowMs, doneAtMs - this.#atOnceMs);
  }

  /** How long it takes until everything that was taken for that name is due. */
  waitMs(name: string, nowMs: number): number {
    return Math.max(0, (this.#doneAtMs.get(name) ?? 0) - this.#atOnceMs - nowMs);
  }
}

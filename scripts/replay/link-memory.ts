import type { Fate } from './chaos.ts';

/** What chaos has done on one till's way, over all its connections. */
export interface LinkReport {
  /** Publishes sent once more as they were. */
  twice: number;
  cuts: number;
  /** Publishes that the till itself sent again, because their PUBACK never came. */
  resent: number;
  /** Payloads sent under a known id that the hub has confirmed. */
  conflictsConfirmed: number;
  conflictsSent: number;
}

/** Remembers from one connection to the next what has happened to whom: each event meets its fate once. */
export class LinkMemory {
  readonly report: LinkReport = { twice: 0, cuts: 0, resent: 0, conflictsConfirmed: 0, conflictsSent: 0 };
  readonly #fateOf: (sequence: number) => Fate;
  readonly #met = new Set<number>();

  constructor(fateOf: (sequence: number) => Fate) {
    this.#fateOf = fateOf;
  }

  /** The event's fate the first time, and `plain` from then on. */
  meet(sequence: number): Fate {
    if (this.#met.has(sequence)) {
      this.report.resent += 1;
      return 'plain';
    }
    this.#met.add(sequence);
    return this.#fateOf(sequence);
  }
}

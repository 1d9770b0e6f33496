import { statSync } from 'node:fs';
import type { Clock } from '../kit/clock.ts';
import { HubError, messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';

/** As the contract says it of a till's clock. */
export type ClockQuality = 'synced' | 'unsynced' | 'unknown';

/** systemd-timesyncd touches this file each time it has set the clock (systemd-timesyncd.service(8)). */
const SYNCED_FILE = '/run/systemd/timesync/synchronized';

const LOOK_EVERY_MS = 1_000;
/** The time of day may drift from the time that passes, and this thread may be late: more than this is a jump. */
const JUMP_MS = 2_000;
/**
 * Where no service says that it has set the clock (chrony and ntpd leave no file, and a person with `date` neither), a
 * clock that has not jumped for this long is what it was before: nobody knows better, and what waits for it goes on.
 */
const SETTLED_AFTER_MS = 600_000;
/** No Backroom ran before this: a computer without a clock of its own starts in 1970. */
const FIRST_DAY_MS = Date.UTC(2026, 0, 1);

export interface TimeQualityParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly syncedFile?: string;
}

/** Writes down what holds for events that are received from now on. */
export type NoteQuality = (quality: ClockQuality) => Promise<void>;

/**
 * How well this computer knows the time: synced when the operating system says so, unsynced when the clock jumped and
 * nobody has set it since, or stands before the first Backroom. Where the operating system never says so, a jump is in
 * doubt until the clock has gone on evenly for a while. The order of events does not depend on it.
 */
export class TimeQuality implements AsyncDisposable {
  readonly #parts: TimeQualityParts;
  readonly #stop = new AbortController();
  #offsetMs: number;
  #syncedAtMs: number | null;
  /** When it jumped, by the clock that never does; null while there is no doubt. */
  #jumpedAtMs: number | null = null;
  #noted: ClockQuality | null = null;
  #run = Promise.resolve();

  constructor(parts: TimeQualityParts) {
    this.#parts = parts;
    this.#offsetMs = offsetOf(parts.clock);
    this.#syncedAtMs = this.#readSynced();
  }

  get quality(): ClockQuality {
    const nowMs = this.#parts.clock.nowMs();
    if (this.#jumpedAtMs !== null || nowMs < FIRST_DAY_MS) return 'unsynced';
    if (this.#syncedAtMs === null) return 'unknown';
    // It was set at a time that is still to come: somebody has set it back since, perhaps while no hub ran.
    return this.#syncedAtMs > nowMs + JUMP_MS ? 'unsynced' : 'synced';
  }

  /** Looks until it is disposed of. */
  start(note: NoteQuality): void {
    this.#run = this.#keepLooking(note);
  }

  /** What is known now: the clock is compared with the time that passed, and with what the operating system says. */
  async look(note: NoteQuality): Promise<void> {
    const offsetMs = offsetOf(this.#parts.clock);
    const jumpMs = offsetMs - this.#offsetMs;
    this.#offsetMs = offsetMs;
    const syncedAtMs = this.#readSynced();
    const wasSet = syncedAtMs !== this.#syncedAtMs && syncedAtMs !== null;
    this.#syncedAtMs = syncedAtMs;
    if (Math.abs(jumpMs) > JUMP_MS) {
      this.#parts.log.warn({ jumpMs: Math.round(jumpMs) }, 'The clock of this computer jumped.');
      this.#jumpedAtMs = this.#parts.clock.monotonicMs();
    }
    if (wasSet || this.#isSettled()) this.#jumpedAtMs = null;
    await this.#tell(note);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#run;
  }

  async #keepLooking(note: NoteQuality): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.look(note);
      await this.#parts.clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** On a full disk it is written down later; a ledger that failed ends the hub by itself. */
  async #tell(note: NoteQuality): Promise<void> {
    const { quality } = this;
    if (quality === this.#noted) return;
    try {
      await note(quality);
      this.#noted = quality;
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      this.#parts.log.debug(
        { reason: messageOf(error) },
        'The quality of the clock was not written down yet.',
      );
    }
  }

  #isSettled(): boolean {
    if (this.#jumpedAtMs === null || this.#syncedAtMs !== null) return false;
    return this.#parts.clock.monotonicMs() - this.#jumpedAtMs >= SETTLED_AFTER_MS;
  }

  #readSynced(): number | null {
    const file = this.#parts.syncedFile ?? SYNCED_FILE;
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
  }
}

function offsetOf(clock: Clock): number {
  return clock.nowMs() - clock.monotonicMs();
}

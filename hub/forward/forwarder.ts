import type { Connector, SendOutcome } from '../connectors/connector.ts';
import type { Clock } from '../kit/clock.ts';
import { HubError, messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';
import { Nudge } from '../kit/nudge.ts';
import { RETRY_MAX_MS } from './backoff.ts';
import type { ClaimedBatch, OutboxStore, Settlement } from './ports.ts';
import { settlementOf } from './settlement.ts';

export interface ForwarderSettings {
  /** The destination's name. */
  readonly name: string;
  readonly itemsMax: number;
  readonly bytesMax: number;
  /** How long an event may wait for others to fill its batch. */
  readonly ageMs: number;
  /** The longest wait between two attempts, at most RETRY_MAX_MS. */
  readonly retryMaxMs: number;
}

export const FORWARDER_DEFAULTS = {
  itemsMax: 100,
  bytesMax: 1_048_576,
  ageMs: 1_000,
  retryMaxMs: RETRY_MAX_MS,
} as const;

export interface ForwarderParts {
  readonly outbox: OutboxStore;
  readonly connector: Connector;
  readonly clock: Clock;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

/**
 * A burst of commits asks the ledger's writer once, and a destination that refuses is not hammered. A destination
 * that gathers for long is asked about less often: every twentieth of its age, at most a second apart.
 */
const REST_MIN_MS = 50;
const GATHERING_REST_MAX_MS = 1_000;
const RESTS_PER_AGE = 20;
/** The loop looks again after this even if nobody nudged it: a nudge saves time, it carries no truth. */
const REST_MAX_MS = 60_000;

/** A wait that was begun: for which time of day, and when it is over by the monotonic clock. */
interface Wait {
  readonly untilMs: number;
  readonly overAtMs: number;
}

/**
 * Carries the outbox of one destination: at least once, in order within a partition.
 *
 * A batch is claimed on disk before it is sent and settled on disk after the answer. Between the two the
 * process may end at any point: the next run claims the same batch under the same key. A stop is no answer,
 * so a batch whose sending was cut off by it stays claimed and blames nobody. Waits are measured by the
 * monotonic clock, whatever the time of day does meanwhile; only what a next start must know is a time of day.
 */
export class Forwarder {
  readonly #settings: ForwarderSettings;
  readonly #parts: ForwarderParts;
  readonly #nudge = new Nudge();
  #wait: Wait | null = null;

  constructor(settings: ForwarderSettings, parts: ForwarderParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  /** Something was committed, or a parked item was retried. */
  nudge(): void {
    this.#nudge.ring();
  }

  /** Runs until the signal aborts. Rejects only when the ledger fails. */
  async run(signal: AbortSignal): Promise<void> {
    const { outbox, clock } = this.#parts;
    while (!signal.aborted) {
      const claim = await outbox.claim(this.#settings.name, this.#request());
      if (claim.kind === 'wait') {
        await this.#rest(claim.untilMs, signal);
        continue;
      }
      this.#wait = null;
      const outcome = await this.#send(claim.batch, signal);
      if (signal.aborted && outcome.kind !== 'done') return;
      await this.#settle(claim.batch, outcome);
      if (outcome.kind !== 'done') await clock.sleep(REST_MIN_MS, signal);
    }
  }

  #request() {
    const { itemsMax, bytesMax, ageMs } = this.#settings;
    const nowMs = Math.max(this.#parts.clock.nowMs(), this.#reachedMs());
    return { itemsMax, bytesMax, oldestBeforeMs: nowMs - ageMs, nowMs };
  }

  /** A connector stands at the edge of the outside world: whatever it throws is a reason to try again. */
  async #send(batch: ClaimedBatch, signal: AbortSignal): Promise<SendOutcome> {
    try {
      return await this.#parts.connector.send(batch, signal);
    } catch (error) {
      const hint = error instanceof HubError && error.hint !== undefined ? ` ${error.hint}` : '';
      return { kind: 'retry', reason: `${messageOf(error)}${hint}` };
    }
  }

  async #settle(batch: ClaimedBatch, outcome: SendOutcome): Promise<void> {
    const { clock, random, outbox } = this.#parts;
    const time = { nowMs: clock.nowMs(), retryMaxMs: this.#settings.retryMaxMs, random };
    const settlement = settlementOf(batch, outcome, time);
    await outbox.settle(this.#settings.name, settlement);
    this.#tell(batch, settlement);
  }

  /** Says when a destination begins and ends to fail, and what was parked; the rest is in the ledger. */
  #tell(batch: ClaimedBatch, settlement: Settlement): void {
    const { log } = this.#parts;
    const destination = this.#settings.name;
    if (settlement.kind === 'retry') {
      if (batch.failures === 0)
        log.warn({ destination, reason: settlement.reason }, 'The destination fails.');
      return;
    }
    if (batch.failures > 0)
      log.info({ destination, failures: batch.failures }, 'The destination answers again.');
    if (settlement.kind !== 'answered') return;
    for (const { seq, reason } of settlement.refused.filter(({ park }) => park)) {
      log.warn({ destination, seq, reason }, 'The destination refuses an event; it waits for a person.');
    }
  }

  /** The time of day that was waited for, once the wait is over by the clock that never jumps. */
  #reachedMs(): number {
    const wait = this.#wait;
    return wait !== null && this.#parts.clock.monotonicMs() >= wait.overAtMs ? wait.untilMs : 0;
  }

  /** How long to rest until that time of day. What was begun to be waited for keeps its end. */
  #leftMs(untilMs: number | null): number {
    if (untilMs === null) return REST_MAX_MS;
    const { clock } = this.#parts;
    if (this.#wait?.untilMs !== untilMs)
      this.#wait = { untilMs, overAtMs: clock.monotonicMs() + untilMs - clock.nowMs() };
    return Math.min(this.#wait.overAtMs - clock.monotonicMs(), REST_MAX_MS);
  }

  async #rest(untilMs: number | null, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    this.#leftMs(untilMs);
    const gatheringRestMs = Math.min(this.#settings.ageMs / RESTS_PER_AGE, GATHERING_REST_MAX_MS);
    await clock.sleep(Math.max(REST_MIN_MS, gatheringRestMs), signal);
    const leftMs = this.#leftMs(untilMs);
    if (leftMs <= 0 || signal.aborted) return;
    await this.#sleepOrNudge(leftMs, signal);
  }

  /** Both waits are over when this resolves, so that no ring is taken by a wait that nobody listens to. */
  async #sleepOrNudge(delayMs: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    signal.addEventListener('abort', end, { once: true });
    const asleep = this.#parts.clock.sleep(delayMs, over.signal).then(end);
    const nudged = this.#nudge.wait(Infinity, over.signal).then(end);
    await Promise.all([asleep, nudged]);
    signal.removeEventListener('abort', end);
  }
}

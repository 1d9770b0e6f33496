import { setImmediate } from 'node:timers/promises';
import type { EventData } from '../contract/events.ts';
import type { EventReply } from '../contract/reply.ts';
import type { Clock } from '../kit/clock.ts';
import { sha256 } from '../kit/digest.ts';
import { messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';

const TYPE = 'backroom.loyalty.adjusted.v1';
const LOOK_EVERY_MS = 3_600_000;

/** How many customers are looked at before others have their turn. */
const SLICE_ROWS = 50;

const DAY_MS = 86_400_000;

type Adjustment = EventData<typeof TYPE>;

export interface PointsExpiryPorts {
  readonly reader: {
    pointsExpireAfterDays(): number | null;
    pointsToExpire(
      agedOn: string,
      options: { after: number; limit: number },
    ): {
      readonly expired: readonly { readonly customerId: string; readonly points: number }[];
      readonly next: number | null;
    };
  };
  readonly clock: Clock;
  readonly log: Log;
  /** Somebody moved the clock, and nobody has set it since: points that are gone are hard to give back. */
  readonly isClockUnsure: () => boolean;
  /** IANA. */
  readonly timeZone: string;
  submitHub(type: typeof TYPE, data: Adjustment, options: { readonly id: string }): Promise<EventReply>;
}

/**
 * Takes away points that are too old, by an event for each customer and day: a look that is cut off goes on at the next,
 * and none is taken twice.
 */
export class PointsExpiry implements AsyncDisposable {
  readonly #ports: PointsExpiryPorts;
  readonly #stop = new AbortController();
  #running = Promise.resolve();

  constructor(ports: PointsExpiryPorts) {
    this.#ports = ports;
  }

  start(): this {
    this.#running = this.#run(this.#stop.signal);
    return this;
  }

  /** Expires what is due today, and returns when all of it is on disk. */
  async look(): Promise<void> {
    const { clock, isClockUnsure, reader, timeZone } = this.#ports;
    const days = reader.pointsExpireAfterDays();
    if (days === null || isClockUnsure()) return;
    const today = dayOf(clock.nowMs(), timeZone);
    const agedOn = new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, today.length);
    for (let after: number | null = 0; after !== null && !this.#stop.signal.aborted;) {
      const { expired, next } = reader.pointsToExpire(agedOn, { after, limit: SLICE_ROWS });
      for (const { customerId, points } of expired) await this.#expire(customerId, points, today);
      after = next;
      await setImmediate();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    while (!signal.aborted) {
      await Promise.race([this.#tryToLook(), aborted]);
      await this.#ports.clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async #tryToLook(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      if (!this.#stop.signal.aborted)
        this.#ports.log.error({ reason: messageOf(error) }, 'Points could not be expired.');
    }
  }

  async #expire(customerId: string, points: number, today: string): Promise<void> {
    const id = `points-expired-${today}-${sha256(customerId).toString('hex')}`;
    const data = { customerId, points: -points, reason: 'expired', businessDate: today } as const;
    await this.#ports.submitHub(TYPE, data, { id });
  }
}

/** The calendar day, as ISO 8601: Swedish dates are written that way. */
function dayOf(nowMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(nowMs);
}

import { isDeepStrictEqual } from 'node:util';
import type { DestinationSays, ReconciliationAnswer } from '../contract/day-views.ts';
import type { EventData } from '../contract/events.ts';
import { LIMITS } from '../contract/limits.ts';
import type { EventReply } from '../contract/reply.ts';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';

/** How many days are looked at, the newest first. */
const DAYS_MAX = 31;
/** How soon a day is looked at again of which something is on the way to a destination. */
const AGAIN_MS = 60_000;

type Reconciled = EventData<'backroom.day.reconciled.v1'>;

export interface DayReconcilerPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly reader: {
    /** Days whose sessions, if they have any, are all in the books, and the last entry that touched each. */
    daysToReconcile(limit: number): readonly { readonly businessDate: string; readonly touchedSeq: number }[];
    reconciliation(businessDate: string, says: readonly DestinationSays[]): ReconciliationAnswer;
    lastReconciliation(businessDate: string): { readonly seq: number; readonly data: Reconciled } | null;
  };
  askDestinations(businessDate: string): Promise<readonly DestinationSays[]>;
  submitHub(
    type: 'backroom.day.reconciled.v1',
    data: Reconciled,
    options: { readonly id?: string },
  ): Promise<EventReply>;
}

/**
 * Compares business days by themselves: when the last session of a day is closed, and again when something comes for it
 * late. What came of it is written down where it is not as it was written down last, so a day that is looked at again and
 * again, also by a hub that was started anew, is told of once.
 */
export class DayReconciler {
  readonly #ports: DayReconcilerPorts;
  readonly #seen = new Map<string, { readonly touchedSeq: number; readonly againMs: number }>();

  constructor(ports: DayReconcilerPorts) {
    this.#ports = ports;
  }

  async look(signal: AbortSignal): Promise<void> {
    for (const { businessDate, touchedSeq } of this.#ports.reader.daysToReconcile(DAYS_MAX)) {
      if (signal.aborted) return;
      const seen = this.#seen.get(businessDate);
      const nowMs = this.#ports.clock.monotonicMs();
      if (seen?.touchedSeq === touchedSeq && nowMs < seen.againMs) continue;
      const isSettled = await this.#reconcile(businessDate);
      const againMs = isSettled ? Infinity : nowMs + AGAIN_MS;
      this.#seen.set(businessDate, { touchedSeq, againMs });
    }
  }

  /** False: something of the day is still on its way, or a destination does not answer. */
  async #reconcile(businessDate: string): Promise<boolean> {
    let answer = await this.#ask(businessDate);
    // Something may have been delivered between a destination's word and the ledger's: what differs is asked twice.
    if (hasCause(answer, 'destination.differs')) answer = await this.#ask(businessDate);
    await this.#tell(businessDate, answer);
    return !hasCause(answer, 'destination.behind') && !hasCause(answer, 'destination.silent');
  }

  async #ask(businessDate: string): Promise<ReconciliationAnswer> {
    const says = await this.#ports.askDestinations(businessDate);
    return this.#ports.reader.reconciliation(businessDate, says);
  }

  async #tell(businessDate: string, { differences }: ReconciliationAnswer): Promise<void> {
    const { reader, log } = this.#ports;
    const told = differences.filter(({ cause }) => !GOES_BY_ITSELF.has(cause));
    const data: Reconciled = {
      businessDate,
      differenceCount: told.length,
      differences: told
        .slice(0, LIMITS.tenders)
        .map(({ cause, detail }) => ({ cause, detail: detail.slice(0, LIMITS.note) })),
    };
    const last = reader.lastReconciliation(businessDate);
    if (last !== null && isDeepStrictEqual(last.data, data)) return;
    const id = `day-reconciled-${businessDate}-${last?.seq ?? 0}`;
    await this.#ports.submitHub('backroom.day.reconciled.v1', data, { id });
    const facts = { businessDate, differences: told.length };
    if (told.length > 0) log.warn(facts, 'A business day does not agree: see `backroom day show`.');
    else log.info(facts, 'A business day agrees.');
  }
}

/** What waits for a destination, or is set aside, is told where destinations are. */
const GOES_BY_ITSELF = new Set(['destination.behind', 'destination.parked', 'destination.silent']);

function hasCause({ differences }: ReconciliationAnswer, cause: string): boolean {
  return differences.some((one) => one.cause === cause);
}

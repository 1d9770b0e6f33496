import { isDeepStrictEqual } from 'node:util';
import type { BooksSettingsSet } from '../contract/books-events.ts';
import type { EventData, EventType } from '../contract/events.ts';
import type { EventReply } from '../contract/reply.ts';
import { sealText } from '../contract/seal-text.ts';
import { businessDayOf, extentOf } from '../domain/business-day.ts';
import type { Clock } from '../kit/clock.ts';
import { sha256 } from '../kit/digest.ts';
import { messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';
import { Nudge } from '../kit/nudge.ts';
import { DayReconciler } from './day-reconciler.ts';
import type { DayReconcilerPorts } from './day-reconciler.ts';
import type { Signer } from './signing-key.ts';

/** How many sessions are sealed in one go; more follow at once. */
const BATCH_MAX = 100;
/** How many days are looked at, the newest first. */
const DAYS_MAX = 31;
/** At most one look in this time, however fast the shop sells. */
const LOOK_PAUSE_MS = 500;
/** At least one in this time: days end while nothing is sold. */
const LOOK_EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;

/** How the books are kept where nobody ever said: a shop that wants no more need not say so. */
const AS_WHEN_NEVER_TOLD = { journalPer: 'session', costOfGoods: false, loyalty: null };

type ToSeal = Omit<EventData<'backroom.session.sealed.v1'>, 'publicKey' | 'signature'>;

interface DayState {
  readonly businessDate: string;
  readonly isClosed: boolean;
  readonly openSessions: number;
}

export interface DayKeeperPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly signer: Signer;
  /** What the configuration says of the books. */
  readonly settings: BooksSettingsSet;
  /** Hours after the end of a business day at which it is closed, once its sessions are; null: people close days. */
  readonly closeDayAfterHours: number | null;
  readonly isClockUnsure: () => boolean;
  readonly reader: {
    sessionsToSeal(limit: number): readonly ToSeal[];
    days(options: { limit: number }): { readonly days: readonly DayState[] };
    booksSettings(): object | null;
  } & DayReconcilerPorts['reader'];
  readonly askDestinations: DayReconcilerPorts['askDestinations'];
  readonly changes: { subscribe(listener: () => void): () => void };
  submitHub<Type extends EventType>(
    type: Type,
    data: EventData<Type>,
    options: { readonly id?: string },
  ): Promise<EventReply>;
}

/**
 * Keeps the till’s day: writes down how the books are kept where that has changed, signs Z reports, closes days that are
 * over, and compares them. What is to be done is always asked of the ledger, and doing it is the transaction that takes it off, under an id that
 * follows from what it is about: however this ends, by a kill at any point, each is done once.
 */
export class DayKeeper implements AsyncDisposable {
  readonly #ports: DayKeeperPorts;
  readonly #reconciler: DayReconciler;
  readonly #nudge = new Nudge();
  readonly #stop = new AbortController();
  #running = Promise.resolve();
  #unsubscribe = (): void => undefined;

  constructor(ports: DayKeeperPorts) {
    this.#ports = ports;
    this.#reconciler = new DayReconciler(ports);
  }

  start(): this {
    this.#unsubscribe = this.#ports.changes.subscribe(() => this.#nudge.ring());
    this.#running = this.#run(this.#stop.signal);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe();
    this.#stop.abort();
    await this.#running;
  }

  /** Does all that is due, and returns when it is on disk. */
  async look(): Promise<void> {
    await this.#writeDownSettings();
    await this.#closeDays();
    await this.#sealSessions();
    await this.#reconciler.look(this.#stop.signal);
  }

  async #run(signal: AbortSignal): Promise<void> {
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    while (!signal.aborted) {
      // On a full disk an event waits for room, and a hub that stops does not wait for that.
      await Promise.race([this.#lookOrSayWhyNot(signal), stopped]);
      await this.#pause(signal);
    }
  }

  /** Whatever goes wrong here, the shop goes on selling: it is tried again after the next commit. */
  async #lookOrSayWhyNot(signal: AbortSignal): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      if (!signal.aborted) this.#ports.log.error({ reason: messageOf(error) }, 'The day could not be kept.');
    }
  }

  async #pause(signal: AbortSignal): Promise<void> {
    await this.#ports.clock.sleep(LOOK_PAUSE_MS, signal);
    await this.#nudge.wait(LOOK_EVERY_MS, signal);
  }

  async #writeDownSettings(): Promise<void> {
    const { reader, settings } = this.#ports;
    const known = reader.booksSettings() ?? { ...settings, ...AS_WHEN_NEVER_TOLD };
    if (isDeepStrictEqual(withoutNulls(known), withoutNulls(settings))) return;
    await this.#ports.submitHub('backroom.books-settings.set.v1', settings, {});
  }

  async #sealSessions(): Promise<void> {
    const { reader, signer } = this.#ports;
    for (;;) {
      const due = reader.sessionsToSeal(BATCH_MAX);
      for (const seal of due) {
        const signed = { ...seal, publicKey: signer.publicKey, signature: signer.sign(sealText(seal)) };
        const id = `sealed-${hashOf(`${seal.source} ${seal.registerSession}`)}`;
        await this.#submit('backroom.session.sealed.v1', signed, id);
      }
      if (due.length < BATCH_MAX || this.#stop.signal.aborted) return;
    }
  }

  /** A clock that is in doubt closes nothing: a day that is closed too late harms nobody. */
  async #closeDays(): Promise<void> {
    const { reader, clock, settings, closeDayAfterHours: hours, isClockUnsure } = this.#ports;
    if (hours === null || isClockUnsure()) return;
    const nowMs = clock.nowMs();
    const today = businessDayOf(nowMs, settings);
    for (const { businessDate, isClosed, openSessions } of reader.days({ limit: DAYS_MAX }).days) {
      if (isClosed || openSessions > 0 || businessDate >= today) continue;
      if (nowMs < extentOf(businessDate, settings).endsMs + hours * HOUR_MS) continue;
      await this.#submit('backroom.day.closed.v1', { businessDate }, `day-closed-${businessDate}`);
    }
  }

  async #submit<Type extends EventType>(type: Type, data: EventData<Type>, id: string): Promise<void> {
    await this.#ports.submitHub(type, data, { id });
  }
}

function hashOf(text: string): string {
  return sha256(text).toString('hex');
}

/** Of what is not set, one side says null and the other nothing. */
function withoutNulls(value: object): unknown {
  return JSON.parse(JSON.stringify(value, (_name, member: unknown) => member ?? undefined));
}

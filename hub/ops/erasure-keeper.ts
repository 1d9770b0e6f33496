import type { EventData } from '../contract/events.ts';
import type { EventReply } from '../contract/reply.ts';
import type { Clock } from '../kit/clock.ts';
import { sha256Hex } from '../kit/digest.ts';
import { messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';
import { Nudge } from '../kit/nudge.ts';
import { ErasedPeople } from './erased-people.ts';
import type { ErasedPerson } from './erased-people.ts';

const CUSTOMER = 'backroom.customer.erased.v1';
const EMPLOYEE = 'backroom.employee.set.v1';
type Erasing = typeof CUSTOMER | typeof EMPLOYEE;

/** How many are read at once. */
const SLICE_ROWS = 50;

/** At most one look in this time. */
const LOOK_PAUSE_MS = 500;

const AGAIN = 'Was erased before this ledger was restored.';

interface Place {
  readonly seq: number;
  readonly customerId: string;
}

export interface ErasurePorts {
  readonly reader: {
    erasures(options: { after: Place | null; limit: number }): {
      readonly erased: readonly ErasedPerson[];
      readonly next: Place | null;
    };
    isErased(person: ErasedPerson): boolean;
  };
  readonly changes: { subscribe(listener: () => void): () => void };
  readonly clock: Clock;
  readonly log: Log;
  /** Where it is written down who was forgotten, beside the ledger. */
  readonly file: string;
  submitHub(type: Erasing, data: EventData<Erasing>, options: { readonly id: string }): Promise<EventReply>;
}

/**
 * Whoever was forgotten stays forgotten when an older copy of the ledger is put back. The copy does not have the event: so
 * who was forgotten is also written down in a file beside the ledger, ids only, and whom the ledger still knows of those is
 * forgotten again at the next start, by an event of its own.
 */
export class ErasureKeeper implements AsyncDisposable {
  readonly #ports: ErasurePorts;
  readonly #people: ErasedPeople;
  readonly #nudge = new Nudge();
  readonly #stop = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  #running = Promise.resolve();
  #unsubscribe = (): void => undefined;
  #after: Place | null = null;

  constructor(ports: ErasurePorts) {
    this.#ports = ports;
    this.#people = new ErasedPeople(ports.file);
  }

  /** Resolves when all who are in the file are forgotten, or when that could not be done. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  start(): this {
    this.#unsubscribe = this.#ports.changes.subscribe(() => this.#nudge.ring());
    this.#nudge.ring();
    this.#running = this.#run(this.#stop.signal);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe();
    this.#stop.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    // With a full disk an event is pending until there is room: a stop does not wait for that.
    await Promise.race([this.#guarded(() => this.#eraseAgain()), aborted]);
    this.#ready.resolve();
    while (!signal.aborted) {
      await this.#nudge.wait(Number.POSITIVE_INFINITY, signal);
      await this.#guarded(() => this.#writeDown());
      await this.#ports.clock.sleep(LOOK_PAUSE_MS, signal);
    }
  }

  async #eraseAgain(): Promise<void> {
    for (const person of await this.#people.read())
      if (!this.#ports.reader.isErased(person)) await this.#erase(person);
  }

  async #writeDown(): Promise<void> {
    for (;;) {
      const { erased, next } = this.#ports.reader.erasures({ after: this.#after, limit: SLICE_ROWS });
      await this.#people.add(erased);
      if (next === null) return;
      this.#after = next;
    }
  }

  async #erase(person: ErasedPerson): Promise<EventReply> {
    if ('customerId' in person) {
      const { customerId } = person;
      const id = `erased-again-${sha256Hex(`customer\n${customerId}`)}`;
      return this.#ports.submitHub(CUSTOMER, { customerId, reason: AGAIN }, { id });
    }
    const { employeeId } = person;
    const id = `erased-again-${sha256Hex(`employee\n${employeeId}`)}`;
    return this.#ports.submitHub(EMPLOYEE, { employeeId, erased: true }, { id });
  }

  /** Whatever goes wrong here, the shop goes on selling: it is tried again after the next commit, or at the next start. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#stop.signal.aborted)
        this.#ports.log.error({ reason: messageOf(error) }, 'Who was erased could not be written down.');
    }
  }
}

import { formatSequence } from '../../hub/contract/envelope.ts';
import { EVENT_TYPES, type EventData, type EventType } from '../../hub/contract/events.ts';
import { LIMITS } from '../../hub/contract/limits.ts';
import { HUB_STATUS_TOPIC, tillTopic } from '../../hub/contract/topics.ts';
import type { Clock } from '../../hub/kit/clock.ts';
import { HubError } from '../../hub/kit/errors.ts';
import { newId } from '../../hub/kit/ids.ts';
import type { Log } from '../../hub/kit/log.ts';
import { type Backoff, RECONNECT } from '../link/backoff.ts';
import { IN_FLIGHT_MAX, Link } from '../link/link.ts';
import { type EventPlace, EventQueue, type QueuedEvent, type SetAside } from '../link/queue.ts';
import type { Message } from '../link/wire.ts';
import { readHubWord } from './hub-word.ts';
import { TillMailbox } from './mailbox.ts';

/**
 * A till's side of the contract. What happened at the counter is on this till's disk before anybody is told;
 * from there it is sent until the hub confirms, in order, for as long as it takes.
 */
export interface TillOptions {
  readonly name: string;
  readonly secret: string;
  /** The store's UUID, as `backroom till add` prints it. */
  readonly store: string;
  /** `mqtt://hub.shop:1883`. */
  readonly url: string;
  /** The till's own SQLite file. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly durability?: 'full' | 'relaxed';
  readonly inFlightMax?: number;
  readonly backoff?: Backoff;
  readonly random?: () => number;
}

/** How long a till keeps what the hub has acknowledged: a hub restored from a backup asks for it again. */
export const KEEP_MS = 30 * 24 * 60 * 60 * 1000;

/** What a till knows about an event that it has just made. */
export interface MadeEvent {
  readonly id: string;
  readonly source: string;
  readonly sequence: number;
}

export class Till {
  readonly #options: TillOptions;
  readonly #queue: EventQueue;
  readonly #link: Link;
  readonly #mailbox: TillMailbox;

  constructor(options: TillOptions) {
    this.#options = options;
    const { name, store, file, durability = 'full' } = options;
    this.#queue = new EventQueue({ file, store, kind: 'tills', name, durability });
    this.#link = linkOf(options, this.#queue, (message) => {
      const word = readHubWord(name, message);
      if (word !== null) this.#mailbox.take(word);
    });
    this.#mailbox = new TillMailbox({
      queue: this.#queue,
      link: this.#link,
      log: options.log,
      closeNumber: (event) => this.#closeNumber(event),
      acknowledged: () => this.#deleteOld(),
    });
  }

  start(): void {
    this.#deleteOld();
    this.#link.start();
  }

  sell(data: EventData<'backroom.sale.completed.v1'>, happenedMs?: number): MadeEvent {
    return this.tell('backroom.sale.completed.v1', data, happenedMs);
  }

  refund(data: EventData<'backroom.refund.completed.v1'>, happenedMs?: number): MadeEvent {
    return this.tell('backroom.refund.completed.v1', data, happenedMs);
  }

  void(data: EventData<'backroom.sale.voided.v1'>, happenedMs?: number): MadeEvent {
    return this.tell('backroom.sale.voided.v1', data, happenedMs);
  }

  receive(data: EventData<'backroom.stock.received.v1'>, happenedMs?: number): MadeEvent {
    return this.tell('backroom.stock.received.v1', data, happenedMs);
  }

  adjust(data: EventData<'backroom.stock.adjusted.v1'>, happenedMs?: number): MadeEvent {
    return this.tell('backroom.stock.adjusted.v1', data, happenedMs);
  }

  /** Anything that the contract lets a till tell. */
  tell<Type extends EventType>(type: Type, data: EventData<Type>, happenedMs?: number): MadeEvent {
    const made = this.#append(type, data, happenedMs);
    this.#link.nudge();
    return made;
  }

  /** Resolves when the hub has confirmed everything that this till has told. */
  idle(): Promise<void> {
    return this.#link.idle();
  }

  get connected(): boolean {
    return this.#link.connected;
  }

  get source(): string {
    return this.#queue.source;
  }

  /** What waits for a person: events that the hub could not read, ids that it knows with other content. */
  setAside(): SetAside[] {
    return this.#queue.setAside();
  }

  /** A person has dealt with an event that was set aside. */
  release(sequence: number): void {
    this.#queue.release(sequence);
  }

  /** How many events the hub has not confirmed yet. */
  get waiting(): number {
    return this.#queue.countWaiting();
  }

  progress(): ReturnType<EventQueue['progress']> {
    return this.#queue.progress();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link[Symbol.asyncDispose]();
    this.#queue.close();
  }

  #append(type: EventType, data: EventData<EventType>, happenedMs?: number): MadeEvent {
    refuseWhatNoHubCanRead(type, data);
    const nowMs = this.#options.clock.nowMs();
    const { id, sequence } = this.#queue.append(nowMs, (place) => {
      const event = envelope({ type, data, place, timeMs: happenedMs ?? nowMs });
      const body = Buffer.from(JSON.stringify(event));
      if (body.length > LIMITS.eventBytes)
        throw new HubError('input.invalid', { detail: 'The event is too large.' });
      return { id: event.id, body };
    });
    return { id, sequence, source: this.source };
  }

  /** A hub that cannot read this closing event either would get one after the other for ever: then a person acts. */
  #closeNumber(event: QueuedEvent): void {
    if (JSON.parse(event.body.toString('utf8')).type === 'backroom.sequence.skipped.v1') return;
    const number = formatSequence(event.sequence);
    const reason = 'The hub could not read the event of this number.';
    this.#append('backroom.sequence.skipped.v1', { first: number, last: number, reason });
  }

  #deleteOld(): void {
    const madeMs = this.#options.clock.nowMs() - KEEP_MS;
    while (this.#queue.deleteOld(madeMs) > 0);
  }
}

function linkOf(options: TillOptions, queue: EventQueue, onMessage: (message: Message) => void): Link {
  const { name, secret, url } = options;
  return new Link({
    address: {
      url,
      name,
      secret,
      statusTopic: tillTopic(name, 'status'),
      subscriptions: [tillTopic(name, 'reply'), tillTopic(name, 'ack'), HUB_STATUS_TOPIC],
    },
    eventTopic: tillTopic(name, 'event'),
    queue,
    clock: options.clock,
    log: options.log,
    backoff: options.backoff ?? RECONNECT,
    inFlightMax: options.inFlightMax ?? IN_FLIGHT_MAX,
    random: options.random ?? Math.random,
    onMessage,
  });
}

/** Better to stop the cashier's program in the shop than to send what will be rejected. */
function refuseWhatNoHubCanRead(type: EventType, data: EventData<EventType>): void {
  const read = EVENT_TYPES[type].data.safeParse(data);
  if (read.success) return;
  const [issue] = read.error.issues;
  throw new HubError('input.invalid', {
    cause: read.error,
    detail: `${issue?.path.join('.')}: ${issue?.message}`,
  });
}

interface NewEvent {
  readonly type: EventType;
  readonly data: EventData<EventType>;
  readonly place: EventPlace;
  readonly timeMs: number;
}

function envelope({ type, data, place, timeMs }: NewEvent) {
  return {
    specversion: '1.0',
    id: newId(),
    source: place.source,
    type,
    time: new Date(timeMs).toISOString(),
    sequence: place.sequenceText,
    clock: 'synced',
    datacontenttype: 'application/json',
    data,
  };
}

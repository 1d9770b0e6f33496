import { connectAsync } from 'mqtt';
import type { MqttClient } from 'mqtt';
import { tillTopic } from '../../hub/contract/topics.ts';
import { systemClock } from '../../hub/kit/clock.ts';
import type { HubFolder, TillIdentity } from './hub-folder.ts';
import { idOf } from './till-day.ts';
import { bytesOf, saleOf, tillEvent } from './till-events.ts';
import type { EventInput } from './till-events.ts';

const IN_FLIGHT = 8;
const RETRY_MS = 20;
const CONNECT_WITHIN_MS = 2_000;

/** Counts what happens, and wakes whoever waits for a number of it. */
export class Tally {
  #count = 0;
  readonly #waiting = new Set<{ readonly count: number; readonly wake: () => void }>();

  add(): void {
    this.#count += 1;
    for (const waiter of this.#waiting) if (this.#count >= waiter.count) waiter.wake();
  }

  get count(): number {
    return this.#count;
  }

  /** Resolves when `more` of it happened from now on. */
  async more(more: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiter = { count: this.#count + more, wake: resolve };
    if (more <= 0) return;
    this.#waiting.add(waiter);
    await promise;
    this.#waiting.delete(waiter);
  }
}

/** What a till tells under a number. */
export type Telling = (till: string, sequence: number) => Pick<EventInput, 'type' | 'data'>;

const nothingButSales: Telling = () =>
  saleOf({ sku: 'MUG' }, { sku: 'TEA', quantity: '0.25', amountMinor: 25 });

/** A till that does nothing but sell, unless it is told otherwise, and sends again what was not acknowledged, for as long as it takes. */
export class StubbornTill {
  readonly acknowledged = new Set<string>();
  readonly #identity: TillIdentity;
  readonly #hub: HubFolder;
  readonly #tallies: { readonly sent: Tally; readonly acknowledged: Tally };
  /** By id, in the order of their sequence. */
  readonly #queue = new Map<string, Buffer>();
  readonly #restMs: number;
  readonly #tell: Telling;
  #sequence = 0;

  /** `restMs` is how long it rests after each event. */
  constructor(
    hub: HubFolder,
    identity: TillIdentity,
    settings: { sent: Tally; acknowledged: Tally; restMs?: number; tell?: Telling },
  ) {
    const { restMs = 0, tell = nothingButSales, ...tallies } = settings;
    this.#restMs = restMs;
    this.#tell = tell;
    this.#hub = hub;
    this.#identity = identity;
    this.#tallies = tallies;
  }

  /** How many events it made, acknowledged or not. */
  get made(): number {
    return this.#sequence;
  }

  /** Sells until the signal aborts, then sends until everything is acknowledged. */
  async run(closing: AbortSignal): Promise<void> {
    while (!closing.aborted || this.#queue.size > 0) {
      const client = await this.#connect();
      if (client === null) await systemClock.sleep(RETRY_MS, new AbortController().signal);
      else await this.#work(client, closing);
    }
  }

  async #connect(): Promise<MqttClient | null> {
    const { name, secret } = this.#identity;
    try {
      const options = { clientId: name, username: name, password: secret, protocolVersion: 4 as const };
      const timing = { reconnectPeriod: 0, connectTimeout: CONNECT_WITHIN_MS };
      return await connectAsync(this.#hub.mqttUrl, { ...options, ...timing }, false);
    } catch {
      return null;
    }
  }

  /** One connection: sends everything that is open, keeps some in flight, ends with the connection or the queue. */
  async #work(client: MqttClient, closing: AbortSignal): Promise<void> {
    const over = Promise.withResolvers<void>();
    const end = (): void => over.resolve();
    client.on('close', end).on('error', end);
    const sell = (): void => {
      if (closing.aborted) return this.#queue.size === 0 ? over.resolve() : undefined;
      this.#send(client, this.#next(), sell);
    };
    for (const id of this.#queue.keys()) this.#send(client, id, sell);
    for (let open = this.#queue.size; open < IN_FLIGHT; open += 1) sell();
    await over.promise;
    await client.endAsync(true);
  }

  #send(client: MqttClient, id: string, next: () => void): void {
    const payload = this.#queue.get(id);
    if (payload === undefined) return;
    this.#tallies.sent.add();
    client.publish(tillTopic(this.#identity.name, 'event'), payload, { qos: 1 }, (error) => {
      if (error !== undefined && error !== null) return;
      if (!this.#queue.delete(id)) return;
      this.acknowledged.add(id);
      this.#tallies.acknowledged.add();
      if (this.#restMs === 0) next();
      else setTimeout(() => (client.connected ? next() : undefined), this.#restMs);
    });
  }

  #next(): string {
    this.#sequence += 1;
    const [{ name, source }, sequence] = [this.#identity, this.#sequence];
    const id = idOf(name, sequence);
    this.#queue.set(id, bytesOf(tillEvent({ ...this.#tell(name, sequence), id, source, sequence })));
    return id;
  }
}

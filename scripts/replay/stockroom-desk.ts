import { setTimeout as pause } from 'node:timers/promises';
import type { Till, MadeEvent } from '../../devices/till/till.ts';
import type { EventData, EventType } from '../../hub/contract/events.ts';
import { StockAnswer } from '../../hub/contract/views.ts';
import { SHOP } from './known-stock.ts';

const PAUSE_MS = 20;
/** Longer than any hub needs to come up again. */
const ANSWER_WITHIN_MS = 60_000;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;
const NOT_FOUND = 404;

export interface Seen {
  /** Pieces at the shop. */
  readonly onHand: number;
  readonly asOfSeq: number;
}

/**
 * How the stockroom talks to the hub: events over MQTT by a handheld that works like a till, questions and reservations
 * over HTTP. Whatever is not answered is asked again with the same key, for as long as it takes.
 */
export class StockroomDesk {
  readonly #till: Till;
  readonly #web: string;
  readonly #atMs: number;
  readonly made: MadeEvent[] = [];
  /** Requests that went out once more. */
  again = 0;

  /**
   * `atMs`: the handheld's clock stands before the first sale. Of a sale that is told late and carries an older instant
   * than a count nobody knows whether the counter saw it; here it is known, by the position alone.
   */
  constructor({ till, web, atMs }: { till: Till; web: string; atMs: number }) {
    this.#till = till;
    this.#web = web;
    this.#atMs = atMs;
  }

  /** Tells the events, and resolves when the hub has confirmed them. */
  async tell<Type extends EventType>(type: Type, data: EventData<Type>): Promise<MadeEvent> {
    const made = this.#till.tell(type, data, this.#atMs);
    this.made.push(made);
    await this.#till.idle();
    return made;
  }

  /** Takes back what an event of its own did. */
  async reverse({ id }: MadeEvent): Promise<void> {
    await this.tell('backroom.stock.reversed.v1', { original: { id }, reason: 'A mistake.' });
  }

  /** Null: the hub knows no such product yet. */
  async look(sku: string): Promise<Seen | null> {
    const response = await this.#ask(`/api/v1/stock?sku=${encodeURIComponent(sku)}`, {});
    if (response.status === NOT_FOUND) return null;
    const { locations, asOfSeq } = StockAnswer.parse(response.body);
    const here = locations.find(({ location }) => location === SHOP);
    return { onHand: Number(here?.onHand ?? 0), asOfSeq };
  }

  /** A write with its key. Tells the status of the answer. */
  async write(path: string, { key, body }: { key: string; body: object }): Promise<number> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    const { status } = await this.#ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return status;
  }

  async #ask(path: string, init: RequestInit): Promise<{ status: number; body: unknown }> {
    const lastMs = performance.now() + ANSWER_WITHIN_MS;
    for (;;) {
      const answer = await this.#askOnce(path, init);
      if (answer !== null) return answer;
      if (performance.now() > lastMs) throw new Error(`nobody answers ${path}`);
      this.again += 1;
      await pause(PAUSE_MS);
    }
  }

  /** Null when nothing is known of the outcome. */
  async #askOnce(path: string, init: RequestInit): Promise<{ status: number; body: unknown } | null> {
    try {
      const response = await fetch(`${this.#web}${path}`, init);
      const body: unknown = await response.json();
      const { status } = response;
      return status === TOO_MANY_REQUESTS || status >= SERVER_ERROR ? null : { status, body };
    } catch {
      return null;
    }
  }
}

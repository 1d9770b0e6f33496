import type { Till, MadeEvent } from '../../devices/till/till.ts';
import type { EventData, EventType } from '../../hub/contract/events.ts';
import { StockAnswer } from '../../hub/contract/views.ts';
import { SHOP } from './known-stock.ts';
import { PatientClient } from './patient-client.ts';

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
  readonly #client: PatientClient;
  readonly #atMs: number;
  readonly made: MadeEvent[] = [];

  /**
   * `atMs`: the handheld's clock stands before the first sale. Of a sale that is told late and carries an older instant
   * than a count nobody knows whether the counter saw it; here it is known, by the position alone.
   */
  constructor({ till, web, atMs }: { till: Till; web: string; atMs: number }) {
    this.#till = till;
    this.#client = new PatientClient(web);
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
    const response = await this.#client.read(`/api/v1/stock?sku=${encodeURIComponent(sku)}`);
    if (response.status === NOT_FOUND) return null;
    const { locations, asOfSeq } = StockAnswer.parse(response.body);
    const here = locations.find(({ location }) => location === SHOP);
    return { onHand: Number(here?.onHand ?? 0), asOfSeq };
  }

  /** A write with its key. Tells the status of the answer. */
  async write(path: string, given: { key: string; body: object }): Promise<number> {
    return (await this.#client.write(path, given)).status;
  }

  /** Requests that went out once more. */
  get again(): number {
    return this.#client.again;
  }
}

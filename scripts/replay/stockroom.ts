import type { MadeEvent, Till } from '../../devices/till/till.ts';
import { unreachable } from '../../hub/kit/assert.ts';
import { KnownStock } from './known-stock.ts';
import { hashOf } from './random.ts';
import { StockroomDesk } from './stockroom-desk.ts';
import { type PlannedTask, comesInParts, planStockroom } from './stockroom-plan.ts';
import {
  type Stockroom,
  type StockroomFigures,
  count,
  deliver,
  lastPiece,
  mistake,
  reservation,
  transfer,
} from './stockroom-work.ts';
import { type ShopEvent, timeOf } from './trading-event.ts';

export interface StockroomOptions {
  readonly seed: number;
  readonly till: Till;
  readonly web: string;
  readonly events: readonly ShopEvent[];
}

/** Somebody who works behind the shop while the tills sell: one piece of work after the other, as the plan has it. */
export class StockroomWorker {
  readonly #seed: number;
  readonly #tasks: PlannedTask[];
  readonly #room: Stockroom;
  #working: Promise<void> = Promise.resolve();
  #deliveries = 0;

  constructor({ seed, till, web, events }: StockroomOptions) {
    this.#seed = seed;
    this.#tasks = planStockroom(seed, { events: events.length, skus: skusOf(events) });
    this.#room = {
      desk: new StockroomDesk({ till, web, atMs: timeOf(events[0]) }),
      known: new KnownStock(),
      name: `room-${seed}`,
      figures: {
        deliveriesInParts: 0,
        transfers: 0,
        counts: 0,
        reservations: 0,
        reversals: 0,
        races: 0,
        unfairRaces: 0,
      },
    };
  }

  get known(): KnownStock {
    return this.#room.known;
  }

  get made(): readonly MadeEvent[] {
    return this.#room.desk.made;
  }

  get figures(): StockroomFigures {
    return this.#room.figures;
  }

  get again(): number {
    return this.#room.desk.again;
  }

  /** True when the stockroom sees to this event itself, so that no till tells of it. */
  takes(event: ShopEvent): boolean {
    if (event.kind !== 'delivery') return false;
    const { deliveryNumber = '' } = event.data;
    this.#deliveries += 1;
    if (!comesInParts(this.#seed, this.#deliveries)) return false;
    this.#working = this.#working.then(() => deliver(this.#room, event.data, hashOf(deliveryNumber)));
    this.#working.catch(() => undefined);
    return true;
  }

  /** So many events have been told: the next work begins when the last is done. Selling waits for that, and goes on. */
  async told(events: number): Promise<void> {
    while ((this.#tasks[0]?.atEvent ?? Number.POSITIVE_INFINITY) <= events) {
      const task = this.#tasks.shift();
      await this.#working;
      if (task !== undefined) this.#working = workOn(this.#room, task);
      this.#working.catch(() => undefined);
    }
  }

  /** Resolves when all is done; rejects with what went wrong. */
  async end(): Promise<void> {
    await this.#working;
  }
}

async function workOn(room: Stockroom, task: PlannedTask): Promise<void> {
  switch (task.work) {
    case 'transfer':
      return transfer(room, task);
    case 'count':
      return count(room, task);
    case 'reservation':
      return reservation(room, task);
    case 'lastPiece':
      return lastPiece(room, task);
    case 'mistake':
      return mistake(room, task);
    default:
      return unreachable(task.work);
  }
}

/** Everything that has stock, as the opening names it. */
function skusOf(events: readonly ShopEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === 'adjustment' && event.data.reason === 'opening'
      ? event.data.lines.map(({ sku }) => sku ?? '')
      : [],
  );
}

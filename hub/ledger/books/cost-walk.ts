import type { Database, Statement } from 'better-sqlite3';
import type { StockBook } from './stock-book.ts';

interface StepRow {
  readonly from_place: number;
  readonly to_place: number;
  readonly quantity_micro: number;
  readonly from_previous: number | null;
  readonly to_previous: number | null;
  readonly received_ms: number;
  readonly is_point: number;
}

/** How many rows one event may look at to find what a late delivery changes. */
const STEPS_MAX = 100_000;

/** How far one event has gone back. */
export interface WalkBudget {
  steps: number;
}

export function newBudget(): WalkBudget {
  return { steps: STEPS_MAX };
}

/** Finds what a product’s movements came to since an instant, back along the links that they carry. */
export class CostWalk {
  readonly #stock: Pick<StockBook, 'isTracked' | 'lastMovements'>;
  readonly #step: Statement<[number], StepRow>;

  constructor(db: Database, stock: Pick<StockBook, 'isTracked' | 'lastMovements'>) {
    this.#stock = stock;
    this.#step = db.prepare(
      `SELECT m.from_place, m.to_place, m.quantity_micro, m.from_previous, m.to_previous, e.received_ms,
         EXISTS (SELECT 1 FROM cost_point c WHERE c.movement = m.movement) AS is_point
       FROM movement m JOIN event e ON e.seq = m.seq WHERE m.movement = +?`,
    );
  }

  /**
   * What went into the shop less what went out since the instant, other than by deliveries at costs of their own. What
   * goes from one place of the shop to another is on the way of both, and comes to nothing. Null when it is too far back.
   */
  movedSince(product: number, ms: number, budget: WalkBudget): number | null {
    let movedMicro = 0;
    for (const { place, movement } of this.#stock.lastMovements(product)) {
      let next: number | null = movement;
      while (next !== null) {
        budget.steps -= 1;
        if (budget.steps < 0) return null;
        const row: StepRow | undefined = this.#step.get(next);
        if (row === undefined || row.received_ms <= ms) break;
        movedMicro += this.#changeOf(row);
        next = row.to_place === place ? row.to_previous : row.from_previous;
      }
    }
    return movedMicro;
  }

  #changeOf(row: StepRow): number {
    const isInward = this.#stock.isTracked(row.to_place);
    if (row.is_point === 1 || this.#stock.isTracked(row.from_place) === isInward) return 0;
    return isInward ? row.quantity_micro : -row.quantity_micro;
  }
}

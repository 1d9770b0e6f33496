import type { Database, Statement } from 'better-sqlite3';
import { deliver, NOTHING_KNOWN } from '../../domain/cost.ts';
import type { CostState } from '../../domain/cost.ts';

/** Where a delivery stands in the history of its product. */
export interface CostPlace {
  readonly product: number;
  readonly effectiveMs: number;
  readonly turn: number;
  readonly quantityMicro: number;
  readonly valueMicro: number;
  readonly movement: number;
}

type Standing = 'counts' | 'reversed' | 'reversal';

export interface CostPoint extends CostPlace {
  readonly movedMicro: number;
  readonly standing: Standing;
}

/** The turn of what was told late: after everything that the ledger had at that instant. */
export const LATE_TURN = Number.MAX_SAFE_INTEGER;

interface PointRow {
  readonly product: number;
  readonly effective_ms: number;
  readonly turn: number;
  readonly quantity_micro: number;
  readonly value_micro: number;
  readonly movement: number;
  readonly moved_micro: number;
  readonly standing: Standing;
  readonly delivered_micro: number;
  readonly price_value_micro: number | null;
  readonly price_quantity_micro: number | null;
}

const ORDER = 'effective_ms, turn, quantity_micro, value_micro, movement';
const NEWEST_FIRST = ORDER.replaceAll(',', ' DESC,') + ' DESC';
const COLUMNS = `product, ${ORDER}, moved_micro, standing, delivered_micro, price_value_micro, price_quantity_micro`;

type PlaceValues = [number, number, number, number, number, number];

/**
 * What came in at costs of its own, product by product, in the order in which it takes effect. With each stands the state
 * after it, so that a change in the past is reckoned from there on and not from the beginning.
 */
export class CostPoints {
  readonly #save: Statement<[...PlaceValues, number, Standing, number, number | null, number | null]>;
  readonly #newest: Statement<[number], PointRow>;
  readonly #before: Statement<PlaceValues, PointRow>;
  readonly #after: Statement<[...PlaceValues, number], PointRow>;
  readonly #ofMovement: Statement<[number], PointRow>;

  constructor(db: Database) {
    this.#save = db.prepare(
      `INSERT INTO cost_point (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET standing = excluded.standing, delivered_micro = excluded.delivered_micro,
         price_value_micro = excluded.price_value_micro, price_quantity_micro = excluded.price_quantity_micro`,
    );
    const select = `SELECT ${COLUMNS} FROM cost_point WHERE product = ?`;
    this.#newest = db.prepare(`${select} ORDER BY ${NEWEST_FIRST} LIMIT 1`);
    this.#before = db.prepare(`${select} AND (${ORDER}) < (?, ?, ?, ?, ?) ORDER BY ${NEWEST_FIRST} LIMIT 1`);
    this.#after = db.prepare(`${select} AND (${ORDER}) > (?, ?, ?, ?, ?) ORDER BY ${ORDER} LIMIT ?`);
    this.#ofMovement = db.prepare(`SELECT ${COLUMNS} FROM cost_point WHERE movement = ?`);
  }

  /** The last point of a product's history, with the state that holds now. */
  newest(product: number): { point: CostPoint; state: CostState } | null {
    const row = this.#newest.get(product);
    return row === undefined ? null : { point: pointOf(row), state: stateOf(row) };
  }

  ofMovement(movement: number): CostPoint | null {
    const row = this.#ofMovement.get(movement);
    return row === undefined ? null : pointOf(row);
  }

  /** What takes effect after a place, the first of it first, at most as many as are asked for. */
  after(place: CostPlace, limit: number): CostPoint[] {
    return this.#after.all(...valuesOf(place), limit).map(pointOf);
  }

  /** Writes these points, which are the rest of the history, and gives the state after the last. */
  write(points: readonly [CostPoint, ...CostPoint[]]): CostState {
    let state = this.#stateBefore(points[0]);
    for (const point of points) {
      if (point.standing === 'counts') ({ state } = deliver(state, point));
      const { price, deliveredMicro } = state;
      this.#save.run(
        ...valuesOf(point),
        point.movedMicro,
        point.standing,
        deliveredMicro,
        price?.valueMicro ?? null,
        price?.quantityMicro ?? null,
      );
    }
    return state;
  }

  #stateBefore(place: CostPlace): CostState {
    const row = this.#before.get(...valuesOf(place));
    return row === undefined ? NOTHING_KNOWN : stateOf(row);
  }
}

function valuesOf(place: CostPlace): PlaceValues {
  const { product, effectiveMs, turn, quantityMicro, valueMicro, movement } = place;
  return [product, effectiveMs, turn, quantityMicro, valueMicro, movement];
}

function pointOf(row: PointRow): CostPoint {
  return {
    product: row.product,
    effectiveMs: row.effective_ms,
    turn: row.turn,
    quantityMicro: row.quantity_micro,
    valueMicro: row.value_micro,
    movement: row.movement,
    movedMicro: row.moved_micro,
    standing: row.standing,
  };
}

function stateOf(row: PointRow): CostState {
  const { price_value_micro: valueMicro, price_quantity_micro: quantityMicro } = row;
  const price = valueMicro === null || quantityMicro === null ? null : { valueMicro, quantityMicro };
  return { price, deliveredMicro: row.delivered_micro };
}

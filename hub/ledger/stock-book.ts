import type { Database, Statement } from 'better-sqlite3';
import type { MovementFact } from '../domain/decide.ts';

interface StockRow {
  product: number;
  place: number;
  onHandMicro: number;
  reservedMicro: number;
  incomingMicro: number;
  lastMovement: number;
  dirty: boolean;
  changed: boolean;
}

/** A balance of a product in a tracked place. */
export interface Balance {
  readonly product: number;
  readonly place: number;
  readonly onHandMicro: number;
  /** Promised to somebody; what is available is on hand less this. */
  readonly reservedMicro: number;
  /** Expected of suppliers, or in transit from another location. */
  readonly incomingMicro: number;
}

interface LoadedRow {
  readonly on_hand_micro: number;
  readonly last_movement: number;
  readonly reserved_micro: number;
  readonly incoming_micro: number;
}

const COLUMNS = 'on_hand_micro, last_movement, reserved_micro, incoming_micro';

/** Nine thousand million units: beyond it numbers are not exact. */
const BALANCE_MAX_MICRO = Number.MAX_SAFE_INTEGER;

/** A balance that a movement took below zero, or back out of it. */
export interface ZeroCrossing {
  readonly product: number;
  readonly place: number;
  readonly onHandMicro: number;
  readonly direction: 'below' | 'back';
}

/**
 * Movements and the balances of tracked places. Within a batch a balance is read once and written once:
 * `flush` must run before the transaction commits.
 */
export class StockBook {
  readonly #tracked: Set<number>;
  readonly #rows = new Map<string, StockRow>();
  #lastMovement: number;
  readonly #trackedPlaces: Statement<[], { place: number }>;
  readonly #load: Statement<[number, number], LoadedRow>;
  readonly #save: Statement<[number, number, number, number, number, number]>;
  readonly #addMovement: Statement<
    [number, number, number, number, number, number, number | null, number | null]
  >;
  readonly #movement: Statement<
    [number],
    { product: number; from_place: number; to_place: number; quantity_micro: number }
  >;
  readonly #balances: Statement<[number], LoadedRow & { place: number }>;

  constructor(db: Database) {
    this.#trackedPlaces = db.prepare('SELECT place FROM place WHERE tracked = 1');
    this.#load = db.prepare(`SELECT ${COLUMNS} FROM stock WHERE product = ? AND place = ?`);
    this.#save = db.prepare(
      `INSERT INTO stock (product, place, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET on_hand_micro = excluded.on_hand_micro, last_movement = excluded.last_movement,
         reserved_micro = excluded.reserved_micro, incoming_micro = excluded.incoming_micro`,
    );
    this.#addMovement = db.prepare(
      `INSERT INTO movement (movement, seq, product, from_place, to_place, quantity_micro, from_previous, to_previous)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#movement = db.prepare(
      'SELECT product, from_place, to_place, quantity_micro FROM movement WHERE movement = ?',
    );
    this.#balances = db.prepare(`SELECT place, ${COLUMNS} FROM stock WHERE product = ? ORDER BY place`);
    const last = db.prepare<[], { last: number | null }>('SELECT max(movement) AS last FROM movement').get();
    this.#lastMovement = last?.last ?? 0;
    this.#tracked = new Set(this.#trackedPlaces.all().map((row) => row.place));
  }

  get nextMovement(): number {
    return this.#lastMovement + 1;
  }

  /** A place was added: its balance is kept from now on. */
  track(place: number): void {
    this.#tracked.add(place);
  }

  /**
   * Books one movement and tells which balances went below zero or came back. Null when a balance would grow beyond
   * what can be counted exactly: then nothing is booked.
   */
  book(seq: number, fact: MovementFact): ZeroCrossing[] | null {
    if (!this.#fits(fact.from, fact) || !this.#fits(fact.to, fact)) return null;
    const movement = this.#lastMovement + 1;
    const from = this.#change(fact, { place: fact.from, changeMicro: -fact.quantityMicro, movement });
    const to = this.#change(fact, { place: fact.to, changeMicro: fact.quantityMicro, movement });
    this.#addMovement.run(
      movement,
      seq,
      fact.product,
      fact.from,
      fact.to,
      fact.quantityMicro,
      from.previous,
      to.previous,
    );
    this.#lastMovement = movement;
    return [...from.crossings, ...to.crossings];
  }

  /** A balance as this batch has it. */
  balance(product: number, place: number): Balance {
    return this.#row(product, place);
  }

  /** More, or less where it is negative, is promised to somebody. */
  reserve(product: number, place: number, changeMicro: number): Balance {
    const row = this.#row(product, place);
    row.reservedMicro += changeMicro;
    return touch(row);
  }

  /** More, or less where it is negative, is on its way to a place. */
  expect(product: number, place: number, changeMicro: number): Balance {
    const row = this.#row(product, place);
    row.incomingMicro += changeMicro;
    return touch(row);
  }

  /** The movements `first` to `first + count − 1`, turned round. */
  reversed(first: number, count: number): MovementFact[] {
    const facts: MovementFact[] = [];
    for (let movement = first; movement < first + count; movement += 1) {
      const row = this.#movement.get(movement);
      if (row === undefined) continue;
      facts.push({
        product: row.product,
        from: row.to_place,
        to: row.from_place,
        quantityMicro: row.quantity_micro,
      });
    }
    return facts;
  }

  /** The balances of a product in every tracked place, as this batch has them. */
  balances(product: number): Balance[] {
    this.flush();
    return this.#balances.all(product).map((row) => ({
      product,
      place: row.place,
      onHandMicro: row.on_hand_micro,
      reservedMicro: row.reserved_micro,
      incomingMicro: row.incoming_micro,
    }));
  }

  /** Writes the balances that changed since the last flush. */
  flush(): void {
    for (const row of this.#rows.values()) {
      if (!row.dirty) continue;
      const { product, place, onHandMicro, lastMovement, reservedMicro, incomingMicro } = row;
      this.#save.run(product, place, onHandMicro, lastMovement, reservedMicro, incomingMicro);
      row.dirty = false;
    }
  }

  /** Writes what is left, gives the balances that this batch changed, and forgets them. */
  endBatch(): Balance[] {
    this.flush();
    const changed = [...this.#rows.values()].filter((row) => row.changed);
    this.#rows.clear();
    return changed;
  }

  #fits(place: number, fact: MovementFact): boolean {
    if (!this.#tracked.has(place)) return true;
    return Math.abs(this.#row(fact.product, place).onHandMicro) <= BALANCE_MAX_MICRO - fact.quantityMicro;
  }

  #change(
    fact: MovementFact,
    change: { place: number; changeMicro: number; movement: number },
  ): { previous: number | null; crossings: ZeroCrossing[] } {
    if (!this.#tracked.has(change.place)) return { previous: null, crossings: [] };
    const row = this.#row(fact.product, change.place);
    const previous = row.lastMovement === 0 ? null : row.lastMovement;
    const before = row.onHandMicro;
    row.onHandMicro += change.changeMicro;
    row.lastMovement = change.movement;
    touch(row);
    const crossed = before < 0 !== row.onHandMicro < 0;
    if (!crossed) return { previous, crossings: [] };
    const direction = row.onHandMicro < 0 ? 'below' : 'back';
    return {
      previous,
      crossings: [{ product: fact.product, place: change.place, onHandMicro: row.onHandMicro, direction }],
    };
  }

  #row(product: number, place: number): StockRow {
    const key = `${product}/${place}`;
    const cached = this.#rows.get(key);
    if (cached !== undefined) return cached;
    const stored = this.#load.get(product, place);
    const row: StockRow = {
      product,
      place,
      onHandMicro: stored?.on_hand_micro ?? 0,
      reservedMicro: stored?.reserved_micro ?? 0,
      incomingMicro: stored?.incoming_micro ?? 0,
      lastMovement: stored?.last_movement ?? 0,
      dirty: false,
      changed: false,
    };
    this.#rows.set(key, row);
    return row;
  }
}

function touch(row: StockRow): StockRow {
  row.dirty = true;
  row.changed = true;
  return row;
}

import type { Database, Statement } from 'better-sqlite3';
import type { MovementFact } from '../../domain/decide.ts';
import { MovementTable } from './movement-table.ts';
import { crossing, isOversold } from './zero-crossing.ts';
import type { ZeroCrossing } from './zero-crossing.ts';

interface StockRow {
  product: number;
  place: number;
  onHandMicro: number;
  reservedMicro: number;
  incomingMicro: number;
  lastMovement: number;
  watch: Watch;
  dirty: boolean;
  changed: boolean;
  watchChanged: boolean;
}

/** The level at which a product is low at a place, and since which entry it is. */
export interface Watch {
  /** Null: no level of its own. */
  readonly levelMicro: number | null;
  readonly marginMicro: number | null;
  readonly lowSince: number | null;
  /** The entry of which people were told that it made the product low. */
  readonly lowTold: number | null;
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
  readonly watch: Watch;
}

interface LoadedRow {
  readonly on_hand_micro: number;
  readonly last_movement: number;
  readonly reserved_micro: number;
  readonly incoming_micro: number;
  readonly level_micro: number | null;
  readonly margin_micro: number | null;
  readonly low_since: number | null;
  readonly low_told: number | null;
}

const COLUMNS = 'on_hand_micro, last_movement, reserved_micro, incoming_micro';
const WATCH_COLUMNS = 'level_micro, margin_micro, low_since, low_told';

/** Nine thousand million units: beyond it numbers are not exact. */
const BALANCE_MAX_MICRO = Number.MAX_SAFE_INTEGER;

/**
 * Movements and the balances of tracked places. Within a batch a balance is read once and written once:
 * `flush` must run before the transaction commits.
 */
export class StockBook {
  readonly #tracked: Set<number>;
  readonly #rows = new Map<string, StockRow>();
  readonly #movements: MovementTable;
  #isDirty = false;
  readonly #trackedPlaces: Statement<[], { place: number }>;
  readonly #load: Statement<[number, number], LoadedRow>;
  readonly #save: Statement<[number, number, number, number, number, number]>;
  readonly #saveWatch: Statement<
    [number | null, number | null, number | null, number | null, number, number]
  >;
  readonly #balances: Statement<[number], LoadedRow & { place: number }>;

  constructor(db: Database) {
    this.#movements = new MovementTable(db);
    this.#trackedPlaces = db.prepare('SELECT place FROM place WHERE tracked = 1');
    this.#load = db.prepare(`SELECT ${COLUMNS}, ${WATCH_COLUMNS} FROM stock WHERE product = ? AND place = ?`);
    this.#save = db.prepare(
      `INSERT INTO stock (product, place, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET on_hand_micro = excluded.on_hand_micro, last_movement = excluded.last_movement,
         reserved_micro = excluded.reserved_micro, incoming_micro = excluded.incoming_micro`,
    );
    this.#saveWatch = db.prepare(
      `UPDATE stock SET level_micro = ?, margin_micro = ?, low_since = ?, low_told = ?
       WHERE product = ? AND place = ?`,
    );
    this.#balances = db.prepare(
      `SELECT place, ${COLUMNS}, ${WATCH_COLUMNS} FROM stock WHERE product = ? ORDER BY place`,
    );
    this.#tracked = new Set(this.#trackedPlaces.all().map((row) => row.place));
  }

  get nextMovement(): number {
    return this.#movements.next;
  }

  /** A place was added: its balance is kept from now on. */
  track(place: number): void {
    this.#tracked.add(place);
  }

  /** False when a balance would grow beyond what can be counted exactly. */
  fits(fact: MovementFact): boolean {
    const { product, from, to, quantityMicro } = fact;
    return this.#fits(product, from, -quantityMicro) && this.#fits(product, to, quantityMicro);
  }

  /** Books one movement that fits, and tells which balances went below zero or came back. */
  book(
    seq: number,
    fact: MovementFact,
    notes: { valueMicro: number | null; lot: number | null },
  ): ZeroCrossing[] {
    const movement = this.#movements.next;
    const from = this.#change(fact, { place: fact.from, changeMicro: -fact.quantityMicro, movement });
    const to = this.#change(fact, { place: fact.to, changeMicro: fact.quantityMicro, movement });
    this.#movements.add(seq, fact, { fromPrevious: from.previous, toPrevious: to.previous, ...notes });
    return [...from.crossings, ...to.crossings];
  }

  /** What the shop has of a product, in all its places. */
  total(product: number): number {
    let total = 0;
    for (const place of this.#tracked) total += this.#row(product, place).onHandMicro;
    return total;
  }

  /** The latest movement of a product at each place of the shop that it ever was at. */
  lastMovements(product: number): { place: number; movement: number }[] {
    return [...this.#tracked]
      .map((place) => ({ place, movement: this.#row(product, place).lastMovement }))
      .filter(({ movement }) => movement !== 0);
  }

  /** The latest movement of a product at a place, or null. */
  lastMovement(product: number, place: number): number | null {
    const { lastMovement } = this.#row(product, place);
    return lastMovement === 0 ? null : lastMovement;
  }

  isTracked(place: number): boolean {
    return this.#tracked.has(place);
  }

  /** A balance as this batch has it. */
  balance(product: number, place: number): Balance {
    return this.#row(product, place);
  }

  /**
   * More, or less where it is negative, is promised to somebody. Tells whether what is available went below zero or
   * came back; null when more would be promised than can be counted exactly: then nothing is.
   */
  reserve(product: number, place: number, changeMicro: number): ZeroCrossing[] | null {
    const row = this.#row(product, place);
    if (row.reservedMicro + changeMicro > BALANCE_MAX_MICRO) return null;
    const wasOversold = isOversold(row);
    row.reservedMicro += changeMicro;
    this.#touch(row);
    return wasOversold === isOversold(row) ? [] : [crossing(row, 'available')];
  }

  /** More, or less where it is negative, is on its way to a place. */
  expect(product: number, place: number, changeMicro: number): Balance {
    const row = this.#row(product, place);
    row.incomingMicro += changeMicro;
    return this.#touch(row);
  }

  /** Sets the level of a product at a place, or since when it is low there. */
  watch(product: number, place: number, change: Partial<Watch>): void {
    const row = this.#row(product, place);
    row.watch = { ...row.watch, ...change };
    row.watchChanged = true;
    this.#touch(row);
  }

  /** The movements `first` to `first + count − 1`, turned round. */
  reversed(first: number, count: number): MovementFact[] {
    return this.#movements.reversed(first, count);
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
      watch: watchOf(row),
    }));
  }

  /** Writes the balances that changed since the last flush. */
  flush(): void {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    for (const row of this.#rows.values()) {
      if (!row.dirty) continue;
      const { product, place, onHandMicro, lastMovement, reservedMicro, incomingMicro } = row;
      this.#save.run(product, place, onHandMicro, lastMovement, reservedMicro, incomingMicro);
      row.dirty = false;
      if (!row.watchChanged) continue;
      const { levelMicro, marginMicro, lowSince, lowTold } = row.watch;
      this.#saveWatch.run(levelMicro, marginMicro, lowSince, lowTold, product, place);
      row.watchChanged = false;
    }
  }

  /** Writes what is left, gives the balances that this batch changed, and forgets them. */
  endBatch(): Balance[] {
    this.flush();
    const changed = [...this.#rows.values()].filter((row) => row.changed);
    this.#rows.clear();
    return changed;
  }

  #fits(product: number, place: number, changeMicro: number): boolean {
    if (!this.#tracked.has(place)) return true;
    return Number.isSafeInteger(this.#row(product, place).onHandMicro + changeMicro);
  }

  #change(
    fact: MovementFact,
    change: { place: number; changeMicro: number; movement: number },
  ): { previous: number | null; crossings: ZeroCrossing[] } {
    if (!this.#tracked.has(change.place)) return { previous: null, crossings: [] };
    const row = this.#row(fact.product, change.place);
    const previous = row.lastMovement === 0 ? null : row.lastMovement;
    const wasNegative = row.onHandMicro < 0;
    const wasOversold = isOversold(row);
    row.onHandMicro += change.changeMicro;
    row.lastMovement = change.movement;
    this.#touch(row);
    const crossings: ZeroCrossing[] = [];
    if (wasNegative !== row.onHandMicro < 0) crossings.push(crossing(row, 'on hand'));
    if (wasOversold !== isOversold(row)) crossings.push(crossing(row, 'available'));
    return { previous, crossings };
  }

  #touch(row: StockRow): StockRow {
    row.dirty = true;
    row.changed = true;
    this.#isDirty = true;
    return row;
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
      watch: stored === undefined ? UNWATCHED : watchOf(stored),
      dirty: false,
      changed: false,
      watchChanged: false,
    };
    this.#rows.set(key, row);
    return row;
  }
}

const UNWATCHED: Watch = { levelMicro: null, marginMicro: null, lowSince: null, lowTold: null };

function watchOf(row: LoadedRow): Watch {
  const { level_micro: level, margin_micro: margin, low_since: since, low_told: told } = row;
  if (level === null && margin === null && since === null && told === null) return UNWATCHED;
  return {
    levelMicro: row.level_micro,
    marginMicro: row.margin_micro,
    lowSince: row.low_since,
    lowTold: row.low_told,
  };
}

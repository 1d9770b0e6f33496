import type { Database, Statement } from 'better-sqlite3';
import type { MovementFact } from '../../domain/decide.ts';

/** What the ledger notes of a movement besides what moved from where to where. */
export interface MovementNotes {
  /** The latest movement of the product at either place before this one; null for the first, and outside of the shop. */
  readonly fromPrevious: number | null;
  readonly toPrevious: number | null;
  /** Null where no cost is known, and for goods that stay in the shop. */
  readonly valueMicro: number | null;
  /** The number of the lot. */
  readonly lot: number | null;
}

interface ReversedRow {
  readonly product: number;
  readonly from_place: number;
  readonly to_place: number;
  readonly quantity_micro: number;
  readonly lot: number | null;
}

/** The movements, numbered in the order in which they were booked. */
export class MovementTable {
  #last: number;
  readonly #add: Statement<
    [
      number,
      number,
      number,
      number,
      number,
      number,
      number | null,
      number | null,
      number | null,
      number | null,
    ]
  >;
  readonly #find: Statement<[number], ReversedRow>;

  constructor(db: Database) {
    this.#add = db.prepare(
      `INSERT INTO movement (movement, seq, product, from_place, to_place, quantity_micro, from_previous, to_previous,
         value_micro, lot)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#find = db.prepare(
      'SELECT product, from_place, to_place, quantity_micro, lot FROM movement WHERE movement = ?',
    );
    const last = db.prepare<[], { last: number | null }>('SELECT max(movement) AS last FROM movement').get();
    this.#last = last?.last ?? 0;
  }

  get next(): number {
    return this.#last + 1;
  }

  add(seq: number, fact: MovementFact, notes: MovementNotes): void {
    const { product, from, to, quantityMicro } = fact;
    const { fromPrevious, toPrevious, valueMicro, lot } = notes;
    const number = this.#last + 1;
    this.#add.run(number, seq, product, from, to, quantityMicro, fromPrevious, toPrevious, valueMicro, lot);
    this.#last = number;
  }

  /** The movements `first` to `first + count − 1`, turned round. */
  reversed(first: number, count: number): MovementFact[] {
    const facts: MovementFact[] = [];
    for (let movement = first; movement < first + count; movement += 1) {
      const row = this.#find.get(movement);
      if (row === undefined) continue;
      facts.push({
        product: row.product,
        from: row.to_place,
        to: row.from_place,
        quantityMicro: row.quantity_micro,
        reverses: movement,
        lotNumber: row.lot,
      });
    }
    return facts;
  }
}

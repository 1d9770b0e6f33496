import type { Database, Statement } from 'better-sqlite3';
import type { ReservationFacts, ReservationState, ReservationSums } from '../../domain/reservation.ts';
import { must } from '../../kit/assert.ts';

export interface ReservationRow {
  readonly reservation: number;
  readonly reservation_id: string;
  made_seq: number | null;
  changed_seq: number;
  place: number | null;
  order_number: string | null;
  channel: string | null;
  expires_ms: number | null;
  /** Why it got nothing of what it asked for; null when it did. */
  refusal: string | null;
  posted: number;
  sold: number;
  voided: number;
  expired: number;
  state: ReservationState;
}

/** One product of a reservation. */
export interface ReservationLineRow {
  readonly product: number;
  made_micro: number;
  posted_micro: number;
  sold_micro: number;
  voided_micro: number;
  reserved_micro: number;
  left_micro: number;
  /** The product in whose stock `reserved_micro` stands, while the reservation is open. */
  held_product: number | null;
}

const COLUMNS = `reservation, reservation_id, made_seq, changed_seq, place, order_number, channel, expires_ms, refusal, posted,
  sold, voided, expired, state`;
const LINE_COLUMNS = `product, made_micro, posted_micro, sold_micro, voided_micro, reserved_micro, left_micro,
  held_product`;

/** Reservations and their products as rows. */
export class ReservationBook {
  readonly #find: Statement<[string], ReservationRow>;
  readonly #get: Statement<[number], ReservationRow>;
  readonly #add: Statement<[string, number]>;
  readonly #save: Statement<[ReservationRow]>;
  readonly #lines: Statement<[number], ReservationLineRow>;
  readonly #saveLine: Statement<[ReservationLineRow & { reservation: number }]>;
  readonly #ofProduct: Statement<[number], { reservation: number; isHeld: number }>;

  constructor(db: Database) {
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM reservation WHERE reservation_id = ?`);
    this.#get = db.prepare(`SELECT ${COLUMNS} FROM reservation WHERE reservation = ?`);
    this.#add = db.prepare(
      "INSERT INTO reservation (reservation_id, changed_seq, state) VALUES (?, ?, 'awaited')",
    );
    this.#save = db.prepare(
      `UPDATE reservation SET made_seq = @made_seq, changed_seq = @changed_seq, place = @place,
         order_number = @order_number, channel = @channel, expires_ms = @expires_ms,
         refusal = @refusal, posted = @posted, sold = @sold, voided = @voided, expired = @expired, state = @state
       WHERE reservation = @reservation`,
    );
    this.#lines = db.prepare(
      `SELECT ${LINE_COLUMNS} FROM reservation_line WHERE reservation = ? ORDER BY product`,
    );
    this.#saveLine = db.prepare(
      `INSERT INTO reservation_line (reservation, ${LINE_COLUMNS})
       VALUES (@reservation, @product, @made_micro, @posted_micro, @sold_micro, @voided_micro, @reserved_micro,
         @left_micro, @held_product)
       ON CONFLICT DO UPDATE SET made_micro = excluded.made_micro, posted_micro = excluded.posted_micro,
         sold_micro = excluded.sold_micro, voided_micro = excluded.voided_micro,
         reserved_micro = excluded.reserved_micro, left_micro = excluded.left_micro,
         held_product = excluded.held_product`,
    );
    this.#ofProduct = db.prepare(
      'SELECT reservation, held_product IS NOT NULL AS isHeld FROM reservation_line WHERE product = ?',
    );
  }

  find(reservationId: string): ReservationRow | null {
    return this.#find.get(reservationId) ?? null;
  }

  /** The reservation of that id; one that no event has named before is awaited from now on. */
  take(reservationId: string, seq: number): ReservationRow {
    const known = this.find(reservationId);
    if (known !== null) return known;
    this.#add.run(reservationId, seq);
    return must(this.find(reservationId), `the reservation ${reservationId}`);
  }

  lines(reservation: number): ReservationLineRow[] {
    return this.#lines.all(reservation);
  }

  /**
   * The reservations to which it matters whether these products are one: those that hold any of them, and those that
   * name several, whether they are over or not.
   */
  concernedBy(products: readonly number[]): ReservationRow[] {
    const named = new Set<number>();
    const concerned = new Set<number>();
    for (const { reservation, isHeld } of products.flatMap((product) => this.#ofProduct.all(product))) {
      if (isHeld === 1 || named.has(reservation)) concerned.add(reservation);
      named.add(reservation);
    }
    return [...concerned]
      .toSorted((one, other) => one - other)
      .map((reservation) => must(this.#get.get(reservation), 'a reservation'));
  }

  save(row: ReservationRow): void {
    this.#save.run(row);
  }

  saveLine(reservation: number, line: ReservationLineRow): void {
    this.#saveLine.run({ ...line, reservation });
  }
}

export function newLine(product: number): ReservationLineRow {
  return {
    product,
    made_micro: 0,
    posted_micro: 0,
    sold_micro: 0,
    voided_micro: 0,
    reserved_micro: 0,
    left_micro: 0,
    held_product: null,
  };
}

export function factsOf(row: ReservationRow): ReservationFacts {
  return {
    isMade: row.made_seq !== null,
    isRefused: row.refusal !== null,
    isPosted: row.posted === 1,
    isSold: row.sold === 1,
    isVoided: row.voided === 1,
    isExpired: row.expired === 1,
  };
}

export function sumsOfLine(line: ReservationLineRow): ReservationSums {
  return {
    madeMicro: line.made_micro,
    postedMicro: line.posted_micro,
    soldMicro: line.sold_micro,
    voidedMicro: line.voided_micro,
  };
}

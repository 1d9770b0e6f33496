import type { Database, Statement } from 'better-sqlite3';
import type {
  ReservationAnswer,
  ReservationState,
  ReservationSummary,
} from '../../contract/reservation-views.ts';
import { must } from '../../kit/assert.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { iso } from './iso.ts';

interface SummaryRow {
  readonly reservation: number;
  readonly reservation_id: string;
  readonly state: ReservationState;
  readonly location: string | null;
  readonly order_number: string | null;
  readonly channel: string | null;
  readonly made_ms: number | null;
  readonly expires_ms: number | null;
  readonly refusal: string | null;
}

interface LineRow {
  readonly product: number;
  readonly made_micro: number;
  readonly posted_micro: number;
  readonly sold_micro: number;
  readonly left_micro: number;
  readonly voided_micro: number;
  readonly reserved_micro: number;
}

const SUMMARY = `SELECT r.reservation, r.reservation_id, r.state, l.code AS location, r.order_number, r.channel,
    e.received_ms AS made_ms, r.expires_ms, r.refusal
  FROM reservation r LEFT JOIN place l ON l.place = r.place LEFT JOIN event e ON e.seq = r.made_seq`;

interface ProductRow {
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly merged_into: number | null;
}

/** Answers about what is promised. */
export class ReservationReader {
  readonly #product: Statement<[number], ProductRow>;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #byState: Statement<[string, number, number], SummaryRow>;
  readonly #byId: Statement<[string], SummaryRow>;
  readonly #lines: Statement<[number], LineRow>;
  readonly #due: Statement<[number, number], { reservation_id: string }>;
  readonly #head: Statement<[], { seq: number | null }>;

  constructor(db: Database) {
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#byState = db.prepare(
      `${SUMMARY} WHERE r.state = +? AND r.reservation < +? ORDER BY r.reservation DESC LIMIT ?`,
    );
    this.#byId = db.prepare(`${SUMMARY} WHERE r.reservation_id = +?`);
    this.#lines = db.prepare(
      `SELECT product, made_micro, posted_micro, sold_micro, left_micro, voided_micro, reserved_micro
       FROM reservation_line WHERE reservation = ? ORDER BY product`,
    );
    this.#product = db.prepare('SELECT sku, name, unit, merged_into FROM product WHERE product = ?');
    this.#due = db.prepare(
      "SELECT reservation_id FROM reservation WHERE state = 'open' AND expires_ms <= ? ORDER BY expires_ms LIMIT ?",
    );
    this.#head = db.prepare('SELECT max(seq) AS seq FROM event');
  }

  /** Newest first. */
  reservations(options: {
    state: ReservationState;
    before?: number | undefined;
    limit: number;
  }): ReservationSummary[] {
    const { state, before = Number.MAX_SAFE_INTEGER, limit } = options;
    return this.#byState.all(state, before, limit).map(summary);
  }

  reservation(reservationId: string): ReservationAnswer | null {
    return this.#inOneState(() => {
      const row = this.#byId.get(reservationId);
      if (row === undefined) return null;
      const lines = this.#lines.all(row.reservation);
      const products = Map.groupBy(lines, ({ product }) => this.#survivor(product).sku);
      const named = [...products.values()].filter((merged) => !merged.every(isEmpty));
      return {
        ...summary(row),
        lines: named.map((merged) => this.#line(merged)),
        asOfSeq: this.#head.get()?.seq ?? 0,
      };
    });
  }

  /** Open reservations whose time is over at `nowMs`, those that waited longest first. */
  dueReservations(nowMs: number, limit: number): string[] {
    return this.#due.all(nowMs, limit).map((row) => row.reservation_id);
  }

  /** The product as it is by now. */
  #survivor(product: number): ProductRow {
    const row = must(this.#product.get(product), `product ${product}`);
    return row.merged_into === null ? row : this.#survivor(row.merged_into);
  }

  /** Products that are one by now are one line. */
  #line(merged: readonly LineRow[]): ReservationAnswer['lines'][number] {
    const sum = (pick: (line: LineRow) => number): number =>
      merged.reduce((total, line) => total + pick(line), 0);
    const [postedMicro, leftMicro] = [sum((line) => line.posted_micro), sum((line) => line.left_micro)];
    const { sku, name, unit } = this.#survivor(must(merged[0], 'a line').product);
    return {
      sku,
      name,
      unit,
      asked: formatQuantity(sum((line) => line.made_micro)),
      posted: formatQuantity(Math.max(leftMicro, postedMicro) + sum((line) => line.sold_micro)),
      voided: formatQuantity(sum((line) => line.voided_micro)),
      reserved: formatQuantity(sum((line) => line.reserved_micro)),
    };
  }
}

/** Nothing is said of the product itself: goods went out of its stock while another was merged into it. */
function isEmpty(line: LineRow): boolean {
  const { made_micro: made, posted_micro: posted, sold_micro: sold, left_micro: left } = line;
  return [made, posted, sold, left, line.voided_micro, line.reserved_micro].every((micro) => micro === 0);
}

function summary(row: SummaryRow): ReservationSummary {
  const { reservation, state, location, channel, refusal } = row;
  return {
    reservation,
    reservationId: row.reservation_id,
    state,
    location,
    orderNumber: row.order_number,
    channel,
    madeAt: row.made_ms === null ? null : iso(row.made_ms),
    expiresAt: row.expires_ms === null ? null : iso(row.expires_ms),
    refusal,
  };
}

import type { Database, Statement } from 'better-sqlite3';
import type { EventData } from '../../contract/events.ts';
import type { LowStockAnswer, LowStockList } from '../../contract/low-stock-views.ts';
import { must } from '../../kit/assert.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { iso } from './iso.ts';

interface LowRow {
  readonly product: number;
  readonly place: number;
  readonly sku: string;
  readonly name: string;
  readonly department: string | null;
  readonly unit: string;
  readonly code: string;
  readonly on_hand_micro: number;
  readonly reserved_micro: number;
  readonly incoming_micro: number;
  readonly level: number | null;
  readonly low_since: number | null;
  readonly low_told: number | null;
}

/** Where a list goes on: the last row of the page before. */
interface Position {
  readonly since: number;
  readonly product: number;
  readonly place: number;
}

const FIRST: Position = { since: Number.MAX_SAFE_INTEGER, product: 0, place: 0 };

const COLUMNS = `s.product, s.place, p.sku, p.name, p.department, p.unit, l.code, s.on_hand_micro, s.reserved_micro,
  s.incoming_micro, coalesce(s.level_micro, p.low_stock_micro) AS level, s.low_since, s.low_told`;

export interface LowStockNews {
  readonly id: string;
  readonly data: EventData<'backroom.low-stock.told.v1'>;
}

/** Which products are low, and of which people were not told yet. */
export class LowStockReader {
  readonly #low: Statement<[number, number, number, number], LowRow & { received_ms: number }>;
  readonly #toTell: Statement<[number], LowRow>;
  readonly #count: Statement<[], { count: number }>;
  readonly #of: Statement<[string, string], LowRow & { received_ms: number }>;

  constructor(db: Database) {
    const low = `SELECT ${COLUMNS}, e.received_ms FROM stock s JOIN product p ON p.product = s.product
      JOIN place l ON l.place = s.place JOIN event e ON e.seq = s.low_since`;
    this.#low = db.prepare(
      `${low} WHERE s.low_since IS NOT NULL AND (s.low_since, s.product, s.place) < (+?, +?, +?)
       ORDER BY s.low_since DESC, s.product DESC, s.place DESC LIMIT ?`,
    );
    this.#toTell = db.prepare(
      `SELECT ${COLUMNS} FROM stock s JOIN product p ON p.product = s.product JOIN place l ON l.place = s.place
       WHERE s.low_since IS NOT s.low_told ORDER BY s.product, s.place LIMIT ?`,
    );
    this.#count = db.prepare('SELECT count(*) AS count FROM stock WHERE low_since IS NOT NULL');
    this.#of = db.prepare(
      `SELECT ${COLUMNS}, e.received_ms FROM product p CROSS JOIN place l CROSS JOIN stock s
       ON s.product = p.product AND s.place = l.place CROSS JOIN event e ON e.seq = s.low_since
       WHERE p.sku_key = +? AND l.kind = 'location' AND l.code_key = +? AND s.low_told IS NOT NULL`,
    );
  }

  /** Newest first. `before` is what an earlier page gave as `next`; text that is none begins at the start. */
  lowStock(options: { before?: string; limit: number }): LowStockList {
    const { since, product, place } = positionOf(options.before) ?? FIRST;
    const rows = this.#low.all(since, product, place, options.limit);
    const last = rows.at(-1);
    const next =
      last === undefined || rows.length < options.limit
        ? null
        : `${last.low_since}.${last.product}.${last.place}`;
    return { products: rows.map(lowAnswer), next };
  }

  lowStockCount(): number {
    return this.#count.get()?.count ?? 0;
  }

  /**
   * By the folded codes of both; null until people were told that it is low. So whoever hears of it by this hears also
   * when it is over: what was never told is over without a word.
   */
  lowStockOf(skuKey: string, locationKey: string): LowStockAnswer | null {
    const row = this.#of.get(skuKey, locationKey);
    return row === undefined ? null : lowAnswer(row);
  }

  /** What people are to be told next: that a product is low, or that it is not any more. The id makes it be told once. */
  lowStockToTell(limit: number): LowStockNews[] {
    return this.#toTell.all(limit).map((row) => {
      const { sku, name, code: location, unit } = row;
      const { onHand, available } = amounts(row);
      const level = row.level === null ? {} : { level: formatQuantity(row.level) };
      const state = row.low_since === null ? 'cleared' : 'low';
      const sinceSeq = must(row.low_since ?? row.low_told, 'what made it low');
      const id = `low-stock:${row.product}:${row.place}:${sinceSeq}:${state}`;
      return { id, data: { sku, name, location, unit, state, onHand, available, ...level, sinceSeq } };
    });
  }
}

function lowAnswer(row: LowRow & { received_ms: number }): LowStockAnswer {
  const { sku, name, department, code: location, unit, received_ms: receivedMs } = row;
  return {
    sku,
    name,
    department,
    location,
    unit,
    ...amounts(row),
    level: formatQuantity(row.level ?? 0),
    sinceSeq: row.low_since ?? 0,
    since: iso(receivedMs),
  };
}

function amounts(row: LowRow): Pick<LowStockAnswer, 'onHand' | 'available' | 'incoming'> {
  return {
    onHand: formatQuantity(row.on_hand_micro),
    available: formatQuantity(row.on_hand_micro - row.reserved_micro),
    incoming: formatQuantity(row.incoming_micro),
  };
}

function positionOf(text: string | undefined): Position | null {
  const match = /^(\d{1,16})\.(\d{1,16})\.(-?\d{1,16})$/.exec(text ?? '');
  if (match === null) return null;
  const [, since, product, place] = match;
  return { since: Number(since), product: Number(product), place: Number(place) };
}

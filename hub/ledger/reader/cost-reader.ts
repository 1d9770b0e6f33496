import type { Database, Statement } from 'better-sqlite3';
import type { CostAnswer, ValuationPage } from '../../contract/cost-views.ts';
import { unitCostMicro, worthOf } from '../../domain/cost.ts';
import type { Price } from '../../domain/cost.ts';
import { foldCode } from '../../kit/fold-code.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { formatScaled } from '../../kit/scaled-decimal.ts';
import { LATE_TURN } from '../books/cost-points.ts';
import { iso } from './iso.ts';
import type { ProductReader } from './product-reader.ts';

interface PriceColumns {
  readonly price_value_micro: number | null;
  readonly price_quantity_micro: number | null;
}

interface PointRow extends PriceColumns {
  readonly seq: number;
  readonly effective_ms: number;
  readonly turn: number;
  readonly quantity_micro: number;
  readonly value_micro: number;
  readonly standing: 'counts' | 'reversed' | 'reversal';
}

interface EntryRow {
  readonly seq: number;
  readonly received_ms: number;
  readonly kind: 'variance' | 'revaluation';
  readonly value_micro: number;
}

interface ValuedRow extends PriceColumns {
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly on_hand_micro: number | null;
}

/** A part of what the whole shop is worth. */
export interface ValueSlice {
  readonly valueMicro: bigint;
  readonly productsWithoutCost: number;
  readonly next: string | null;
}

const NEWEST = 'ORDER BY effective_ms DESC, turn DESC, quantity_micro DESC, value_micro DESC, movement DESC';
const MICRO_DIGITS = 6;

/** Answers about what goods cost. */
export class CostReader {
  readonly #products: Pick<ProductReader, 'find'>;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #onHand: Statement<[number], { on_hand_micro: number | null }>;
  readonly #points: Statement<[number, number], PointRow>;
  readonly #lastDelivery: Statement<[number], { quantity_micro: number; value_micro: number }>;
  readonly #entries: Statement<[number, number], EntryRow>;
  readonly #valued: Statement<[string, number], ValuedRow>;

  constructor(db: Database, products: Pick<ProductReader, 'find'>) {
    this.#products = products;
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#onHand = db.prepare('SELECT sum(on_hand_micro) AS on_hand_micro FROM stock WHERE product = ?');
    this.#points = db.prepare(
      `SELECT m.seq, c.effective_ms, c.turn, c.quantity_micro, c.value_micro, c.standing, c.price_value_micro,
         c.price_quantity_micro
       FROM cost_point c JOIN movement m ON m.movement = c.movement
       WHERE c.product = +? ${NEWEST.replaceAll(/(\w+) DESC/g, 'c.$1 DESC')} LIMIT ?`,
    );
    this.#lastDelivery = db.prepare(
      `SELECT quantity_micro, value_micro FROM cost_point WHERE product = ? AND standing = 'counts' ${NEWEST} LIMIT 1`,
    );
    this.#entries = db.prepare(
      `SELECT c.seq, e.received_ms, c.kind, c.value_micro FROM cost_entry c JOIN event e ON e.seq = c.seq
       WHERE c.product = +? ORDER BY c.entry DESC LIMIT ?`,
    );
    this.#valued = db.prepare(
      `SELECT p.sku, p.name, p.unit, c.price_value_micro, c.price_quantity_micro,
         (SELECT sum(on_hand_micro) FROM stock s WHERE s.product = p.product) AS on_hand_micro
       FROM product p LEFT JOIN cost_point c
         ON c.movement = (SELECT movement FROM cost_point WHERE product = p.product ${NEWEST} LIMIT 1)
       WHERE p.sku_key > ? ORDER BY p.sku_key LIMIT ?`,
    );
  }

  productCost(sku: string, limit: number): CostAnswer | null {
    return this.#inOneState(() => {
      const product = this.#products.find({ sku });
      if (product === null) return null;
      const points = this.#points.all(product.product, limit);
      const last = this.#lastDelivery.get(product.product);
      const onHandMicro = this.#onHand.get(product.product)?.on_hand_micro ?? 0;
      const price = points[0] === undefined ? null : priceOf(points[0]);
      const { name, unit } = product;
      return {
        sku: product.sku,
        name,
        unit,
        onHand: formatQuantity(onHandMicro),
        average: price === null ? null : perUnit(price),
        lastCost:
          last === undefined
            ? null
            : perUnit({ valueMicro: last.value_micro, quantityMicro: last.quantity_micro }),
        value: money(worthOf(price, onHandMicro)),
        deliveries: points.filter(({ standing }) => standing !== 'reversal').map(deliveryAnswer),
        differences: this.#entries.all(product.product, limit).map((row) => ({
          seq: row.seq,
          at: iso(row.received_ms),
          kind: row.kind,
          value: money(row.value_micro),
        })),
      };
    });
  }

  /** What the goods are worth, by SKU, from behind a SKU on. At most `limit` products are looked at. */
  valuation(options: { after: string; limit: number }): ValuationPage {
    const rows = this.#valued.all(foldCode(options.after), options.limit);
    const products = rows.filter(isHeld).map((row) => {
      const price = priceOf(row);
      return {
        sku: row.sku,
        name: row.name,
        unit: row.unit,
        onHand: formatQuantity(row.on_hand_micro ?? 0),
        average: price === null ? null : perUnit(price),
        value: money(worthOf(price, row.on_hand_micro ?? 0)),
      };
    });
    return { products, next: nextOf(rows, options.limit) };
  }

  /** What the goods of some products are worth together: to be added up slice by slice. */
  valueSlice(options: { after: string; limit: number }): ValueSlice {
    const rows = this.#valued.all(foldCode(options.after), options.limit);
    let valueMicro = 0n;
    let productsWithoutCost = 0;
    for (const row of rows.filter(isHeld)) {
      const price = priceOf(row);
      if (price === null) productsWithoutCost += 1;
      else valueMicro += BigInt(worthOf(price, row.on_hand_micro ?? 0));
    }
    return { valueMicro, productsWithoutCost, next: nextOf(rows, options.limit) };
  }
}

function isHeld(row: ValuedRow): boolean {
  return row.on_hand_micro !== null && row.on_hand_micro !== 0;
}

function nextOf(rows: readonly ValuedRow[], limit: number): string | null {
  return rows.length < limit ? null : (rows.at(-1)?.sku ?? null);
}

function deliveryAnswer(row: PointRow): CostAnswer['deliveries'][number] {
  const price = priceOf(row);
  return {
    seq: row.seq,
    at: iso(row.effective_ms),
    late: row.turn === LATE_TURN,
    takenBack: row.standing === 'reversed',
    quantity: formatQuantity(row.quantity_micro),
    unitCost: perUnit({ valueMicro: row.value_micro, quantityMicro: row.quantity_micro }),
    value: money(row.value_micro),
    averageAfter: price === null ? null : perUnit(price),
  };
}

function priceOf(row: PriceColumns): Price | null {
  const { price_value_micro: valueMicro, price_quantity_micro: quantityMicro } = row;
  return valueMicro === null || quantityMicro === null ? null : { valueMicro, quantityMicro };
}

function perUnit(price: Price): string {
  return money(unitCostMicro(price));
}

function money(valueMicro: number): string {
  return formatScaled(valueMicro, MICRO_DIGITS);
}

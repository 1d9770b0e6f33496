import type { Database } from 'better-sqlite3';
import type { ExpiringLots, LotAnswer, LotSales, ProductLots } from '../../contract/lot-views.ts';
import { earlier, firstExpiredFirst, lotToTake } from '../../domain/lots.ts';
import { foldCode } from '../../kit/fold-code.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { parseHead } from '../event-head.ts';
import { iso } from './iso.ts';
import { LotRows } from './lot-rows.ts';
import type { LotRow, LotSaleRow } from './lot-rows.ts';
import type { ProductReader } from './product-reader.ts';

type Lot = ProductLots['lots'][number];

/** The rows of one lot: two where products were merged that each had it. */
interface WholeLot {
  readonly lot: number;
  readonly rows: readonly LotRow[];
  readonly code: string;
  readonly expires: string | null;
  readonly onHandMicro: number;
  readonly recalledSeq: number | null;
  readonly isRecalled: boolean;
  readonly places: ReadonlyMap<string, number>;
}

const LAST_MOVEMENT = Number.MAX_SAFE_INTEGER;
const DAY_MS = 86_400_000;

/** Answers about lots. What day it is, whoever asks says. */
export class LotReader {
  readonly #products: Pick<ProductReader, 'find' | 'survivorOf'>;
  readonly #rows: LotRows;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;

  constructor(db: Database, products: Pick<ProductReader, 'find' | 'survivorOf'>) {
    this.#products = products;
    this.#rows = new LotRows(db);
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
  }

  lots(sku: string, options: { today: string; limit: number }): ProductLots | null {
    return this.#inOneState(() => {
      const product = this.#products.find({ sku });
      if (product === null) return null;
      const whole = this.#whole(this.#rows.ofProduct.all(product.product, options.limit));
      const stock = this.#rows.stock.all(product.product);
      const first = firstOfPlaces(whole, options.today);
      return {
        sku: product.sku,
        name: product.name,
        unit: product.unit,
        onHand: formatQuantity(stock.reduce((sum, row) => sum + row.on_hand_micro, 0)),
        lots: whole.map((lot) => this.#answer(lot, { today: options.today, first })),
        unassigned: unassigned(stock, whole),
      };
    });
  }

  lot(sku: string, code: string, options: { today: string; limit: number }): LotAnswer | null {
    return this.#inOneState(() => {
      const product = this.#products.find({ sku });
      const rows = product === null ? [] : this.#rows.ofCode.all(product.product, foldCode(code));
      const whole = this.#whole(rows)[0];
      if (product === null || whole === undefined) return null;
      const all = this.#whole(this.#rows.ofProduct.all(product.product, LOTS_COMPARED_MAX));
      const first = firstOfPlaces(all, options.today);
      return {
        ...this.#answer(whole, { today: options.today, first }),
        sku: product.sku,
        name: product.name,
        unit: product.unit,
        saleCount: rows.reduce((sum, { lot }) => sum + (this.#rows.saleCount.get(lot)?.sales ?? 0), 0),
        sales: this.#sales(rows, LAST_MOVEMENT, options.limit).map(saleAnswer),
        movements: this.#movements(rows, options.limit),
      };
    });
  }

  /** All sales that hold a lot, page by page. */
  lotSales(sku: string, code: string, options: { before?: number; limit: number }): LotSales | null {
    return this.#inOneState(() => {
      const product = this.#products.find({ sku });
      const rows = product === null ? [] : this.#rows.ofCode.all(product.product, foldCode(code));
      if (rows.length === 0) return null;
      const sales = this.#sales(rows, options.before ?? LAST_MOVEMENT, options.limit);
      const last = sales.at(-1);
      const next = last === undefined || sales.length < options.limit ? null : last.movement;
      return { sales: sales.map(saleAnswer), next };
    });
  }

  /** Lots with something on hand whose last day is `until` or before, the first to expire first. */
  expiringLots(options: { until: string; today: string; after: string | null; limit: number }): ExpiringLots {
    const [, expires = '', lot = '0'] = /^(\d{4}-\d{2}-\d{2}),(\d{1,15})$/.exec(options.after ?? '') ?? [];
    return this.#inOneState(() => {
      const rows = this.#rows.expiring.all(options.until, expires, Number(lot), options.limit);
      const last = rows.at(-1);
      const lots = rows.map((row) => {
        const { sku, name, unit } = this.#products.survivorOf(row.product);
        return {
          sku,
          name,
          unit,
          lot: row.code,
          expires: row.expires,
          daysLeft: Math.round((Date.parse(row.expires) - Date.parse(options.today)) / DAY_MS),
          onHand: formatQuantity(row.on_hand_micro),
          recalled: row.recalled_seq !== null,
        };
      });
      return {
        lots,
        next: last === undefined || rows.length < options.limit ? null : `${last.expires},${last.lot}`,
      };
    });
  }

  #whole(rows: readonly LotRow[]): WholeLot[] {
    const byCode = Map.groupBy(rows, (row) => row.code_key);
    const whole = [...byCode.values()].map((same): WholeLot => {
      const [{ lot, code } = { lot: 0, code: '' }] = same;
      const places = new Map<string, number>();
      for (const row of same.flatMap((one) => this.#rows.places.all(one.lot)))
        places.set(row.code, (places.get(row.code) ?? 0) + row.on_hand_micro);
      const recalledSeq = same.find((row) => row.recalled_seq !== null)?.recalled_seq ?? null;
      return {
        lot,
        rows: same,
        code,
        expires: same.map((row) => row.expires).reduce(earlier, null),
        onHandMicro: same.reduce((sum, row) => sum + row.on_hand_micro, 0),
        recalledSeq,
        isRecalled: recalledSeq !== null,
        places,
      };
    });
    return [...firstExpiredFirst(whole.filter(isOpen)), ...whole.filter((lot) => !isOpen(lot))];
  }

  #answer(whole: WholeLot, at: { today: string; first: ReadonlyMap<string, number> }): Lot {
    const recall = whole.recalledSeq === null ? undefined : this.#rows.recall.get(whole.recalledSeq);
    return {
      lot: whole.code,
      expires: whole.expires,
      expired: whole.expires !== null && whole.expires < at.today,
      recall:
        recall === undefined || whole.recalledSeq === null
          ? null
          : { seq: whole.recalledSeq, at: iso(recall.received_ms), reason: recall.reason },
      onHand: formatQuantity(whole.onHandMicro),
      places: [...whole.places].map(([location, onHandMicro]) => ({
        location,
        onHand: formatQuantity(onHandMicro),
        takeFirst: at.first.get(location) === whole.lot,
      })),
    };
  }

  #sales(rows: readonly LotRow[], before: number, limit: number): LotSaleRow[] {
    const sales = rows.flatMap(({ lot }) => this.#rows.sales.all(lot, before, limit));
    return sales.toSorted((a, b) => b.movement - a.movement).slice(0, limit);
  }

  #movements(rows: readonly LotRow[], limit: number): LotAnswer['movements'] {
    const movements = rows.flatMap(({ lot }) => this.#rows.movements.all(lot, LAST_MOVEMENT, limit));
    return movements
      .toSorted((a, b) => b.movement - a.movement)
      .slice(0, limit)
      .map((row) => ({
        seq: row.seq,
        at: iso(row.received_ms),
        type: parseHead(row.head).type,
        from: row.from_code,
        to: row.to_code,
        quantity: formatQuantity(row.quantity_micro),
      }));
  }
}

/** How many lots of a product are looked at to find the one to take first. */
const LOTS_COMPARED_MAX = 200;

function isOpen(lot: WholeLot): boolean {
  return lot.onHandMicro !== 0 || lot.isRecalled;
}

/** The lot to take next at each place. */
function firstOfPlaces(lots: readonly WholeLot[], today: string): Map<string, number> {
  const places = new Set(lots.flatMap((lot) => [...lot.places.keys()]));
  const first = new Map<string, number>();
  for (const place of places) {
    const here = lots.map((lot) => ({ ...lot, onHandMicro: lot.places.get(place) ?? 0 }));
    const take = lotToTake(here, today);
    if (take !== null) first.set(place, take.lot);
  }
  return first;
}

function unassigned(
  stock: readonly { code: string; on_hand_micro: number }[],
  lots: readonly WholeLot[],
): ProductLots['unassigned'] {
  const rest = new Map(stock.map((row) => [row.code, row.on_hand_micro]));
  for (const { places } of lots)
    for (const [place, onHandMicro] of places) rest.set(place, (rest.get(place) ?? 0) - onHandMicro);
  return [...rest]
    .filter(([, onHandMicro]) => onHandMicro !== 0)
    .map(([location, onHandMicro]) => ({ location, onHand: formatQuantity(onHandMicro) }));
}

function saleAnswer(row: LotSaleRow): LotSales['sales'][number] {
  return {
    seq: row.seq,
    at: iso(row.received_ms),
    businessDate: row.business_date,
    till: row.till,
    receiptNumber: row.receipt_number,
    customerId: row.customer_id,
    quantity: formatQuantity(row.quantity_micro),
    voided: row.voided_seq !== null,
  };
}

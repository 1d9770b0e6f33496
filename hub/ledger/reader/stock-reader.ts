import type { Database, Statement } from 'better-sqlite3';
import type { StockNotice } from '../../contract/ask.ts';
import type { StockAnswer } from '../../contract/views.ts';
import { badgeOf } from '../../domain/badge.ts';
import { barcodeKey } from '../../kit/barcode-key.ts';
import { foldCode } from '../../kit/fold-code.ts';
import { stockQuantities } from '../books/stock-quantities.ts';
import type { ProductCode, ProductReader } from './product-reader.ts';

interface NoticeRow {
  readonly product: number;
  readonly place: number;
  readonly sku: string;
  readonly unit: string;
  readonly kind: string;
  readonly low_stock_micro: number | null;
  readonly code: string;
  readonly on_hand_micro: number;
  readonly reserved_micro: number;
  readonly incoming_micro: number;
}

const NOTICE = `SELECT s.product, s.place, p.sku, p.unit, p.kind, p.low_stock_micro, l.code, s.on_hand_micro,
    s.reserved_micro, s.incoming_micro
  FROM stock s JOIN product p ON p.product = s.product JOIN place l ON l.place = s.place`;

/** A location of a product, or the product alone where it lies nowhere: then its code is null. */
interface StockRow {
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly kind: string;
  readonly low_stock_micro: number | null;
  readonly merged_into: number | null;
  readonly code: string | null;
  readonly on_hand_micro: number;
  readonly reserved_micro: number;
  readonly incoming_micro: number;
  readonly seq: number;
}

/**
 * All that is told about the stock of a product, in one statement: that is one state of the ledger by itself. The plus
 * before a parameter, here and in every join of the readers: without it SQLite plans a join anew for each value that it
 * is asked with, which takes four times as long as the answer (STAT4, https://sqlite.org/compile.html#enable_stat4).
 */
const STOCK = `SELECT p.sku, p.name, p.unit, p.kind, p.low_stock_micro, p.merged_into, l.code, s.on_hand_micro,
    s.reserved_micro, s.incoming_micro, (SELECT max(seq) FROM event) AS seq
  FROM product p LEFT JOIN stock s ON s.product = p.product
    LEFT JOIN place l ON l.place = s.place AND l.kind = 'location'`;

/**
 * Answers about stock. The writer commits from another thread at any time: an answer that names the entry it is as of
 * is read from one state of the ledger, by one statement or in one transaction, or a screen would take the quantity of
 * an older entry for that of a newer one.
 */
export class StockReader {
  readonly #products: Pick<ProductReader, 'find'>;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #stockBySku: Statement<[string], StockRow>;
  readonly #stockByBarcode: Statement<[string], StockRow>;
  readonly #stockByNumber: Statement<[number], StockRow>;
  readonly #head: Statement<[], { seq: number | null }>;
  readonly #notice: Statement<[string, string], NoticeRow>;
  readonly #noticesAfter: Statement<[number, number, number], NoticeRow>;

  constructor(db: Database, products: Pick<ProductReader, 'find'>) {
    this.#products = products;
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#stockBySku = db.prepare(`${STOCK} WHERE p.sku_key = +? ORDER BY s.place`);
    this.#stockByBarcode = db.prepare(
      `${STOCK} WHERE p.product = (SELECT product FROM barcode WHERE barcode_key = ?) ORDER BY s.place`,
    );
    this.#stockByNumber = db.prepare(`${STOCK} WHERE p.product = +? ORDER BY s.place`);
    this.#head = db.prepare('SELECT max(seq) AS seq FROM event');
    this.#notice = db.prepare(`${NOTICE} WHERE l.code_key = +? AND p.sku_key = +? AND l.kind = 'location'`);
    this.#noticesAfter = db.prepare(
      `${NOTICE} WHERE (s.product, s.place) > (?, ?) AND l.kind = 'location' ORDER BY s.product, s.place LIMIT ?`,
    );
  }

  stock(code: ProductCode): StockAnswer | null {
    const rows =
      'sku' in code
        ? this.#stockBySku.all(foldCode(code.sku))
        : this.#stockByBarcode.all(barcodeKey(code.barcode));
    if (rows[0]?.merged_into === null) return stockAnswer(rows[0], rows);
    return this.#inOneState(() => this.#stockElsewhere(code));
  }

  /** The code is of the other kind, or of a product that was merged into another. */
  #stockElsewhere(code: ProductCode): StockAnswer | null {
    const product = this.#products.find(code);
    if (product === null) return null;
    const rows = this.#stockByNumber.all(product.product);
    return rows[0] === undefined ? null : stockAnswer(rows[0], rows);
  }

  stockNotice(location: string, sku: string): StockNotice | null {
    return this.#inOneState(() => {
      const row = this.#notice.get(foldCode(location), foldCode(sku));
      return row === undefined ? null : notice(row, this.#head.get()?.seq ?? 0);
    });
  }

  /** Pages through the stock of every product and location, for topics that are retained. */
  stockNotices(options: { after: { product: number; place: number }; limit: number }): {
    notices: StockNotice[];
    next: { product: number; place: number } | null;
  } {
    const { after, limit } = options;
    const [rows, seq] = this.#inOneState((): [NoticeRow[], number] => [
      this.#noticesAfter.all(after.product, after.place, limit),
      this.#head.get()?.seq ?? 0,
    ]);
    const last = rows.at(-1);
    const next =
      last === undefined || rows.length < limit ? null : { product: last.product, place: last.place };
    return { notices: rows.map((row) => notice(row, seq)), next };
  }
}

function stockAnswer(product: StockRow, rows: readonly StockRow[]): StockAnswer {
  const { sku, name, unit, seq: asOfSeq } = product;
  const total = { onHandMicro: 0, reservedMicro: 0, incomingMicro: 0 };
  const locations: StockAnswer['locations'] = [];
  for (const row of rows) {
    if (row.code === null) continue;
    const here = balanceOf(row);
    total.onHandMicro += here.onHandMicro;
    total.reservedMicro += here.reservedMicro;
    total.incomingMicro += here.incomingMicro;
    locations.push({ location: row.code, ...stockQuantities(here), badge: badge(product, here.onHandMicro) });
  }
  const totalBadge = badge(product, total.onHandMicro);
  return { sku, name, unit, ...stockQuantities(total), badge: totalBadge, locations, asOfSeq };
}

function notice(row: NoticeRow, seq: number): StockNotice {
  return {
    sku: row.sku,
    location: row.code,
    ...stockQuantities(balanceOf(row)),
    unit: row.unit,
    badge: badge(row, row.on_hand_micro),
    seq,
  };
}

function balanceOf(row: Pick<NoticeRow, 'on_hand_micro' | 'reserved_micro' | 'incoming_micro'>) {
  return {
    onHandMicro: row.on_hand_micro,
    reservedMicro: row.reserved_micro,
    incomingMicro: row.incoming_micro,
  };
}

function badge(
  row: { kind: string; low_stock_micro: number | null },
  onHandMicro: number,
): StockAnswer['badge'] {
  return badgeOf({ kind: row.kind, onHandMicro, lowStockMicro: row.low_stock_micro });
}

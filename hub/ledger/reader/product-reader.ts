import type { Database, Statement } from 'better-sqlite3';
import type { ProductPrices } from '../../contract/catalogue-views.ts';
import type { MovementAnswer, ProductAnswer } from '../../contract/views.ts';
import { badgeOf } from '../../domain/badge.ts';
import { barcodeKey, gtinSpellings } from '../../kit/barcode-key.ts';
import { must } from '../../kit/assert.ts';
import { foldCode } from '../../kit/fold-code.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { HEAD_OF_BODY, parseHead } from '../event-head.ts';
import { stockQuantities } from '../books/stock-quantities.ts';
import { iso } from './iso.ts';
import type { PriceReader } from './price-reader.ts';

export type ProductCode = { readonly sku: string } | { readonly barcode: string };

interface ProductRow {
  readonly product: number;
  readonly sku: string;
  readonly name: string;
  readonly department: string | null;
  readonly kind: string;
  readonly unit: string;
  readonly currency: string | null;
  readonly tax_category: string | null;
  readonly low_stock_micro: number | null;
  readonly shelf: string | null;
  readonly age_limit: number | null;
  readonly deposit_sku: string | null;
  readonly withdrawn: number;
  readonly listed: number;
  readonly merged_into: number | null;
}

interface BarcodeRow {
  readonly barcode: string;
  readonly pack_micro: number | null;
  readonly pack_name: string | null;
  readonly from_time: string | null;
}

interface MovementRow {
  readonly seq: number;
  readonly from_place: number;
  readonly to_place: number;
  readonly from_code: string;
  readonly to_code: string;
  readonly quantity_micro: number;
  readonly from_previous: number | null;
  readonly to_previous: number | null;
  readonly received_ms: number;
  readonly head: Buffer;
}

interface BalanceRow {
  readonly place: number;
  readonly code: string;
  readonly on_hand_micro: number;
  readonly reserved_micro: number;
  readonly incoming_micro: number;
  readonly last_movement: number;
}

const PRODUCT = `SELECT product, sku, name, department, kind, unit, currency, tax_category, low_stock_micro,
  shelf, age_limit, deposit_sku, withdrawn, listed, merged_into FROM product`;

/** Answers about products. Every statement finds its rows by a key. */
export class ProductReader {
  readonly #prices: Pick<PriceReader, 'own' | 'prices'>;
  readonly #bySku: Statement<[string], ProductRow>;
  readonly #byBarcode: Statement<[string], ProductRow>;
  readonly #byNumber: Statement<[number], ProductRow>;
  readonly #barcodes: Statement<[number], BarcodeRow>;
  readonly #mergedBarcodes: Statement<[number], BarcodeRow>;
  readonly #balances: Statement<[number], BalanceRow>;
  readonly #movement: Statement<[number], MovementRow>;
  readonly #unlisted: Statement<[number], ProductRow>;
  readonly #withdrawnInStock: Statement<[number], ProductRow>;

  constructor(db: Database, prices: Pick<PriceReader, 'own' | 'prices'>) {
    this.#prices = prices;
    this.#bySku = db.prepare(`${PRODUCT} WHERE sku_key = ?`);
    this.#byBarcode = db.prepare(
      `${PRODUCT} WHERE product = (SELECT product FROM barcode WHERE barcode_key = ?)`,
    );
    this.#byNumber = db.prepare(`${PRODUCT} WHERE product = ?`);
    this.#barcodes = db.prepare(
      'SELECT barcode, pack_micro, pack_name, from_time FROM barcode WHERE product = ?',
    );
    this.#mergedBarcodes = db.prepare(
      'SELECT barcode, pack_micro, pack_name, from_time FROM merged_barcode WHERE product = ?',
    );
    this.#balances = db.prepare(
      `SELECT s.place, l.code, s.on_hand_micro, s.reserved_micro, s.incoming_micro, s.last_movement
       FROM stock s JOIN place l ON l.place = s.place WHERE s.product = +? AND l.kind = 'location' ORDER BY s.place`,
    );
    this.#movement = db.prepare(
      `SELECT m.seq, m.from_place, m.to_place, f.code AS from_code, t.code AS to_code, m.quantity_micro,
         m.from_previous, m.to_previous, e.received_ms, ${HEAD_OF_BODY}
       FROM movement m JOIN place f ON f.place = m.from_place JOIN place t ON t.place = m.to_place
       JOIN event e ON e.seq = m.seq WHERE m.movement = +?`,
    );
    this.#unlisted = db.prepare(
      `${PRODUCT} WHERE listed = 0 AND merged_into IS NULL ORDER BY changed_seq DESC LIMIT ?`,
    );
    this.#withdrawnInStock = db.prepare(
      `${PRODUCT} INDEXED BY product_withdrawn WHERE withdrawn = 1 AND merged_into IS NULL AND EXISTS (
         SELECT 1 FROM stock s JOIN place l ON l.place = s.place
         WHERE s.product = product.product AND s.on_hand_micro > 0 AND l.kind = 'location')
       ORDER BY product LIMIT ?`,
    );
  }

  product(code: ProductCode): ProductAnswer | null {
    const row = this.find(code);
    return row === null ? null : this.#answer(row);
  }

  productOf(number: number): ProductAnswer | null {
    const row = this.#byNumber.get(number);
    return row === undefined ? null : this.#answer(row);
  }

  unlistedProducts(limit: number): ProductAnswer[] {
    return this.#unlisted.all(limit).map((row) => this.#answer(row));
  }

  /** What is not to be sold any more and still lies somewhere. */
  withdrawnInStock(limit: number): ProductAnswer[] {
    return this.#withdrawnInStock.all(limit).map((row) => this.#answer(row));
  }

  /** The product of a SKU as it was set last, also where it is merged: with the codes that an undone merge gives it. */
  productItself(sku: string): ProductAnswer | null {
    const row = this.#bySku.get(foldCode(sku));
    if (row === undefined) return null;
    if (row.merged_into === null) return this.#answer(row);
    return { ...this.#answer(row), ...codesIn(this.#mergedBarcodes.all(row.product)) };
  }

  codesOf(product: number): Pick<ProductAnswer, 'barcodes' | 'packs'> {
    return codesIn(this.#barcodes.all(product));
  }

  /** What holds now and later, in every price list. */
  productPrices(sku: string): ProductPrices | null {
    const row = this.find({ sku });
    return row === null ? null : { sku: row.sku, prices: this.#prices.prices(row.product) };
  }

  /** Null: there is no product of this SKU. */
  mergedInto(sku: string): { into: string | null } | null {
    const row = this.#bySku.get(foldCode(sku));
    if (row === undefined) return null;
    return { into: row.merged_into === null ? null : this.skuOf(row.merged_into) };
  }

  skuOf(product: number): string {
    return this.#byNumber.get(product)?.sku ?? '';
  }

  /** The latest movements, newest first: a walk along the links, one for each location, merged by number. */
  movements(sku: string, limit: number): MovementAnswer[] {
    const row = this.find({ sku });
    if (row === null) return [];
    const walks = this.#balances
      .all(row.product)
      .map((balance) => ({ ...balance, next: balance.last_movement }));
    const answers: MovementAnswer[] = [];
    while (answers.length < limit) {
      const walk = walks.reduce((best, other) => (other.next > best.next ? other : best), {
        place: 0,
        next: 0,
      });
      const movement = walk.next === 0 ? undefined : this.#movement.get(walk.next);
      if (movement === undefined) break;
      answers.push(movementAnswer(movement, walk.place));
      walk.next = (movement.to_place === walk.place ? movement.to_previous : movement.from_previous) ?? 0;
    }
    return answers;
  }

  /** A SKU that no product has may be a barcode, and the other way round: as the ledger finds it for a sale. */
  find(code: ProductCode): ProductRow | null {
    const text = 'sku' in code ? code.sku : code.barcode;
    const bySku = (): ProductRow | undefined => this.#bySku.get(foldCode(text));
    const byBarcode = (): ProductRow | undefined => this.#byBarcode.get(barcodeKey(text));
    const found = 'sku' in code ? (bySku() ?? byBarcode()) : (byBarcode() ?? bySku());
    const row = found ?? this.#bySpelling(text);
    return row === undefined ? null : this.#survivor(row);
  }

  /** A till may have sold a GTIN that no product has: it is a SKU then, in the spelling of that till. */
  #bySpelling(code: string): ProductRow | undefined {
    for (const spelling of gtinSpellings(code)) {
      const row = this.#bySku.get(spelling);
      if (row !== undefined) return row;
    }
    return undefined;
  }

  /** The product of a number, or the one that it was merged into. */
  survivorOf(product: number): ProductRow {
    return this.#survivor(must(this.#byNumber.get(product), `product ${product}`));
  }

  #survivor(row: ProductRow): ProductRow {
    let product = row;
    while (product.merged_into !== null) {
      const into = this.#byNumber.get(product.merged_into);
      if (into === undefined) return product;
      product = into;
    }
    return product;
  }

  #answer(row: ProductRow): ProductAnswer {
    const total = sumOf(this.#balances.all(row.product));
    const { sku, name, department, kind, unit, low_stock_micro: lowStockMicro } = row;
    const { standing, current } = this.#prices.own(row.product);
    return {
      sku,
      name,
      department,
      kind,
      unit,
      price: standing.price,
      currentPrice: current.price,
      currency: current.currency ?? standing.currency ?? row.currency,
      taxCategory: row.tax_category,
      ...this.codesOf(row.product),
      lowStockLevel: lowStockMicro === null ? null : formatQuantity(lowStockMicro),
      shelf: row.shelf,
      ageLimit: row.age_limit,
      depositSku: row.deposit_sku,
      withdrawn: row.withdrawn === 1,
      listed: row.listed === 1,
      ...stockQuantities(total),
      badge: badge(row, total.onHandMicro),
    };
  }
}

function codesIn(codes: readonly BarcodeRow[]): Pick<ProductAnswer, 'barcodes' | 'packs'> {
  const rows = codes.toSorted(inWriting);
  return {
    barcodes: rows.filter(({ pack_micro: pack }) => pack === null).map(({ barcode }) => barcode),
    packs: rows.flatMap(packsOf),
  };
}

/** Cheaper here than in SQLite, which makes a table for it. */
function inWriting(a: BarcodeRow, b: BarcodeRow): number {
  return a.barcode < b.barcode ? -1 : 1;
}

function packsOf({ barcode, pack_micro, pack_name, from_time }: BarcodeRow): ProductAnswer['packs'] {
  if (pack_micro === null) return [];
  const name = pack_name === null ? {} : { name: pack_name };
  const from = from_time === null ? {} : { from: from_time };
  return [{ barcode, quantity: formatQuantity(pack_micro), ...name, ...from }];
}

function sumOf(balances: readonly BalanceRow[]) {
  const sum = (pick: (balance: BalanceRow) => number): number =>
    balances.reduce((total, balance) => total + pick(balance), 0);
  return {
    onHandMicro: sum((balance) => balance.on_hand_micro),
    reservedMicro: sum((balance) => balance.reserved_micro),
    incomingMicro: sum((balance) => balance.incoming_micro),
  };
}

function badge(
  row: { kind: string; low_stock_micro: number | null },
  onHandMicro: number,
): ProductAnswer['badge'] {
  return badgeOf({ kind: row.kind, onHandMicro, lowStockMicro: row.low_stock_micro });
}

function movementAnswer(row: MovementRow, place: number): MovementAnswer {
  const event = parseHead(row.head);
  const changeMicro = row.to_place === place ? row.quantity_micro : -row.quantity_micro;
  return {
    seq: row.seq,
    at: iso(row.received_ms),
    type: event.type,
    source: event.source,
    from: row.from_code,
    to: row.to_code,
    change: formatQuantity(changeMicro),
  };
}

import type { Database, Statement } from 'better-sqlite3';
import type { ExceptionFact, MovementFact } from '../../domain/decide.ts';
import { earlier, expiryToldLate, soldExceptions, subjectOfLot } from '../../domain/lots.ts';
import type { LotFact } from '../../domain/lot-fact.ts';
import { PLACE } from '../../domain/places.ts';
import { foldCode } from '../../kit/fold-code.ts';
import type { StockBook } from './stock-book.ts';

export interface LotRow {
  readonly lot: number;
  readonly product: number;
  readonly code: string;
  readonly expires: string | null;
  readonly on_hand_micro: number;
  readonly recalled_seq: number | null;
}

/** The lot of a movement, and what a person has to look into. */
export interface LotBooked {
  readonly lot: number | null;
  readonly exceptions: readonly ExceptionFact[];
}

const NO_LOT: LotBooked = { lot: null, exceptions: [] };

const COLUMNS = 'lot, product, code, expires, on_hand_micro, recalled_seq';

/** A product and all that were merged into it. */
const FAMILY = `WITH RECURSIVE family (product) AS (SELECT ? UNION
  SELECT p.product FROM family f CROSS JOIN product p ON p.merged_into = f.product)`;

/** The lots of goods and how much of each is where, by what lines tell. Goods without a lot cost nothing here. */
export class LotBook {
  readonly #stock: Pick<StockBook, 'isTracked'>;
  readonly #ofProduct: Statement<[number, string], LotRow>;
  readonly #ofFamily: Statement<[number, string], LotRow>;
  readonly #add: Statement<[number, string, string, string | null]>;
  readonly #setExpires: Statement<[string, number]>;
  readonly #setRecalled: Statement<[number | null, number]>;
  readonly #addOnHand: Statement<[number, number]>;
  readonly #addAtPlace: Statement<[number, number, number]>;
  readonly #salesAfter: Statement<[number, string, string], { sales: number }>;
  readonly #sales: Statement<[number], { sales: number }>;

  constructor(db: Database, stock: Pick<StockBook, 'isTracked'>) {
    this.#stock = stock;
    this.#ofProduct = db.prepare(`SELECT ${COLUMNS} FROM lot WHERE product = ? AND code_key = ?`);
    this.#ofFamily = db.prepare(
      `${FAMILY} SELECT ${COLUMNS} FROM lot WHERE product IN (SELECT product FROM family) AND code_key = ? ORDER BY lot`,
    );
    this.#add = db.prepare('INSERT INTO lot (product, code, code_key, expires) VALUES (?, ?, ?, ?)');
    this.#setExpires = db.prepare('UPDATE lot SET expires = ? WHERE lot = ?');
    this.#setRecalled = db.prepare('UPDATE lot SET recalled_seq = ? WHERE lot = ?');
    this.#addOnHand = db.prepare('UPDATE lot SET on_hand_micro = on_hand_micro + ? WHERE lot = ?');
    this.#addAtPlace = db.prepare(
      `INSERT INTO lot_stock (lot, place, on_hand_micro) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET on_hand_micro = on_hand_micro + excluded.on_hand_micro`,
    );
    const sales = `SELECT count(DISTINCT m.seq) AS sales FROM movement m JOIN receipt r ON r.seq = m.seq
      WHERE m.lot = +? AND m.to_place = ${PLACE.customer} AND r.voided_seq IS NULL`;
    this.#sales = db.prepare(sales);
    this.#salesAfter = db.prepare(`${sales} AND r.business_date > ? AND r.business_date <= ?`);
  }

  /** Books the lot of a movement, if it has one. */
  book(fact: MovementFact, sku: string): LotBooked {
    const told = fact.lot;
    if (told === undefined) return this.#bookNumber(fact);
    const isSold = fact.to === PLACE.customer;
    if (told.code === null) {
      const state = { expires: told.expires, isRecalled: false };
      return isSold ? { lot: null, exceptions: soldExceptions(sku, told, state) } : NO_LOT;
    }
    const row = this.find(fact.product, told.code) ?? this.#make(fact.product, { ...told, code: told.code });
    const exceptions = this.#tellExpiry(row, told, sku);
    this.#change(row.lot, fact);
    if (!isSold) return { lot: row.lot, exceptions };
    const state = {
      expires: earlier(row.expires, told.expires),
      isRecalled: row.recalled_seq !== null,
    };
    return { lot: row.lot, exceptions: [...exceptions, ...soldExceptions(sku, told, state)] };
  }

  /** The lot of that code, of the product or of one that was merged into it. */
  find(product: number, code: string): LotRow | null {
    const key = foldCode(code);
    return this.#ofProduct.get(product, key) ?? this.#ofFamily.get(product, key) ?? null;
  }

  /** All lots of that code; a merge can bring two together. */
  family(product: number, code: string): LotRow[] {
    return this.#ofFamily.all(product, foldCode(code));
  }

  /** A recall may name a lot that no goods came of yet. */
  named(product: number, code: string): LotRow {
    return this.find(product, code) ?? this.#make(product, { code, expires: null });
  }

  recall(lot: number, seq: number): void {
    this.#setRecalled.run(seq, lot);
  }

  endRecall(lot: number): void {
    this.#setRecalled.run(null, lot);
  }

  /** How many sales hold the lot and were not voided. */
  sales(lot: number): number {
    return this.#sales.get(lot)?.sales ?? 0;
  }

  #bookNumber(fact: MovementFact): LotBooked {
    const lot = fact.lotNumber ?? null;
    if (lot === null) return NO_LOT;
    this.#change(lot, fact);
    return { lot, exceptions: [] };
  }

  #make(product: number, lot: { code: string; expires: string | null }): LotRow {
    const { code, expires } = lot;
    const { lastInsertRowid } = this.#add.run(product, code, foldCode(code), expires);
    return { lot: Number(lastInsertRowid), product, code, expires, on_hand_micro: 0, recalled_seq: null };
  }

  /** The earliest day that is told holds. Sales between the two days were sales of goods that were over. */
  #tellExpiry(row: LotRow, told: LotFact, sku: string): ExceptionFact[] {
    const expires = earlier(row.expires, told.expires);
    if (expires === null || expires === row.expires) return [];
    this.#setExpires.run(expires, row.lot);
    const { sales = 0 } = this.#salesAfter.get(row.lot, expires, row.expires ?? LAST_DAY) ?? {};
    return sales === 0 ? [] : [expiryToldLate(subjectOfLot(sku, row.code), expires, sales)];
  }

  #change(lot: number, fact: MovementFact): void {
    const isFrom = this.#stock.isTracked(fact.from);
    const isTo = this.#stock.isTracked(fact.to);
    if (isFrom) this.#addAtPlace.run(lot, fact.from, -fact.quantityMicro);
    if (isTo) this.#addAtPlace.run(lot, fact.to, fact.quantityMicro);
    if (isFrom !== isTo) this.#addOnHand.run(isTo ? fact.quantityMicro : -fact.quantityMicro, lot);
  }
}

const LAST_DAY = '9999-12-31';

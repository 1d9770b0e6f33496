import type { Database, Statement } from 'better-sqlite3';
import type { EntryWords, ExceptionSubject, StockElsewhere } from '../../contract/product-detail-views.ts';
import type { ExceptionAnswer } from '../../contract/views.ts';
import { PLACE } from '../../domain/places.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import { iso } from './iso.ts';
import type { ProductReader } from './product-reader.ts';

interface ExceptionRow extends Omit<ExceptionAnswer, 'at'> {
  readonly received_ms: number;
}

/** What stands in `data` of an event that moved goods. */
const WORDS = {
  reason: ['reason'],
  note: ['note'],
  employeeId: ['employeeId'],
  supplier: ['supplier'],
  reference: ['deliveryNumber', 'deliveryId', 'transferId', 'countId', 'reservationId'],
} as const;

/** Answers for the page of one product. */
export class ProductDetailReader {
  readonly #products: Pick<ProductReader, 'find'>;
  readonly #onHand: Statement<[number, number], { on_hand_micro: number }>;
  readonly #exceptions: Statement<[string, string], ExceptionRow>;
  readonly #words: Statement<[number], EntryWords>;

  constructor(db: Database, products: Pick<ProductReader, 'find'>) {
    this.#products = products;
    this.#onHand = db.prepare('SELECT on_hand_micro FROM stock WHERE product = ? AND place = ?');
    this.#exceptions = db.prepare(
      `SELECT x.exception, x.seq, e.received_ms, x.cause, x.subject, x.detail,
         CASE s.kind WHEN 'hub' THEN 'hub' ELSE s.name END AS "by"
       FROM exception x INDEXED BY exception_open JOIN event e ON e.seq = x.seq JOIN stream s ON s.stream = e.stream
       WHERE x.resolved_seq IS NULL AND x.cause = +? AND x.subject = +?`,
    );
    const columns = Object.entries(WORDS).map(([name, fields]) => `${textOf(fields)} AS ${name}`);
    this.#words = db.prepare(
      `SELECT e.seq, ${columns.join(', ')}, n.name AS employeeName FROM event e
       LEFT JOIN employee_name n ON n.employee_id = ${textOf(['employeeId'])} WHERE e.seq = ?`,
    );
  }

  /** What of a product is at no location and has not left the shop; null for no product. */
  elsewhere(sku: string): StockElsewhere | null {
    const row = this.#products.find({ sku });
    if (row === null) return null;
    const at = (place: number): string =>
      formatQuantity(this.#onHand.get(row.product, place)?.on_hand_micro ?? 0);
    return { damaged: at(PLACE.damaged), inTransit: at(PLACE.transit) };
  }

  /** The open exceptions of these subjects, the newest first. */
  exceptionsAbout(subjects: readonly ExceptionSubject[]): ExceptionAnswer[] {
    return subjects
      .flatMap(({ cause, subject }) => this.#exceptions.all(cause, subject))
      .toSorted((a, b) => b.exception - a.exception)
      .map(({ received_ms, ...row }) => ({ ...row, at: iso(received_ms) }));
  }

  /** What these entries say of why they moved goods. It reads their bodies: not to be asked of sales. */
  entryWords(seqs: readonly number[]): EntryWords[] {
    return [...new Set(seqs)].flatMap((seq) => this.#words.get(seq) ?? []);
  }
}

/** The first of these fields that the event has, as text. */
function textOf(fields: readonly string[]): string {
  const values = fields.map((field) => `json_extract(CAST(e.body AS TEXT), '$.data.${field}')`);
  return `CAST(coalesce(${[...values, 'NULL'].join(', ')}) AS TEXT)`;
}

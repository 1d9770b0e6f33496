import type { Database, Statement } from 'better-sqlite3';
import type { OrderRefund, RefundableAnswer } from '../../contract/liability-views.ts';
import { readStoredEvent } from '../../contract/read-event.ts';
import type { LineFact } from '../../domain/ledger-event.ts';
import { toLedgerEvent } from '../../domain/ledger-event.ts';
import { refundableMinor, soldMinor } from '../../domain/refundable.ts';
import { formatQuantity } from '../../kit/quantity.ts';

interface SaleRow {
  readonly seq: number;
  readonly source: string;
  readonly body: Buffer;
  readonly business_date: string;
  readonly currency: string;
  readonly refunded_minor: number;
  readonly voided_seq: number | null;
  readonly held_minor: number | null;
}

interface LineRow {
  readonly line: number;
  readonly quantity_micro: number;
  readonly amount_minor: number;
}

interface OrderRow {
  readonly seq: number;
  readonly source: string;
  readonly id: string;
  readonly channel: string;
  readonly order_number: string;
  readonly business_date: string;
  readonly currency: string;
  readonly total_minor: number;
}

const SALE = `SELECT r.seq, s.source, e.body, r.business_date, r.currency, r.refunded_minor, r.voided_seq,
    (SELECT sum(held_minor) FROM hold INDEXED BY hold_of_sale WHERE sale = r.seq AND state = 'open') AS held_minor
  FROM event_key k CROSS JOIN receipt r ON r.seq = k.seq CROSS JOIN event e ON e.seq = k.seq
    CROSS JOIN stream s ON s.stream = k.stream
  WHERE k.id = ? AND r.kind = 'sale'`;

/** Answers about what came back, and what still may. */
export class RefundableReader {
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #byId: Statement<[string], SaleRow>;
  readonly #byName: Statement<[string, string], SaleRow>;
  readonly #lines: Statement<[number], LineRow>;
  readonly #orders: Statement<[string, number], OrderRow>;
  readonly #head: Statement<[], { seq: number | null }>;

  constructor(db: Database) {
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    this.#byId = db.prepare(`${SALE} LIMIT 2`);
    this.#byName = db.prepare(`${SALE} AND s.source = ?`);
    this.#lines = db.prepare('SELECT line, quantity_micro, amount_minor FROM line_refund WHERE sale = ?');
    this.#orders = db.prepare(
      `SELECT o.seq, s.source, json_extract(CAST(e.body AS TEXT), '$.id') AS id, o.channel, o.order_number,
         r.business_date, r.currency, r.total_minor
       FROM order_refund o JOIN receipt r ON r.seq = o.seq JOIN event e ON e.seq = o.seq
         JOIN stream s ON s.stream = e.stream WHERE o.order_number = ? ORDER BY o.seq DESC LIMIT ?`,
    );
    this.#head = db.prepare('SELECT max(seq) AS seq FROM event');
  }

  refundable({ source, id }: { source?: string | undefined; id: string }): RefundableAnswer | null {
    return this.#inOneState(() => {
      const rows = source === undefined ? this.#byId.all(id) : this.#byName.all(id, source);
      const [row] = rows;
      // Of two tills that gave the same id none is meant more than the other.
      if (row === undefined || rows.length > 1) return null;
      const { facts } = toLedgerEvent(readStoredEvent(row.body));
      const { lines } = facts.kind === 'sale' ? facts : { lines: [] };
      const standing = {
        soldMinor: soldMinor({ lines }),
        refundedMinor: row.refunded_minor,
        heldMinor: row.held_minor ?? 0,
      };
      const isVoided = row.voided_seq !== null;
      return {
        seq: row.seq,
        source: row.source,
        id,
        businessDate: row.business_date,
        currency: row.currency,
        ...standing,
        refundableMinor: refundableMinor({ ...standing, isVoided }),
        voided: isVoided,
        lines: this.#linesOf(row.seq, lines, isVoided),
        asOfSeq: this.#head.get()?.seq ?? 0,
      };
    });
  }

  #linesOf(sale: number, lines: readonly LineFact[], isVoided: boolean): RefundableAnswer['lines'] {
    const refunded = new Map(this.#lines.all(sale).map((row) => [row.line, row]));
    return lines.map((line, index) =>
      lineAnswer(line, refunded.get(index + 1), { line: index + 1, isVoided }),
    );
  }

  /** Newest first. */
  orderRefunds(orderNumber: string, limit: number): OrderRefund[] {
    return this.#orders.all(orderNumber, limit).map((row) => ({
      seq: row.seq,
      source: row.source,
      id: row.id,
      channel: row.channel,
      orderNumber: row.order_number,
      businessDate: row.business_date,
      currency: row.currency,
      totalMinor: row.total_minor,
    }));
  }
}

function lineAnswer(
  { code, codeKind, quantityMicro, amountMinor }: LineFact,
  refunded: LineRow | undefined,
  { line, isVoided }: { line: number; isVoided: boolean },
): RefundableAnswer['lines'][number] {
  const [backMicro, backMinor] = [refunded?.quantity_micro ?? 0, refunded?.amount_minor ?? 0];
  const left = (sold: number, back: number): number => (isVoided ? 0 : Math.max(0, sold - back));
  return {
    line,
    sku: codeKind === 'sku' ? code : null,
    barcode: codeKind === 'barcode' ? code : null,
    quantity: formatQuantity(quantityMicro),
    amountMinor,
    refundedQuantity: formatQuantity(backMicro),
    refundedMinor: backMinor,
    refundableQuantity: formatQuantity(left(quantityMicro, backMicro)),
    refundableMinor: left(amountMinor, backMinor),
  };
}

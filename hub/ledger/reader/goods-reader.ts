import type { Database, Statement } from 'better-sqlite3';
import type {
  DeliveryAnswer,
  DeliverySummary,
  GoodsPart,
  GoodsState,
  LocationAnswer,
  TransferAnswer,
  TransferSummary,
} from '../../contract/goods-views.ts';
import { deliveryStandings } from '../../domain/delivery.ts';
import { transferStandings } from '../../domain/transfer.ts';
import { formatQuantity } from '../../kit/quantity.ts';
import type { DeliveryLineRow } from '../books/delivery-book.ts';
import type { TransferLineRow } from '../books/transfer-book.ts';
import { iso } from './iso.ts';
import type { ProductReader } from './product-reader.ts';

interface DeliveryRow {
  readonly delivery: number;
  readonly delivery_id: string;
  readonly expected_seq: number | null;
  readonly closed_seq: number | null;
  readonly place: number | null;
  readonly location: string | null;
  readonly supplier: string | null;
  readonly delivery_number: string | null;
  readonly expected_on: string | null;
  readonly note: string | null;
}

interface TransferRow {
  readonly transfer: number;
  readonly transfer_id: string;
  readonly dispatched_seq: number | null;
  readonly closed_seq: number | null;
  readonly from_code: string | null;
  readonly to_code: string | null;
  readonly note: string | null;
}

interface PartRow {
  readonly seq: number;
  readonly source: string;
  readonly id: string;
  readonly kind: string;
  readonly received_ms: number;
  readonly reversed_seq: number | null;
}

interface RejectionRow {
  readonly seq: number;
  readonly product: number;
  readonly rejected_micro: number;
  readonly reason: string | null;
}

interface Page {
  readonly state: GoodsState;
  readonly before?: number | undefined;
  readonly limit: number;
}

const DELIVERY = `SELECT d.delivery, d.delivery_id, d.expected_seq, d.closed_seq, d.place, l.code AS location, d.supplier,
    d.delivery_number, d.expected_on, d.note
  FROM delivery d LEFT JOIN place l ON l.place = d.place`;

const TRANSFER = `SELECT t.transfer, t.transfer_id, t.dispatched_seq, t.closed_seq, f.code AS from_code, l.code AS to_code,
    t.note
  FROM transfer t LEFT JOIN place f ON f.place = t.from_place LEFT JOIN place l ON l.place = t.to_place`;

const PART = `SELECT d.seq, s.source, json_extract(CAST(e.body AS TEXT), '$.id') AS id, d.kind, e.received_ms, d.reversed_seq
  FROM stock_document d JOIN event e ON e.seq = d.seq JOIN stream s ON s.stream = e.stream`;

/** Answers about goods that are expected, came, or are on their way, and about the places where they are. */
export class GoodsReader {
  readonly #products: Pick<ProductReader, 'survivorOf'>;
  readonly #inOneState: <Answer>(read: () => Answer) => Answer;
  readonly #deliveries: Record<GoodsState, Statement<[number, number], DeliveryRow>>;
  readonly #transfers: Record<GoodsState, Statement<[number, number], TransferRow>>;
  readonly #delivery: Statement<[string], DeliveryRow>;
  readonly #transfer: Statement<[string], TransferRow>;
  readonly #deliveryLines: Statement<[number], DeliveryLineRow>;
  readonly #transferLines: Statement<[number], TransferLineRow>;
  readonly #parts: Statement<[string, number], PartRow>;
  readonly #rejections: Statement<[number], RejectionRow>;
  readonly #locations: Statement<[], LocationAnswer>;
  readonly #head: Statement<[], { seq: number | null }>;

  constructor(db: Database, products: Pick<ProductReader, 'survivorOf'>) {
    this.#products = products;
    const transaction = db.transaction((read: () => unknown) => read());
    this.#inOneState = <Answer>(read: () => Answer) => transaction(read) as Answer;
    const deliveries = (condition: string): Statement<[number, number], DeliveryRow> =>
      db.prepare(`${DELIVERY} WHERE ${condition} AND d.delivery < +? ORDER BY d.delivery DESC LIMIT ?`);
    const transfers = (condition: string): Statement<[number, number], TransferRow> =>
      db.prepare(`${TRANSFER} WHERE ${condition} AND t.transfer < +? ORDER BY t.transfer DESC LIMIT ?`);
    this.#deliveries = {
      open: deliveries('d.closed_seq IS NULL'),
      closed: deliveries('d.closed_seq IS NOT NULL'),
    };
    this.#transfers = {
      open: transfers('t.closed_seq IS NULL'),
      closed: transfers('t.closed_seq IS NOT NULL'),
    };
    this.#delivery = db.prepare(`${DELIVERY} WHERE d.delivery_id = +?`);
    this.#transfer = db.prepare(`${TRANSFER} WHERE t.transfer_id = +?`);
    this.#deliveryLines = db.prepare(
      `SELECT product, place, expected_micro, received_micro, rejected_micro, unit_cost
       FROM delivery_line WHERE delivery = ? ORDER BY product, place`,
    );
    this.#transferLines = db.prepare(
      `SELECT product, dispatched_micro, received_micro, settled_micro
       FROM transfer_line WHERE transfer = ? ORDER BY product`,
    );
    this.#parts = db.prepare(`${PART} WHERE d.kind = +? AND d.part_of = +? ORDER BY d.seq`);
    this.#rejections = db.prepare(
      `SELECT r.seq, r.product, r.rejected_micro, r.reason
       FROM stock_document d JOIN delivery_rejected r ON r.seq = d.seq
       WHERE d.kind = 'received' AND d.part_of = +? AND d.reversed_seq IS NULL ORDER BY d.seq, r.line`,
    );
    this.#locations = db.prepare("SELECT code, name, role FROM place WHERE kind = 'location' ORDER BY place");
    this.#head = db.prepare('SELECT max(seq) AS seq FROM event');
  }

  /** Newest first. */
  deliveries({ state, before = Number.MAX_SAFE_INTEGER, limit }: Page): DeliverySummary[] {
    return this.#deliveries[state].all(before, limit).map(deliverySummary);
  }

  delivery(deliveryId: string): DeliveryAnswer | null {
    return this.#inOneState(() => {
      const row = this.#delivery.get(deliveryId);
      if (row === undefined) return null;
      const rejections = this.#rejections.all(row.delivery).map((rejected) => ({
        seq: rejected.seq,
        sku: this.#products.survivorOf(rejected.product).sku,
        quantity: formatQuantity(rejected.rejected_micro),
        reason: rejected.reason,
      }));
      return {
        ...deliverySummary(row),
        note: row.note,
        lines: this.#linesOfDelivery(row),
        parts: this.#parts.all('received', row.delivery).map(part),
        rejections,
        asOfSeq: this.#asOfSeq(),
      };
    });
  }

  /** Newest first. */
  transfers({ state, before = Number.MAX_SAFE_INTEGER, limit }: Page): TransferSummary[] {
    return this.#transfers[state].all(before, limit).map(transferSummary);
  }

  transfer(transferId: string): TransferAnswer | null {
    return this.#inOneState(() => {
      const row = this.#transfer.get(transferId);
      if (row === undefined) return null;
      const parts = ['dispatched', 'transfer_received'].flatMap((kind) =>
        this.#parts.all(kind, row.transfer),
      );
      return {
        ...transferSummary(row),
        note: row.note,
        lines: this.#linesOfTransfer(row),
        parts: parts.map(part).toSorted((one, other) => one.seq - other.seq),
        asOfSeq: this.#asOfSeq(),
      };
    });
  }

  /** The places where the shop keeps its goods, in the order in which they were made. */
  locations(): LocationAnswer[] {
    return this.#locations.all();
  }

  #linesOfDelivery(row: DeliveryRow): DeliveryAnswer['lines'] {
    const rows = this.#deliveryLines.all(row.delivery);
    const costs = new Map<number, string>();
    const lines = rows.map((line) => {
      const { product } = this.#products.survivorOf(line.product);
      if (line.unit_cost !== null) costs.set(product, line.unit_cost);
      return {
        product,
        place: line.place,
        expectedMicro: line.expected_micro,
        receivedMicro: line.received_micro,
        rejectedMicro: line.rejected_micro,
      };
    });
    const standings = deliveryStandings({
      deliveryId: row.delivery_id,
      supplier: row.supplier,
      isExpected: row.expected_seq !== null,
      isClosed: row.closed_seq !== null,
      place: row.place,
      lines,
    });
    return standings.map((standing) => ({
      ...this.#named(standing.product),
      expected: formatQuantity(standing.expectedMicro),
      received: formatQuantity(standing.receivedMicro),
      rejected: formatQuantity(standing.rejectedMicro),
      over: formatQuantity(standing.overMicro),
      short: formatQuantity(standing.shortMicro),
      toCome: formatQuantity(standing.toComeMicro),
      unitCost: costs.get(standing.product) ?? null,
    }));
  }

  #linesOfTransfer(row: TransferRow): TransferAnswer['lines'] {
    const lines = this.#transferLines.all(row.transfer).map((line) => ({
      product: this.#products.survivorOf(line.product).product,
      dispatchedMicro: line.dispatched_micro,
      receivedMicro: line.received_micro,
      settledMicro: line.settled_micro,
    }));
    const facts = {
      isDispatched: row.dispatched_seq !== null,
      isClosed: row.closed_seq !== null,
      lines,
    };
    return transferStandings(facts).map((standing) => ({
      ...this.#named(standing.product),
      dispatched: formatQuantity(standing.dispatchedMicro),
      received: formatQuantity(standing.receivedMicro),
      inTransit: formatQuantity(standing.inTransitMicro),
      short: formatQuantity(standing.shortMicro),
      over: formatQuantity(standing.overMicro),
    }));
  }

  #named(number: number): { sku: string; name: string; unit: string } {
    const { sku, name, unit } = this.#products.survivorOf(number);
    return { sku, name, unit };
  }

  #asOfSeq(): number {
    return this.#head.get()?.seq ?? 0;
  }
}

function deliverySummary(row: DeliveryRow): DeliverySummary {
  return {
    delivery: row.delivery,
    deliveryId: row.delivery_id,
    state: row.closed_seq === null ? 'open' : 'closed',
    isExpected: row.expected_seq !== null,
    location: row.location,
    supplier: row.supplier,
    deliveryNumber: row.delivery_number,
    expectedOn: row.expected_on,
  };
}

function transferSummary(row: TransferRow): TransferSummary {
  return {
    transfer: row.transfer,
    transferId: row.transfer_id,
    state: row.closed_seq === null ? 'open' : 'closed',
    from: row.from_code,
    to: row.to_code,
  };
}

function part(row: PartRow): GoodsPart {
  const { seq, source, id, kind, received_ms: receivedMs, reversed_seq: reversedSeq } = row;
  const partKind = kind === 'dispatched' ? 'dispatched' : 'received';
  return { seq, source, id, kind: partKind, at: iso(receivedMs), reversedSeq };
}

import type { Database } from 'better-sqlite3';
import type { OutboundItem } from '../../hub/connectors/connector.ts';
import { openReader } from '../../hub/ledger/open.ts';
import { createLedgerReader } from '../../hub/ledger/reader/ledger-reader.ts';
import { tableClasses } from '../../hub/ledger/table-classes.ts';

export interface LedgerContent {
  /** Rows of every table that is the log or made of it, and the answers that come from them. */
  readonly proven: object;
  /** Rows that nothing else in the file could prove: what waits, personal fields, secrets. */
  readonly unproven: object;
  /** The log as a forwarder carries it. */
  readonly items: readonly OutboundItem[];
}

const ROWS_MAX = 10_000;

/** Everything that is in a ledger file, to be compared. */
export function contentOf(file: string): LedgerContent {
  const db = openReader(file);
  try {
    const tables = tableClasses().filter(({ isVirtual }) => !isVirtual);
    const isProven = (name: string): boolean => ['log', 'projection', 'reference'].includes(name);
    const rowsOf = (some: typeof tables): object =>
      Object.fromEntries(some.map(({ table }) => [table, rows(db, table)]));
    return {
      proven: { ...rowsOf(tables.filter((table) => isProven(table.class))), answers: answers(db) },
      unproven: rowsOf(tables.filter((table) => !isProven(table.class))),
      items: items(db),
    };
  } finally {
    db.close();
  }
}

function rows(db: Database, table: string): unknown[] {
  return db.prepare<[], object>(`SELECT * FROM ${table}`).all();
}

function answers(db: Database): object {
  const reader = createLedgerReader(db, '');
  const listed = reader.searchProducts('', ROWS_MAX);
  const notices = reader.stockNotices({ after: { product: 0, place: 0 }, limit: ROWS_MAX });
  return {
    listed,
    found: ['tee', 'product 1', 'sku-7', '409', 'unl'].map((query) => reader.searchProducts(query, ROWS_MAX)),
    movements: listed.map(({ sku }) => reader.movements(sku, ROWS_MAX)),
    stock: listed.map(({ sku }) => reader.stock({ sku })),
    barcodes: listed.map(({ barcodes }) => barcodes.map((barcode) => reader.product({ barcode })?.sku)),
    notices,
    days: reader.dayTotals(ROWS_MAX),
    activity: reader.activity({ limit: ROWS_MAX }),
    exceptions: reader.exceptions({ limit: ROWS_MAX }),
    unlisted: reader.unlistedProducts(ROWS_MAX),
    acks: reader.acks(),
    version: reader.catalogueVersion(),
  };
}

interface EventRow {
  readonly seq: number;
  readonly received_ms: number;
  readonly standing: number;
  readonly payload_sha256: Buffer;
  readonly hash: Buffer;
  readonly body: Buffer;
}

function items(db: Database): OutboundItem[] {
  const events = db.prepare<[], EventRow>('SELECT * FROM event ORDER BY seq').all();
  return events.map((row) => {
    const body = row.body.toString();
    const { id, source, type } = JSON.parse(body) as { id: string; source: string; type: string };
    const { seq, received_ms: receivedMs, standing } = row;
    const [hash, payloadSha256] = [row.hash.toString('hex'), row.payload_sha256.toString('hex')];
    return { seq, id, source, type, body, hash, payloadSha256, receivedMs, standing };
  });
}

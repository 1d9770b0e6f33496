import Database from 'better-sqlite3';
import { serve } from '../child.ts';
import { saleEvent } from '../sale-event.ts';

/**
 * A plain schema in one thread: events by id, movements, stock. It never changes, whatever the hub's schema becomes,
 * so that its figure tells how fast this machine is today.
 */
export interface PlainLoopSettings {
  readonly file: string;
  readonly sales: number;
  readonly batch: number;
  readonly products: number;
}

export interface PlainLoopResult {
  readonly perSecond: number;
}

const SCHEMA = `
  CREATE TABLE event (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
  CREATE TABLE movement (movement INTEGER PRIMARY KEY, seq INTEGER NOT NULL, sku TEXT NOT NULL, quantity INTEGER NOT NULL);
  CREATE INDEX movement_by_sku ON movement (sku, movement);
  CREATE TABLE stock (sku TEXT PRIMARY KEY, quantity INTEGER NOT NULL) WITHOUT ROWID;`;

interface Sale {
  readonly id: string;
  readonly data: { readonly lines: readonly { readonly sku: string }[] };
}

async function prepare(settings: PlainLoopSettings): Promise<() => Promise<PlainLoopResult>> {
  const { sales, products } = settings;
  const made = Array.from({ length: sales }, (_, index) =>
    saleEvent({ source: 'plain', sequence: index + 1, ids: 'uuidv7', products }),
  ) as Sale[];
  return async () => commitAll(settings, made);
}

function commitAll({ file, batch }: PlainLoopSettings, sales: readonly Sale[]): PlainLoopResult {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('wal_autocheckpoint = 16000');
  db.exec(SCHEMA);
  const append = db.prepare('INSERT INTO event (id, body) VALUES (?, ?)');
  const move = db.prepare('INSERT INTO movement (seq, sku, quantity) VALUES (?, ?, 1)');
  const count = db.prepare(
    'INSERT INTO stock (sku, quantity) VALUES (?, -1) ON CONFLICT (sku) DO UPDATE SET quantity = quantity - 1',
  );
  const commit = db.transaction((some: readonly Sale[]) => {
    for (const sale of some) {
      const { lastInsertRowid } = append.run(sale.id, JSON.stringify(sale));
      for (const { sku } of sale.data.lines) {
        move.run(lastInsertRowid, sku);
        count.run(sku);
      }
    }
  });
  const quarter = Math.floor(sales.length / 4);
  let start = performance.now();
  for (let at = 0; at < sales.length; at += batch) {
    if (at < quarter) start = performance.now();
    commit.immediate(sales.slice(at, at + batch));
  }
  const tookMs = performance.now() - start;
  db.close();
  return { perSecond: ((sales.length - quarter) / tookMs) * 1_000 };
}

await serve(prepare);

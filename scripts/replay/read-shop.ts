import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import type { CountedEvent, DayFigures } from './figures.ts';
import { figureName } from './known-stock.ts';
import { type MoneyFigures, moneyOf } from './read-money.ts';

/** What the hub holds, read from its file after it has stopped. Everything here is read-only. */
export interface HubFacts {
  /** `source id` of each event of a till that counts, once for each time it counts. */
  readonly counted: readonly string[];
  readonly conflicts: number;
  readonly rejected: number;
  /** Each figure that is not zero, by its name. */
  readonly stock: Readonly<Record<string, number>>;
  readonly days: Readonly<Record<string, DayFigures>>;
  readonly money: MoneyFigures;
}

const MICRO = 1_000_000;

export function readHub(ledgerFile: string): HubFacts {
  const database = new Database(ledgerFile, { readonly: true });
  try {
    const conflicts = one(database, 'SELECT count(*) AS n FROM event WHERE standing = 1');
    const rejected = one(database, 'SELECT count(*) AS n FROM rejected');
    return {
      counted: countedEvents(database),
      conflicts,
      rejected,
      stock: stockOf(database),
      days: daysOf(database),
      money: moneyOf(database),
    };
  } finally {
    database.close();
  }
}

function one(database: Database.Database, sql: string): number {
  return (database.prepare(sql).get() as { n: number }).n;
}

function countedEvents(database: Database.Database): string[] {
  const rows = database
    .prepare(
      `SELECT s.source, e.body FROM event e JOIN stream s ON s.stream = e.stream
       WHERE e.standing = 0 AND s.kind = 'tills'`,
    )
    .iterate() as IterableIterator<{ source: string; body: Buffer }>;
  return Array.from(rows, ({ source, body }) =>
    keyOf(source, (JSON.parse(body.toString()) as { id: string }).id),
  );
}

interface StockRow {
  readonly sku: string;
  readonly place: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly incoming: number;
}

/** On hand, reserved and incoming at each place, goods on their way between two of them included. */
function stockOf(database: Database.Database): Record<string, number> {
  const rows = database
    .prepare(
      `SELECT p.sku, l.code AS place, s.on_hand_micro AS onHand, s.reserved_micro AS reserved,
         s.incoming_micro AS incoming
       FROM stock s JOIN product p ON p.product = s.product JOIN place l ON l.place = s.place`,
    )
    .all() as StockRow[];
  const figures = rows.flatMap(({ sku, place, onHand, reserved, incoming }): [string, number][] => [
    [figureName(sku, 'on hand', place), onHand / MICRO],
    [figureName(sku, 'reserved', place), reserved / MICRO],
    [figureName(sku, 'incoming', place), incoming / MICRO],
  ]);
  return Object.fromEntries(figures.filter(([, pieces]) => pieces !== 0));
}

function daysOf(database: Database.Database): Record<string, DayFigures> {
  const rows = database
    .prepare('SELECT business_date, sales, sales_minor, refunds, refunds_minor FROM day_total')
    .all() as {
    business_date: string;
    sales: number;
    sales_minor: number;
    refunds: number;
    refunds_minor: number;
  }[];
  return Object.fromEntries(
    rows.map((row) => [
      row.business_date,
      {
        sales: row.sales,
        salesMinor: row.sales_minor,
        refunds: row.refunds,
        refundsMinor: row.refunds_minor,
      },
    ]),
  );
}

/** What the destination holds: each event of a till once, however often it came. */
export interface DestinationFacts {
  readonly events: ReadonlyMap<string, CountedEvent>;
  /** Deliveries of an event that was there already. */
  readonly redeliveries: number;
  /** Events that came a second time with other content: the destination would count both. */
  readonly changed: number;
}

export async function readDestination(file: string): Promise<DestinationFacts> {
  const events = new Map<string, CountedEvent>();
  const texts = new Map<string, string>();
  let redeliveries = 0;
  let changed = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { event } = JSON.parse(line) as { event: CountedEvent & { source: string; id: string } };
    if (!event.source.includes('/tills/')) continue;
    const key = keyOf(event.source, event.id);
    const text = JSON.stringify(event);
    const known = texts.get(key);
    redeliveries += known === undefined ? 0 : 1;
    changed += known === undefined || known === text ? 0 : 1;
    if (known !== undefined) continue;
    texts.set(key, text);
    events.set(key, event);
  }
  return { events, redeliveries, changed };
}

/** What makes an event one event. */
export function keyOf(source: string, id: string): string {
  return `${source} ${id}`;
}

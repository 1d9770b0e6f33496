import type { Database } from 'better-sqlite3';
import { expect, test } from 'vitest';
import { EVENT_TYPES } from '../../hub/contract/events.ts';
import { replayedTables } from '../../hub/ledger/table-classes.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { contentOf } from '../kit/ledger-content.ts';
import { proven } from '../kit/proven.ts';
import { stockStory } from '../kit/stock-story.ts';
import { tempLedger } from '../kit/temp-ledger.ts';
import { ledgerEvent } from '../kit/till-events.ts';

/**
 * The process ends inside a transaction at a row of every table that the log makes: at the first and at the last of every
 * way in which the table is written.
 */
const OPERATIONS = ['INSERT', 'UPDATE', 'DELETE'] as const;
const BATCH = 3;
const STORY = stockStory().map(ledgerEvent);
const NOW_MS = 1_795_000_000_000;

interface Write {
  readonly table: string;
  readonly operation: (typeof OPERATIONS)[number];
}

const openShop = (): ReturnType<typeof tempLedger> => tempLedger(() => NOW_MS);

function tell(shop: ReturnType<typeof tempLedger>): void {
  for (let from = 0; from < STORY.length; from += BATCH) shop.ledger.commit(STORY.slice(from, from + BATCH));
}

/** Each once, although a migration may declare it anew. The tables of the search index are written by SQLite itself. */
const DECLARED = replayedTables().filter(({ isVirtual }) => !isVirtual);
const TABLES = [...new Set(DECLARED.map(({ table }) => table))];
const WRITES = TABLES.flatMap((table) => OPERATIONS.map((operation): Write => ({ table, operation })));

/** How often each table is written by the story. */
function visits(): { readonly write: Write; readonly times: number }[] {
  using shop = openShop();
  shop.db.exec('CREATE TABLE visit (name TEXT NOT NULL) STRICT');
  for (const { table, operation } of WRITES) {
    const name = `${table} ${operation}`;
    shop.db.exec(
      `CREATE TRIGGER "${name}" BEFORE ${operation} ON ${table} BEGIN INSERT INTO visit VALUES ('${name}'); END`,
    );
  }
  tell(shop);
  const count = shop.db.prepare<[string], { times: number }>(
    'SELECT count(*) AS times FROM visit WHERE name = ?',
  );
  return WRITES.map((write) => ({
    write,
    times: count.get(`${write.table} ${write.operation}`)?.times ?? 0,
  })).filter(({ times }) => times > 0);
}

const VISITS = visits();

const CASES = VISITS.flatMap(({ write, times }) =>
  [...new Set([1, times])].map((visit) => ({ ...write, visit })),
);

/** Ends the transaction at that visit, as the end of the process does. */
function plant(db: Database, { table, operation, visit }: Write & { visit: number }): void {
  db.exec(`CREATE TABLE visits_left (count INTEGER NOT NULL) STRICT;
    INSERT INTO visits_left VALUES (${visit});
    CREATE TRIGGER crash BEFORE ${operation} ON ${table} BEGIN
      UPDATE visits_left SET count = count - 1;
      SELECT RAISE(ABORT, 'crash') FROM visits_left WHERE count = 0;
    END`);
}

const undisturbed = ((): object => {
  using shop = openShop();
  tell(shop);
  expectWhole(shop.file);
  return contentOf(shop.file).proven;
})();

test('every type of event is in the story, and every table that the log makes is written', () => {
  const told = new Set(STORY.map(({ type }) => type));
  expect(Object.keys(EVENT_TYPES).filter((type) => !told.has(type))).toEqual([]);
  const written = new Set(VISITS.map(({ write }) => write.table));
  expect(TABLES.filter((table) => !written.has(table))).toEqual([]);
});

test.for(CASES)(
  'a process that ends at $operation of $table (visit $visit) leaves the ledger of one that never ended',
  (at, { task }) => {
    using shop = openShop();
    plant(shop.db, at);
    expect(() => tell(shop)).toThrow('crash');
    shop.reopen();
    shop.db.exec('DROP TRIGGER crash; DROP TABLE visits_left');
    expectWhole(shop.file);
    tell(shop);
    expect(contentOf(shop.file).proven).toEqual(undisturbed);
    proven(task, { promise: 'crash-points', cases: 1 });
  },
);

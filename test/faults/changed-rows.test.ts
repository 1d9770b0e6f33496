import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { must } from '../../hub/kit/assert.ts';
import { rebuildLedger } from '../../hub/ledger/verify/rebuild-ledger.ts';
import { replayedTables } from '../../hub/ledger/table-classes.ts';
import { expectWhole, problemsOf } from '../kit/assert-whole.ts';
import { reversedOf, transferReceivedOf } from '../kit/goods-events.ts';
import { contentOf } from '../kit/ledger-content.ts';
import { proven } from '../kit/proven.ts';
import { stockStory } from '../kit/stock-story.ts';
import { tempLedger } from '../kit/temp-ledger.ts';
import { ledgerEvent, productSet } from '../kit/till-events.ts';
import type { EventInput } from '../kit/till-events.ts';

/**
 * Of every table that the log makes one value is changed, as a person with a database program or a bug would do it, and
 * verification must name the table, and a rebuild must come to the rows of before. Some tables at a time: a replay begins with none of them.
 */
const AT_ONCE = 8;

/** Each once, although a migration may declare it anew. The search index has no rows of its own. */
const DECLARED = replayedTables().filter(({ isVirtual }) => !isVirtual);
const TABLES = [...new Set(DECLARED.map(({ table }) => table))];

/** What is still to come when the story of the shop ends: rows that it has used up by then. */
const STILL_OPEN: readonly EventInput[] = [
  {
    type: 'backroom.products.staged.v1',
    data: { importId: 'not whole', part: 1, products: [productSet({ sku: 'STAGED' }).data] },
  },
  reversedOf('never told'),
  transferReceivedOf('never sent', [{ sku: 'TEA', quantity: '1' }]),
  { type: 'backroom.product.merged.v1', data: { sku: 'MUG', into: 'TEA' } },
  {
    type: 'backroom.mapping.set.v1',
    data: { system: 'books', kind: 'account', ours: 'cash:till', theirs: '1000' },
  },
];

interface Column {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

/** Changes one value of one row, in a column that does not name the row where there is one. */
function change(db: Database.Database, table: string): void {
  const columns = db.pragma(`table_info(${table})`) as Column[];
  const { name, type } = must(columns.findLast(({ pk }) => pk === 0) ?? columns.at(-1), 'a column');
  const other = type === 'INTEGER' ? `coalesce(${name}, 0) + 1` : `coalesce(${name}, '') || 'x'`;
  const key = columns.filter(({ pk }) => pk > 0).map((column) => column.name);
  const row = key.length === 0 ? 'rowid' : key.join();
  const { changes } = db
    .prepare(
      `UPDATE ${table} SET ${name} = CAST(${other} AS ${type})
       WHERE (${row}) = (SELECT ${row} FROM ${table} ORDER BY ${row} DESC LIMIT 1)`,
    )
    .run();
  expect(changes, `${table} has a row when the story ends`).toBe(1);
}

test('a value that is changed in any table that the log makes is found, its table named, and a rebuild makes it right', ({
  task,
}) => {
  using shop = tempLedger();
  for (const event of [...stockStory(), ...STILL_OPEN]) shop.ledger.commit([ledgerEvent(event)]);
  expectWhole(shop.file);
  shop.db.pragma('wal_checkpoint(TRUNCATE)');
  const file = join(shop.folder, 'changed.db');
  const { proven: whole } = contentOf(shop.file);
  for (let from = 0; from < TABLES.length; from += AT_ONCE) {
    const some = TABLES.slice(from, from + AT_ONCE);
    copyFileSync(shop.file, file);
    const db = new Database(file);
    db.pragma('ignore_check_constraints = ON');
    for (const table of some) change(db, table);
    db.close();
    const problems = problemsOf(file);
    const found = some.filter((table) => problems.some((said) => said.startsWith(`${table} is not`)));
    expect(found, problems.join('\n')).toEqual(some);
    rebuildLedger(file, () => undefined);
    expect(contentOf(file).proven).toEqual(whole);
  }
  proven(task, { promise: 'verification', cases: TABLES.length });
});

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { expectWhole, problemsOf } from '../../test/kit/assert-whole.ts';
import { fill, shopEvents } from '../../test/kit/filled-ledger.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { ledgerEvent } from '../../test/kit/till-events.ts';
import { migrate, readMigrations } from './migrate.ts';
import { openWriter } from './open.ts';
import { tableClasses } from './table-classes.ts';

/** The last schemas of the releases before costs, and before merged products kept what is said of them. */
const BEFORE_COSTS = 4;
const BEFORE_NAMED = 11;

interface Named {
  readonly name: string;
}

/** The same ledger as the release before would have made it: its log, and of the rest what that release had. */
function oldLedger(newer: string, file: string, newest: number): void {
  const db = new Database(file);
  db.pragma('application_id = 0x424b524d');
  const old = readMigrations().filter(({ version }) => version <= newest);
  migrate(db, file, old);
  db.prepare('ATTACH ? AS newer').run(newer);
  const columns = (schema: string, table: string): string[] =>
    db
      .prepare<[string, string], Named>('SELECT name FROM pragma_table_info(?, ?)')
      .all(table, schema)
      .map(({ name }) => name);
  const tables = new Set(tableClasses().flatMap(({ table, isVirtual }) => (isVirtual ? [] : [table])));
  for (const table of tables) {
    const known = columns('main', table).filter((name) => columns('newer', table).includes(name));
    if (known.length === 0) continue;
    const where = table === 'place' ? 'WHERE place > 6' : '';
    db.exec(
      `INSERT INTO main.${table} (${known.join()}) SELECT ${known.join()} FROM newer.${table} ${where}`,
    );
  }
  db.exec('DETACH newer');
  db.close();
}

test('a ledger of the release before costs proves itself after its first start, costs and all', () => {
  using temp = tempLedger();
  const lines = [{ sku: 'SKU-1', quantity: '4', unitCost: '2.50' }];
  const delivery = ledgerEvent({ type: 'backroom.stock.received.v1', data: { lines }, sequence: 990 });
  fill(temp, [delivery, ...shopEvents(9)]);
  const value = temp.reader.productCost('SKU-1', 1)?.value;
  const file = join(temp.folder, 'old.db');
  oldLedger(temp.file, file, BEFORE_COSTS);
  openWriter(file).close();
  expectWhole(file);
  const db = new Database(file, { readonly: true });
  const count = (table: string) => db.prepare(`SELECT count(*) AS rows FROM ${table}`).get();
  expect([count('rebuild_due'), count('cost_point')]).toEqual([{ rows: 0 }, { rows: 1 }]);
  db.close();
  expect(value).not.toBe('0');
});

test('where products ever were merged, everything is made anew once', () => {
  for (const isMerged of [false, true]) {
    using temp = tempLedger();
    const events = shopEvents(9);
    fill(temp, isMerged ? events : events.filter(({ type }) => type !== 'backroom.product.merged.v1'));
    const file = join(temp.folder, 'old.db');
    oldLedger(temp.file, file, BEFORE_NAMED);
    const db = new Database(file);
    const next = readMigrations().filter(({ version }) => version <= BEFORE_NAMED + 1);
    migrate(db, file, next);
    expect(db.prepare('SELECT one FROM rebuild_due').all()).toHaveLength(isMerged ? 1 : 0);
    db.close();
    openWriter(file).close();
    expectWhole(file);
  }
});

test('a file without an entry has nothing to make anew', () => {
  using temp = tempLedger();
  expect(temp.db.prepare('SELECT one FROM rebuild_due').all()).toEqual([]);
  expect(problemsOf(temp.file)).toEqual([]);
});

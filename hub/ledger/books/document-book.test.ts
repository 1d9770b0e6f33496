import { expect, test } from 'vitest';
import { fill, shopEvents } from '../../../test/kit/filled-ledger.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { readMigrations } from '../migrate.ts';

test('an older ledger gets the documents that it would have, had it noted them as the events came', () => {
  using temp = tempLedger();
  fill(temp, shopEvents());
  const documents = (): unknown[] =>
    temp.db
      .prepare(
        `SELECT seq, kind, first_movement, movements FROM stock_document
         WHERE kind IN ('received', 'adjusted') AND part_of IS NULL ORDER BY seq`,
      )
      .all();
  const noted = documents();
  expect(noted.length).toBeGreaterThan(1);
  const older = "json_extract(CAST(e.body AS TEXT), '$.data.deliveryId') IS NULL";
  temp.db.exec('DELETE FROM stock_document');
  temp.db.exec(backfill().replace('GROUP BY', `AND ${older} GROUP BY`));
  expect(documents()).toEqual(noted);
});

function backfill(): string {
  const sql = readMigrations().find(({ version }) => version === 6)?.sql ?? '';
  return /INSERT INTO stock_document[^;]+/.exec(sql)?.[0] ?? '';
}

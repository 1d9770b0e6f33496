import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from '../../hub/ledger/open.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import { backroom, HubProcess } from '../kit/hub-process.ts';
import { proven } from '../kit/proven.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { until } from '../kit/until.ts';

const PRODUCTS = 6_000;
/** The import comes in parts of 500 products and a last word: kills after the first, in the middle, before and at the end. */
const PARTS = [1, 6, 11, 12, 13];

test(
  'a hub that is killed while products are imported has all of them or none',
  { timeout: 120_000 },
  async ({ task }) => {
    using folder = tempFolder();
    const shop = await hubFolder(folder.path, { tills: 0 });
    const csv = join(folder.path, 'products.csv');
    writeFileSync(csv, csvText());
    await using hub = new HubProcess(shop.config);
    const outcomes: string[] = [];
    for (const parts of PARTS) {
      await hub.start();
      const from = headOf(shop.file);
      const command = backroom(['product', 'import', csv, '--config', shop.config]).then(
        () => 'imported',
        () => 'cut off',
      );
      await until(`${parts} parts are in the ledger`, () => headOf(shop.file) >= from + parts);
      await hub.kill();
      const [outcome, products] = [await command, productsOf(shop.file)];
      outcomes.push(`after part ${parts}: ${outcome}, ${products} products`);
      expect([0, PRODUCTS]).toContain(products);
      if (outcome === 'imported') expect(products).toBe(PRODUCTS);
      expectWhole(shop.file);
    }
    await hub.start();
    await backroom(['product', 'import', csv, '--config', shop.config]);
    expect(productsOf(shop.file)).toBe(PRODUCTS);
    expect(await hub.stop()).toBe(0);
    expectWhole(shop.file);
    process.stdout.write(`killed during an import: ${outcomes.join('; ')}\n`);
    expect(outcomes[0]).toContain('0 products');
    proven(task, { promise: 'import-kill', cases: PARTS.length, figures: `${PRODUCTS} products` });
  },
);

function csvText(): string {
  const rows = Array.from(
    { length: PRODUCTS },
    (_, index) => `SKU-${index},Product ${index},${index}.99,EUR`,
  );
  return ['sku,name,price,currency', ...rows].join('\n');
}

function headOf(file: string): number {
  return numberOf(file, 'SELECT coalesce(max(seq), 0) AS number FROM event');
}

function productsOf(file: string): number {
  return numberOf(file, 'SELECT count(*) AS number FROM product');
}

function numberOf(file: string, sql: string): number {
  const db = openReader(file);
  const row = db.prepare<[], { number: number }>(sql).get();
  db.close();
  return row?.number ?? 0;
}

import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Till } from '../../devices/till/till.ts';
import { keyOf, readHub } from '../../scripts/replay/read-shop.ts';
import { CALM } from '../../scripts/replay/chaos.ts';
import { Shop } from '../../scripts/replay/shop.ts';
import { tempFolder } from '../kit/temp-folder.ts';

const SALES = 20;

function sell(till: Till): string {
  const { source, id } = till.sell({
    currency: 'GBP',
    businessDate: '2026-11-23',
    registerSession: 'morning',
    lines: [{ sku: 'TEA', kind: 'goods', quantity: '1', unitPrice: '2.50', amountMinor: 250 }],
    tenders: [{ kind: 'cash', amountMinor: 250 }],
  });
  return keyOf(source, id);
}

async function sellMany(tills: readonly Till[]): Promise<string[]> {
  const keys = Array.from({ length: SALES }, () => tills.map(sell)).flat();
  await Promise.all(tills.map((till) => till.idle()));
  return keys;
}

test('a hub that gets an older ledger file back gets every later sale from the tills again', async () => {
  using folder = tempFolder();
  const home = join(folder.path, 'shop');
  mkdirSync(home);
  const catalogueCsv = 'sku,name\nTEA,Tea\n';
  await using shop = await Shop.open({ folder: home, tills: 2, chaos: CALM, catalogueCsv });
  const tills = shop.tills.map(({ till }) => till);
  const data = join(home, 'data');
  const backup = join(home, 'backup');

  const first = await sellMany(tills);
  await shop.hub.stop();
  cpSync(data, backup, { recursive: true });
  await shop.hub.start();
  const second = await sellMany(tills);
  await shop.hub.stop();
  rmSync(data, { recursive: true });
  renameSync(backup, data);
  await shop.hub.start();
  const third = await sellMany(tills);

  await shop.closeTills();
  await shop.hub.stop();
  const { counted } = readHub(shop.ledgerFile);
  expect(counted.toSorted()).toEqual([...first, ...second, ...third].toSorted());
}, 60_000);

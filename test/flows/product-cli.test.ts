import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../kit/command-line.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import { tempFolder } from '../kit/temp-folder.ts';

test('an owner looks at a product, prices it, moves a barcode and withdraws it, from a terminal', async () => {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: 1 });
  const run = commandLine(shop.config);
  const done = async (...args: string[]): Promise<string> => {
    const told = await run('product', ...args);
    expect(told, `backroom product ${args.join(' ')}`).toMatchObject({ exitCode: 0, err: '' });
    return told.out;
  };
  const csv = join(folder.path, 'products.csv');
  writeFileSync(
    csv,
    'sku,name,barcodes,packs,price\nTEA,Tea,036000291452,10036000291459*12,2.49\nMUG,Mug,,,5\n',
  );
  await done('import', csv);

  expect(await done('show', '0036000291452')).toMatch(/TEA[\s\S]*10036000291459 \(12\)[\s\S]*2\.49/);
  await done('price', 'tea', '1.99', '--from', '2099-12-01T00:00:00Z', '--until', '2099-12-24T00:00:00Z');
  const prices = JSON.parse(await done('price', 'TEA', '--json')) as { price: string }[];
  expect(prices.map(({ price }) => price)).toEqual(['2.49', '1.99', '2.49']);
  await done('move-barcode', '036000291452', 'MUG');
  expect(await done('show', 'MUG')).toContain('036000291452');
  await done('withdraw', 'MUG');
  expect(await done('show', 'MUG')).toMatch(/Withdrawn +yes/);
  await done('withdraw', 'MUG', '--undo');
  expect(await done('show', 'MUG')).toMatch(/036000291452[\s\S]*PRICE[\s\S]*5/);

  const refused = await run('product', 'unmerge', 'MUG');
  expect(refused).toMatchObject({ exitCode: 1, err: expect.stringContaining('merged into no product') });
}, 60_000);

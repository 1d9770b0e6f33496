import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../kit/command-line.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import { tempFolder } from '../kit/temp-folder.ts';

test('a count is started, filled from a file, approved and posted on the command line', async () => {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: 1 });
  const run = commandLine(shop.config);
  const done = async (...args: string[]): Promise<string> => {
    const told = await run(...args);
    expect(told, `backroom ${args.join(' ')}`).toMatchObject({ exitCode: 0, err: '' });
    return told.out;
  };
  const file = (name: string, text: string): string => {
    const path = join(folder.path, name);
    writeFileSync(path, text);
    return path;
  };
  await done('product', 'import', file('list.csv', 'sku,name\nMUG,Mug\nTEA,Tea\n'));
  expect(await done('count', 'list')).toBe('No count is open.\n');
  expect(await done('count', 'start', 'full', '--id', 'autumn', '--blind')).toBe(
    'Count autumn is started.\n',
  );
  const wrong = await run('count', 'import', 'autumn', file('wrong.csv', 'MUG,3\nTEA;4\n'));
  expect(wrong).toMatchObject({ exitCode: 65 });
  expect(wrong.err).toMatch(/Line 2 is no SKU with a quantity[^]*Nothing was added/);
  expect(await done('count', 'show', 'autumn')).toMatch(/0 of 0 products counted/);
  await done('count', 'import', 'autumn', file('right.csv', 'sku,quantity\r\n"MUG",3\r\nTEA, 0.5\r\n'));
  expect(await done('count', 'show', 'autumn')).toMatch(/\nMUG +3 +0 +3 .*open\n/);
  await done('count', 'approve', 'autumn');
  expect(await done('count', 'post', 'autumn', '--missing-as-zero')).toBe('Count autumn is posted.\n');
  expect(JSON.parse(await done('count', 'show', 'autumn', '--json'))).toMatchObject({
    state: 'posted',
    approved: 2,
    lines: [{ sku: 'MUG' }, { sku: 'TEA', counted: '0.5' }],
  });
  const late = await run('count', 'cancel', 'autumn');
  expect(late.exitCode).toBeGreaterThan(0);
  expect(late.err).toMatch(/was posted before/);
  expect(await done('count', 'list', '--state', 'posted')).toMatch(/\nautumn +posted +full +shop /);
});

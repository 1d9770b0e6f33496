import { expect, test } from 'vitest';
import { busyShop } from '../../../test/kit/busy-shop.ts';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import { pressed, webClient } from '../../../test/kit/web-requests.ts';

const valid = { name: 'Oat biscuits', unit: 'each', kind: 'goods', price: '2.40', barcodes: '' };

test('a button that is pressed twice, or an answer that is loaded again, makes one change', async () => {
  const shop = busyShop();
  const { ask } = webClient(shop);
  const twice = async (path: string, action: string, fields: Record<string, string>): Promise<string[]> => {
    const key = keyIn(await (await ask(path)).text(), action);
    expect(key, action).not.toBe('');
    const before = shop.reader.lastSeq();
    const answers = [
      await ask(action, pressed({ ...fields, key })),
      await ask(action, pressed({ ...fields, key })),
    ];
    expect(shop.reader.lastSeq(), action).toBe(before + 1);
    return answers.map((answer) => `${answer.status} ${answer.headers.get('location')}`);
  };
  const same = (answer: string): string[] => [answer, answer];
  const product = '/products/BAK-101';
  expect(await twice(product, product, valid)).toEqual(same(`303 ${product}?done=saved`));
  const unlisted = '/products/5012345678900';
  expect(await twice(unlisted, `${unlisted}/merge`, { into: 'bak-101' })).toEqual(
    same(`303 ${product}?done=merged`),
  );
  expect(await twice('/activity', '/exceptions/2/close', { note: 'Seen.' })).toEqual(
    same('303 /activity?done=closed'),
  );
});

test('a form that was sent, and is changed and sent again, is shown again before it counts', async () => {
  const shop = new MemoryShop();
  const { ask } = webClient(shop);
  const path = '/products/BAK-101';
  const key = keyIn(await (await ask(path)).text(), path);
  await ask(path, pressed({ ...valid, key }));
  const changed = await ask(path, pressed({ ...valid, name: 'Oat cakes', key }));
  expect(changed.status).toBe(422);
  const page = await changed.text();
  expect(page).toContain('This form was sent before');
  expect(shop.reader.product({ sku: 'BAK-101' })).toMatchObject({ name: 'Oat biscuits' });
  await ask(path, pressed({ ...valid, name: 'Oat cakes', key: keyIn(page, path) }));
  expect(shop.reader.product({ sku: 'BAK-101' })).toMatchObject({ name: 'Oat cakes' });
});

/** The key in the form that goes to that address. */
function keyIn(page: string, action: string): string {
  const form = page.slice(page.indexOf(`action="${action}"`));
  return /name="key" value="([\w-]+)" autocomplete="off"/.exec(form)?.[1] ?? '';
}

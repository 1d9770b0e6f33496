import { expect, test } from 'vitest';
import { verifyLedger } from '../../hub/ledger/verify/verify-ledger.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import { HubProcess } from '../kit/hub-process.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { saleOf, tillEvent } from '../kit/till-events.ts';
import { write } from '../kit/web-requests.ts';

const SHOPPING = [{ sku: '..' }, { sku: 'Straße 5' }];

test('odd codes sold over HTTP are found, named and closed, and the ledger proves itself', async () => {
  using folder = tempFolder();
  const shop = await hubFolder(folder.path, { tills: 1 });
  await using hub = new HubProcess(shop.config);
  await hub.start();
  const { name, secret, source } = shop.tills[0] ?? { name: '', secret: '', source: '' };
  const ask = async (path: string, init: RequestInit = {}): Promise<readonly [number, unknown]> => {
    const answer = await fetch(`${shop.web}/api/v1/${path}`, init);
    return [answer.status, await answer.json()];
  };

  const sale = JSON.stringify(tillEvent({ ...saleOf(...SHOPPING), sequence: 1, source, id: 'one' }));
  const headers = { Authorization: `Bearer ${name}:${secret}` };
  const send = (body: string) => ask('events', { method: 'POST', headers, body });
  expect(await send(`\ufeff${sale}`)).toMatchObject([200, { outcome: 'accepted' }]);
  expect(await send(`\ufeff[${sale}]`)).toMatchObject([200, [{ outcome: 'duplicate' }]]);

  const fields = JSON.stringify({ name: 'Über Öl', kind: 'goods', unit: 'each', barcodes: [] });
  expect(await ask('products?sku=..', write('PUT', fields))).toMatchObject([200, {}]);
  expect(await ask('stock?sku=..')).toMatchObject([200, { onHand: '-1' }]);
  for (const query of ['%C3%B6l', 'OL%00uber'])
    expect(await ask(`products?query=${query}`)).toMatchObject([200, { products: [{ sku: '..' }] }]);
  expect(await ask('products?query=STRASSE')).toMatchObject([200, { products: [{ sku: 'Straße 5' }] }]);

  const [, before] = await ask('exceptions');
  const { exceptions } = before as { exceptions: { exception: number; cause: string }[] };
  expect(exceptions.map(({ cause }) => cause).toSorted()).toEqual([
    'product.unlisted',
    'stock.negative',
    'stock.negative',
  ]);
  const paths = exceptions.map(({ exception }) => `exceptions/${exception}/close`);
  for (const path of paths) expect(await ask(path, write('POST'))).toMatchObject([200, {}]);
  expect(await ask(paths[0] ?? '', write('POST'))).toMatchObject([409, {}]);
  expect(await ask('exceptions')).toMatchObject([200, { exceptions: [] }]);
  expect(await hub.stop()).toBe(0);
  expect(verifyLedger(shop.file, () => undefined)).toMatchObject({ events: 5, problems: [] });
});

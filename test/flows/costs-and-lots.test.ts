import { expect, test } from 'vitest';
import { newId } from '../../hub/kit/ids.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import { backroom, HubProcess } from '../kit/hub-process.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { saleOf, tillEvent } from '../kit/till-events.ts';

const LINE = { sku: 'MILK', quantity: '10', unitCost: '0.80', lot: 'L/1', expires: '2026-11-25' };

/** A running hub that got milk of one lot, and sold some. */
async function dairy(folder: string) {
  const shop = await hubFolder(folder, { tills: 1 });
  const hub = new HubProcess(shop.config);
  await hub.start();
  const [till] = shop.tills;
  const source = till?.source ?? '';
  const events = [
    { type: 'backroom.stock.received.v1', data: { lines: [LINE, { sku: 'SALT', quantity: '3' }] } },
    saleOf({ sku: 'MILK', quantity: '2', amountMinor: 200, lot: 'l/1' }),
  ].map((event, index) => tillEvent({ ...event, sequence: index + 1, source }));
  const headers = { authorization: `Bearer ${till?.name}:${till?.secret}` };
  await fetch(`${shop.web}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
  const ask = async (path: string, body?: object): Promise<[number, unknown]> => {
    const init =
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'Idempotency-Key': newId() }, body: JSON.stringify(body) };
    const answer = await fetch(`${shop.web}/api/v1/${path}`, init);
    return [answer.status, await answer.json()];
  };
  return { shop, hub, ask };
}

test('what goods cost and what all of them are worth is answered, and printed', async () => {
  using folder = tempFolder();
  const { shop, hub, ask } = await dairy(folder.path);
  await using running = hub;
  expect(await ask('products/milk/cost')).toMatchObject([
    200,
    { sku: 'MILK', onHand: '8', average: '0.8', lastCost: '0.8', value: '6.4', differences: [] },
  ]);
  expect(await ask('products/none/cost')).toMatchObject([404, { code: 'not-found' }]);
  const first = await ask('stock/valuation?limit=1');
  expect(first).toMatchObject([
    200,
    {
      products: [{ sku: 'MILK', value: '6.4' }],
      next: 'MILK',
      total: '6.4',
      productsWithoutCost: 1,
      exact: true,
    },
  ]);
  expect(await ask('stock/valuation?limit=5&after=MILK')).toMatchObject([
    200,
    { products: [{ sku: 'SALT', average: null, value: '0' }], next: null },
  ]);
  expect(await backroom(['cost', 'show', 'MILK', '--config', shop.config])).toMatchObject({ value: '6.4' });
  expect(await running.stop()).toBe(0);
  expect(await backroom(['cost', 'valuation', '--config', shop.config])).toMatchObject({
    total: '6.4',
    products: [{ sku: 'MILK' }, { sku: 'SALT' }],
  });
}, 60_000);

test('a lot is found, is listed when it expires, and is recalled', async () => {
  using folder = tempFolder();
  const { shop, hub, ask } = await dairy(folder.path);
  await using running = hub;
  expect(await ask('products/MILK/lots?today=2026-11-23')).toMatchObject([
    200,
    { lots: [{ lot: 'L/1', onHand: '8', places: [{ location: 'shop', takeFirst: true }] }], unassigned: [] },
  ]);
  expect(await ask('lots?expiring-within=2&today=2026-11-23')).toMatchObject([
    200,
    { lots: [{ sku: 'MILK', lot: 'L/1', daysLeft: 2 }], next: null },
  ]);
  expect(await ask('lots?expiring-within=1&today=2026-11-23')).toMatchObject([200, { lots: [] }]);
  expect(await ask('lots?today=yesterday')).toMatchObject([400, { code: 'invalid' }]);
  const recall = { barcode: 'MILK', lot: 'L/1', reason: 'glass' };
  expect(await ask('lots/recall', recall)).toMatchObject([
    200,
    { outcome: 'accepted', exceptions: [{ cause: 'lot.recalled', subject: 'MILK lot L/1' }] },
  ]);
  expect(await ask('lots/recall', { ...recall, barcode: 'none' })).toMatchObject([404, {}]);
  expect(await ask('lots/recall', { barcode: 'MILK', lot: 'L/1' })).toMatchObject([400, { code: 'invalid' }]);
  expect(await ask('lots/MILK/L%2F1')).toMatchObject([
    200,
    { saleCount: 1, recall: { reason: 'glass' }, sales: [{ quantity: '2', till: shop.tills[0]?.name }] },
  ]);
  expect(await ask('lots/MILK/none')).toMatchObject([404, { code: 'not-found' }]);
  expect(await ask('lots/MILK/L%2F1/sales')).toMatchObject([200, { sales: [{ seq: 2 }], next: null }]);
  expect(await running.stop()).toBe(0);

  const run = async (...words: string[]) => backroom(['lot', ...words, '--config', shop.config]);
  expect(await run('sales', 'MILK', 'L/1')).toMatchObject([{ seq: 2 }]);
  expect(await run('end-recall', 'MILK', 'L/1')).toMatchObject({ outcome: 'accepted' });
  expect(await run('show', 'MILK', 'L/1')).toMatchObject({ recall: null, onHand: '8' });
  expect(await run('expiring', '--within', '3650')).toMatchObject([{ lot: 'L/1' }]);
}, 60_000);

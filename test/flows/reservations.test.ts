import { expect, test } from 'vitest';
import { newId } from '../../hub/kit/ids.ts';
import { hubFolder } from '../kit/hub-folder.ts';
import { backroom, HubProcess } from '../kit/hub-process.ts';
import { tempFolder } from '../kit/temp-folder.ts';
import { received, tillEvent } from '../kit/till-events.ts';

const MUGS = (quantity: string) => [{ sku: 'MUG', quantity }];

/** A running hub with two mugs, as a web shop on the same computer sees it. */
async function webShop(folder: string) {
  const shop = await hubFolder(folder, { tills: 1 });
  const hub = new HubProcess(shop.config);
  await hub.start();
  const ask = async (path: string, body?: object, key: string = newId()): Promise<[number, unknown]> => {
    const headers = { 'Idempotency-Key': key };
    const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${shop.web}/api/v1/${path}`, init);
    return [answer.status, await answer.json()];
  };
  const [till] = shop.tills;
  const event = tillEvent({
    ...received({ sku: 'MUG', quantity: '2' }),
    sequence: 1,
    source: till?.source ?? '',
  });
  const headers = { authorization: `Bearer ${till?.name}:${till?.secret}` };
  await fetch(`${shop.web}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(event) });
  return { shop, hub, ask };
}

test('a web shop reserves, hands over and frees, and asks what became of it', async () => {
  using folder = tempFolder();
  const { shop, hub, ask } = await webShop(folder.path);
  await using running = hub;
  expect(
    await ask('reservations', { reservationId: 'W/1', lines: MUGS('2'), orderNumber: '1001' }),
  ).toMatchObject([200, { outcome: 'accepted' }]);
  expect(await ask('stock/MUG')).toMatchObject([
    200,
    { onHand: '2', reserved: '2', available: '0', incoming: '0' },
  ]);
  expect(await ask('reservations')).toMatchObject([
    200,
    {
      reservations: [{ reservationId: 'W/1', state: 'open', orderNumber: '1001', location: 'shop' }],
      next: null,
    },
  ]);
  expect(await ask('reservations/W%2F1/post', { lines: MUGS('1') })).toMatchObject([200, {}]);
  expect(await ask('reservations/W%2F1')).toMatchObject([
    200,
    { state: 'open', lines: [{ sku: 'MUG', asked: '2', posted: '1', voided: '0', reserved: '1' }] },
  ]);
  expect(await ask('reservations/W%2F1/void', { reason: 'changed his mind' })).toMatchObject([200, {}]);
  expect(await ask('reservations?state=posted')).toMatchObject([
    200,
    { reservations: [{ state: 'posted' }] },
  ]);
  expect(await ask('stock/MUG')).toMatchObject([200, { onHand: '1', reserved: '0', available: '1' }]);
  expect(await ask('reservations/none/void', {})).toMatchObject([404, { code: 'not-found' }]);
  expect(await ask('reservations?state=lost')).toMatchObject([400, { code: 'invalid' }]);
  expect(await ask('reservations', { lines: [] })).toMatchObject([400, { code: 'invalid' }]);

  const listed = await backroom(['reservation', 'list', '--state', 'posted', '--config', shop.config]);
  expect(listed).toMatchObject([{ reservationId: 'W/1' }]);
  expect(await running.stop()).toBe(0);
  expect(await backroom(['reservation', 'show', 'W/1', '--config', shop.config])).toMatchObject({
    reservationId: 'W/1',
  });
});

test('a hold that cannot be had is refused, and refused again in the same words when it is sent again', async () => {
  using folder = tempFolder();
  const { hub, ask } = await webShop(folder.path);
  await using running = hub;
  const [key, hold] = [newId(), { lines: MUGS('3'), ifAvailable: true }];
  const refused = await ask('reservations', hold, key);
  expect(refused).toMatchObject([
    409,
    { code: 'reservation-refused', detail: 'MUG: 3 asked for, 2 available.' },
  ]);
  expect(await ask('reservations', hold, key)).toEqual(refused);
  await running.kill();
  await running.start();
  expect(await ask('reservations', hold, key)).toEqual(refused);
  expect(await ask(`reservations/${key}`)).toMatchObject([
    200,
    { state: 'refused', lines: [{ reserved: '0' }] },
  ]);
  expect(await ask('exceptions')).toMatchObject([200, { exceptions: [{ cause: 'product.unlisted' }] }]);
  expect(await ask('stock/MUG')).toMatchObject([200, { available: '2' }]);
});

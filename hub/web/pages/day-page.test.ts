import { expect, test } from 'vitest';
import { stockedShop } from '../../../test/kit/stocked-shop.ts';
import { webClient } from '../../../test/kit/web-requests.ts';

async function pageOf(path: string): Promise<string> {
  return (await webClient(stockedShop()).ask(path)).text();
}

test('the list of days leads to a day, and the day to its sessions', async () => {
  expect(await pageOf('/days')).toContain('href="/days/2026-11-23"');
  const day = await pageOf('/days/2026-11-23');
  expect(day).toContain('href="/sessions/3"');
  expect(day).toContain('href="/sessions/5"');
});

test('a day says what does not agree, why, what to do, and what destinations said', async () => {
  const day = await pageOf('/days/2026-11-23');
  for (const words of [
    '3 things do not agree',
    'Less cash than expected',
    '171.00 GBP expected, 170.00 GBP counted',
    'Count the drawer again',
    'Destination webhook takes what it is sent, and does not say what it holds.',
    'Came later',
    '£12.50',
  ])
    expect(day).toContain(words);
  expect(await pageOf('/days/2026-11-22')).toContain('Everything agrees');
});

test('a session shows its X report while it is open, and its signed Z report after that', async () => {
  const x = await pageOf('/sessions/5');
  expect(x).toContain('X report of till-2');
  expect(x).toContain('Still missing, and asked for');
  const z = await pageOf('/sessions/3');
  for (const words of [
    'Z report 1 of till-1',
    'Sums of what came later',
    'backroom session verify 3',
    '£124.00',
    ', by Grace',
    ', by employee e-8',
  ])
    expect(z).toContain(words);
});

test('what is no day or no session is not here', async () => {
  const client = webClient(stockedShop());
  for (const path of ['/days/yesterday', '/sessions/99', '/sessions/x'])
    expect((await client.ask(path)).status).toBe(404);
});

test('a day is closed with a note, once, however often the button is pressed', async () => {
  const shop = stockedShop();
  const client = webClient(shop);
  const body = 'key=0199aaaa-0000-7000-8000-000000000001&note=Counted+twice';
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const press = () => client.ask('/days/2026-11-23/close', { method: 'POST', body, headers });
  const [first, again] = [await press(), await press()];
  for (const answer of [first, again])
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/days/2026-11-23?done=closed']);
  expect(shop.events.filter(({ type }) => type === 'backroom.day.closed.v1')).toHaveLength(1);
});

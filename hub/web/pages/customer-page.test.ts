import { expect, test } from 'vitest';
import { stockedShop } from '../../../test/kit/stocked-shop.ts';
import { webClient } from '../../../test/kit/web-requests.ts';

test('a customer is found by an e-mail address and shown with what they bought', async () => {
  const client = webClient(stockedShop());
  const found = await client.ask('/customers?contact=ada%40example.org');
  expect([found.status, found.headers.get('location')]).toEqual([303, '/customers/c-1']);
  const page = await (await client.ask('/customers/c-1')).text();
  for (const words of [
    'Ada Example',
    '+49 151 2345678 (not verified)',
    'c-1, web-77',
    'Sale (voided)',
    '€21.50',
    'Store credit',
    'Refund of web shop order 1001',
  ])
    expect(page).toContain(words);
});

test('a name finds nobody, and an id that nothing names is not here', async () => {
  const client = webClient(stockedShop());
  expect(await (await client.ask('/customers?contact=Ada+Example')).text()).toContain('Nobody is found');
  expect((await client.ask('/customers/nobody')).status).toBe(404);
});

import { expect, test } from 'vitest';
import { LIMITS } from '../../contract/limits.ts';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import { TILL_AUTHORIZATION, webClient, type WebClient } from '../../../test/kit/web-requests.ts';
import { WEB_LIMITS } from '../limits.ts';

const post = (client: WebClient, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  client.ask(
    '/api/v1/events',
    { method: 'POST', headers: { Authorization: TILL_AUTHORIZATION, ...headers }, body },
    '10.0.0.7',
  );

test('one event is handed over byte for byte and answered with its reply', async () => {
  const shop = new MemoryShop();
  const body = '{ "id": "a",  "n": 1.0 }';
  const answer = await post(webClient(shop), body);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ outcome: 'accepted', id: 'a', seq: 1 });
  expect(shop.received).toEqual([body]);
});

test('a list is answered in order, each event with a reply of its own', async () => {
  const shop = new MemoryShop();
  const answer = await post(webClient(shop), '[{"id":"a"}, {"nothing":1},{"id":"c"}]');
  expect(await answer.json()).toMatchObject([{ id: 'a' }, { outcome: 'rejected' }, { id: 'c' }]);
  expect(shop.received).toEqual(['{"id":"a"}', '{"nothing":1}', '{"id":"c"}']);
});

test('an empty list is answered with an empty list', async () => {
  expect(await (await post(webClient(new MemoryShop()), '[]')).json()).toEqual([]);
});

test('without a secret nothing is taken, on this computer neither', async () => {
  const shop = new MemoryShop();
  const answer = await webClient(shop).ask('/api/v1/events', { method: 'POST', body: '{"id":"a"}' });
  expect(answer.status).toBe(401);
  expect(shop.received).toEqual([]);
});

test('a body that is not JSON is refused as a whole', async () => {
  const answer = await post(webClient(new MemoryShop()), 'sale: 1');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'unreadable' });
});

test('too many bytes and too many events are refused', async () => {
  const client = webClient(new MemoryShop());
  expect((await post(client, ' '.repeat(LIMITS.requestBytes + 1))).status).toBe(413);
  const full = Array.from({ length: LIMITS.eventsPerRequest }, (_, index) => ({ id: String(index) }));
  expect((await post(client, JSON.stringify(full))).status).toBe(200);
  expect((await post(client, JSON.stringify([...full, { id: 'one more' }]))).status).toBe(413);
});

test('a disk that fails is answered with "send again", never with 200', async () => {
  const shop = new MemoryShop();
  shop.disk = 'broken';
  const answer = await post(webClient(shop), '{"id":"a"}');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe(String(WEB_LIMITS.retryAfterSeconds));
});

test('while the disk is full the till is told to send again, and requests do not pile up', async () => {
  const shop = new MemoryShop();
  shop.clock = { ...shop.clock, sleep: async () => undefined };
  shop.disk = 'full';
  const client = webClient(shop);
  for (let index = 0; index < WEB_LIMITS.eventRequestsPerTill; index += 1) {
    expect(await (await post(client, '{"id":"a"}')).json()).toMatchObject({ code: 'not-now' });
  }
  const refused = await post(client, '{"id":"a"}');
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({
    detail: 'The hub is busy with other requests of this till.',
  });
});

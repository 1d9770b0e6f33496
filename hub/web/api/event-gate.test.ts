import { expect, test } from 'vitest';
import { VirtualClock } from '../../../test/kit/virtual-clock.ts';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import { TILL_AUTHORIZATION, webClient } from '../../../test/kit/web-requests.ts';
import { WEB_LIMITS } from '../limits.ts';
import { EventGate } from './event-gate.ts';

const LIMIT = { perSecond: 10, atOnce: 20 };

test('a till that is faster than its limit is told when to come again, and others are not', () => {
  const clock = new VirtualClock();
  const gate = new EventGate(LIMIT, clock);
  const entry = gate.enter('till-1');
  if (entry.kind !== 'in') throw new Error('it was not let in');
  entry.take(30);
  entry.leave();
  expect(gate.enter('till-1')).toEqual({ kind: 'too-fast', waitMs: 1_000 });
  expect(gate.enter('till-2').kind).toBe('in');
  clock.advance(1_000);
  expect(gate.enter('till-1').kind).toBe('in');
});

test('one till has few requests under way, however many it sends, and room comes back', () => {
  const gate = new EventGate(LIMIT, new VirtualClock());
  const entries = Array.from({ length: WEB_LIMITS.eventRequestsPerTill }, () => gate.enter('till-1'));
  expect(gate.enter('till-1')).toEqual({ kind: 'busy', with: 'this till' });
  expect(gate.enter('till-2').kind).toBe('in');
  for (const entry of entries) if (entry.kind === 'in') entry.leave();
  expect(gate.enter('till-1').kind).toBe('in');
});

test('all tills together have a maximum', () => {
  const gate = new EventGate(LIMIT, new VirtualClock());
  for (let till = 0; till < WEB_LIMITS.eventRequestsAtOnce; till += 1) gate.enter(`till-${till}`);
  expect(gate.enter('another')).toEqual({ kind: 'busy', with: 'others' });
});

test('a request beyond the limit is answered 429 with Retry-After, and nothing of it was taken', async () => {
  const shop = new MemoryShop();
  shop.eventRate = { perSecond: 1, atOnce: 2 };
  const { ask } = webClient(shop);
  const post = (ids: string[]): Promise<Response> =>
    ask('/api/v1/events', {
      method: 'POST',
      headers: { Authorization: TILL_AUTHORIZATION },
      body: JSON.stringify(ids.map((id) => ({ id }))),
    });
  expect((await post(['a', 'b', 'c', 'd'])).status).toBe(200);
  const refused = await post(['e']);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(await refused.json()).toMatchObject({ code: 'too-fast' });
  expect(shop.received).toHaveLength(4);
});

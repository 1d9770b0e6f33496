import { expect, test } from 'vitest';
import { busyShop } from '../../../test/kit/busy-shop.ts';
import { webClient, write } from '../../../test/kit/web-requests.ts';

const post = (body: object, key: string) => write('POST', JSON.stringify(body), key);

const SCAN = { lines: [{ sku: 'BAK-101', quantity: '4' }] };

test('a count is started, scanned, reviewed and posted, each write once for its key', async () => {
  const { ask } = webClient(busyShop());
  const started = await ask('/api/v1/counts', post({ kind: 'full' }, 'the-count'));
  expect(started.status).toBe(200);
  for (const [step, body] of [
    ['scans', SCAN],
    ['review', { approve: 'all' }],
    ['post', {}],
  ] as const) {
    const once = async () => (await ask(`/api/v1/counts/C-2/${step}`, post(body, `key-${step}`))).json();
    expect([await once(), await once()]).toMatchObject([{ outcome: 'accepted' }, { outcome: 'duplicate' }]);
  }
});

test.each([
  ['/api/v1/counts/C-9/scans', SCAN, 404, 'not-found'],
  ['/api/v1/counts/C-1/scans', SCAN, 409, 'count-over'],
  ['/api/v1/counts/C-1/post', {}, 409, 'count-over'],
  ['/api/v1/counts/C-2/scans', { lines: [{ quantity: '4' }] }, 400, 'invalid'],
  ['/api/v1/counts', { countId: 'C-2', kind: 'full' }, 409, 'count-started'],
  ['/api/v1/counts', { kind: 'some' }, 400, 'invalid'],
])('%s with %o is answered %d', async (address, body, status, code) => {
  const { ask } = webClient(busyShop());
  const answer = await ask(address, post(body, 'a-key'));
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code });
});

test.each(['/api/v1/counts?state=gone', '/api/v1/counts/C-2/lines?state=gone'])(
  '%s is no state',
  async (address) => {
    const { ask } = webClient(busyShop());
    expect((await ask(address)).status).toBe(400);
  },
);

test('a list of lines ends', async () => {
  const { ask } = webClient(busyShop());
  const first = await (await ask('/api/v1/counts/C-2/lines?limit=1')).json();
  expect(first).toMatchObject({ lines: [{ variance: '-1' }], next: 1 });
  const second = await (await ask('/api/v1/counts/C-2/lines?limit=1&from=1')).json();
  expect(second).toEqual({ lines: [], next: null });
});

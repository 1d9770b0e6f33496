import { expect, test } from 'vitest';
import { EventStreamReader } from '../../../test/kit/event-stream.ts';
import { MemoryShop } from '../../../test/kit/memory-shop.ts';
import { WEB_LIMITS } from '../limits.ts';
import { LiveFeed, type StreamRequest } from './live-feed.ts';

function openStream(live: LiveFeed, request: Partial<StreamRequest> = {}): EventStreamReader {
  const stream = live.open({ afterSeq: undefined, skus: [], disconnect: () => undefined, ...request });
  return new EventStreamReader(new Response(stream));
}

async function startedFeed(shop: MemoryShop): Promise<LiveFeed> {
  const live = new LiveFeed(shop);
  live.start();
  return live;
}

test('a commit is told as the stock that it left, its row and the header', async () => {
  const shop = new MemoryShop();
  await using live = await startedFeed(shop);
  const stream = openStream(live);
  expect(await stream.next()).toMatchObject({ name: 'status', id: '0' });
  shop.sell('BAK-101', '2');
  expect(await stream.next()).toMatchObject({
    name: 'stock',
    data: { sku: 'BAK-101', figures: { onHand: '12', available: '12' }, badge: 'ok' },
  });
  const row = await stream.next();
  expect(row).toMatchObject({
    name: 'activity',
    id: '1',
    data: { seq: 1, html: expect.stringContaining('Sale') },
  });
  expect(await stream.nextOf('status')).toMatchObject({
    id: '1',
    data: { hub: { text: 'running, 1 sale today' } },
  });
});

test('a browser that comes back is told just what it missed, and the stock that it shows', async () => {
  const shop = new MemoryShop();
  for (let index = 0; index < 5; index += 1) shop.sell('BAK-101', '1');
  await using live = await startedFeed(shop);
  const stream = openStream(live, { afterSeq: 2, skus: ['BAK-101', 'NOT-HERE'] });
  const events = [
    await stream.next(),
    await stream.next(),
    await stream.next(),
    await stream.next(),
    await stream.next(),
  ];
  expect(events.map((event) => [event?.name, event?.id])).toEqual([
    ['activity', '3'],
    ['activity', '4'],
    ['activity', '5'],
    ['stock', undefined],
    ['status', '5'],
  ]);
});

test('a browser that missed too much is told to ask for the page again', async () => {
  const shop = new MemoryShop();
  for (let index = 0; index <= WEB_LIMITS.liveReplayRows; index += 1)
    shop.append('backroom.sale.completed.v1');
  await using live = await startedFeed(shop);
  expect(await openStream(live, { afterSeq: 0 }).next()).toMatchObject({
    name: 'resync',
    data: { seq: 201 },
  });
  expect(await openStream(live, { afterSeq: 1 }).next()).toMatchObject({ name: 'activity', id: '2' });
});

test('a browser that knows more than the ledger has seen another ledger', async () => {
  await using live = await startedFeed(new MemoryShop());
  expect(await openStream(live, { afterSeq: 9 }).next()).toMatchObject({ name: 'resync', data: { seq: 0 } });
});

test('more than a page of sales at once is told as one word', async () => {
  const shop = new MemoryShop();
  await using live = await startedFeed(shop);
  const stream = openStream(live);
  await stream.next();
  for (let index = 0; index < 1_000; index += 1) shop.sell('BAK-101', '1');
  expect(await stream.next()).toMatchObject({ name: 'resync', id: '1000' });
});

test('a change at a destination is told without any sale', async () => {
  const shop = new MemoryShop();
  await using live = await startedFeed(shop);
  const stream = openStream(live);
  shop.queues.push({
    name: 'Cloud',
    kind: 'webhook',
    waiting: 3,
    moreWaiting: false,
    answersWithErrors: false,
    parked: 0,
    delivered: 0,
    oldestWaitingAt: null,
    lastDeliveredAt: null,
    failingSince: new Date().toISOString(),
    lastError: null,
    nextAttemptAt: null,
  });
  await stream.nextOf('destinations');
  expect(await stream.nextOf('status')).toMatchObject({ data: { cloud: { tone: 'busy' } } });
});

test('an exception that was closed is told', async () => {
  const shop = new MemoryShop();
  shop.raise('type.unknown', { subject: 'x', detail: '', seq: 1 });
  await using live = await startedFeed(shop);
  const stream = openStream(live);
  shop.sell('BAK-101', '1');
  await stream.nextOf('destinations');
  await stream.nextOf('status');
  await shop.submitHub('backroom.exception.closed.v1', { exception: 1 });
  expect(await stream.nextOf('activity')).toMatchObject({
    data: { html: expect.stringContaining('Exception closed') },
  });
  await stream.nextOf('destinations');
});

test('there are at most so many streams, and an ended one makes room', async () => {
  await using live = await startedFeed(new MemoryShop());
  const streams = Array.from({ length: WEB_LIMITS.liveStreams }, () => openStream(live));
  expect(live.open({ afterSeq: undefined, skus: [], disconnect: () => undefined })).toBeNull();
  await streams[0]?.cancel();
  expect(live.size).toBe(WEB_LIMITS.liveStreams - 1);
  openStream(live);
  expect(live.size).toBe(WEB_LIMITS.liveStreams);
});

test('a reader that stops reading is cut off, and the others hear everything', async () => {
  const shop = new MemoryShop();
  await using live = await startedFeed(shop);
  const cut = new AbortController();
  openStream(live, { disconnect: () => cut.abort() });
  const reader = openStream(live);
  const rows = WEB_LIMITS.activityRows;
  for (let round = 0; !cut.signal.aborted; round += 1) {
    // Long names fill the buffer of the reader that stands still.
    for (let index = 0; index < rows; index += 1) shop.sell('BAK-101', '1', { by: 'x'.repeat(2_000) });
    for (let index = 0; index < rows; index += 1) {
      expect(await reader.nextOf('activity')).toMatchObject({ id: String(round * rows + index + 1) });
    }
    await reader.nextOf('status');
  }
  expect(live.size).toBe(1);
});

test('stopping ends every stream', async () => {
  const live = await startedFeed(new MemoryShop());
  const stream = openStream(live);
  await live[Symbol.asyncDispose]();
  expect(await stream.nextOf('status')).toBeDefined();
  expect(await stream.next()).toBeNull();
  expect(live.open({ afterSeq: undefined, skus: [], disconnect: () => undefined })).toBeNull();
});

test('a ledger that cannot be read ends the streams, and the feed lives on', async () => {
  const shop = new MemoryShop();
  await using live = await startedFeed(shop);
  const stream = openStream(live);
  await stream.next();
  const { lastSeq } = shop.reader;
  shop.reader.lastSeq = () => {
    shop.reader.lastSeq = lastSeq;
    throw new Error('disk I/O error');
  };
  shop.sell('BAK-101', '1');
  expect(await stream.next()).toBeNull();
  const again = openStream(live, { afterSeq: 0 });
  expect(await again.next()).toMatchObject({ name: 'activity', id: '1' });
});

import { MemoryShop } from './memory-shop.ts';

const HOUR_MS = 3_600_000;

/** A shop in the middle of its day: sales, an unlisted code, open questions, a destination down and an item set aside. */
export function busyShop(): MemoryShop {
  const shop = new MemoryShop();
  const skus = [...shop.products.values()]
    .filter(({ kind, unit }) => kind === 'goods' && unit === 'each')
    .map(({ sku }) => sku);
  for (let index = 0; index < 40; index += 1) {
    const sku = skus[(index * 7) % 12] ?? '';
    shop.sell(sku, '1', {
      by: `till-${(index % 3) + 1}`,
      totalMinor: 380 + ((index * 977) % 6200),
      lines: (index % 6) + 1,
    });
  }
  shop.append('backroom.stock.received.v1', { by: 'till-2', lines: 14 });
  shop.append('backroom.refund.completed.v1', { by: 'till-3', totalMinor: -650, lines: 1, currency: 'GBP' });
  shop.sellUnknown('5012345678900');
  shop.raise('stock.negative', {
    subject: 'FRU-131 at shop',
    detail: 'Flat-leaf parsley is at −1 in shop.',
    seq: 12,
  });
  fillQueues(shop);
  const at = new Date(shop.clock.nowMs()).toISOString();
  const unread = { at, sha256: '9f2c', from: 'till-3' };
  shop.unread.push({ ...unread, rejected: 2, reason: 'It is not JSON.', timesSeen: 4 });
  shop.unread.push({ ...unread, rejected: 1, reason: 'lines: is missing', timesSeen: 1 });
  return shop;
}

function fillQueues(shop: MemoryShop): void {
  const ago = (hours: number): string => new Date(shop.clock.nowMs() - hours * HOUR_MS).toISOString();
  const never = { failingSince: null, lastError: null, nextAttemptAt: null, oldestWaitingAt: null };
  const calm = { ...never, answersWithErrors: false };
  shop.queues.push(
    {
      name: 'Cloud bookkeeping',
      kind: 'webhook',
      waiting: 37,
      moreWaiting: false,
      parked: 1,
      delivered: 18_204,
      oldestWaitingAt: ago(0.2),
      lastDeliveredAt: ago(0.2),
      failingSince: ago(0.2),
      answersWithErrors: false,
      lastError: 'It cannot be reached: connect ECONNREFUSED 203.0.113.7:443.',
      nextAttemptAt: ago(-0.05),
    },
    {
      ...calm,
      name: 'Archive folder',
      kind: 'archive-file',
      waiting: 0,
      moreWaiting: false,
      parked: 0,
      delivered: 18_242,
      lastDeliveredAt: ago(0.01),
    },
  );
  shop.aside.push({
    destination: 'Cloud bookkeeping',
    seq: 17,
    eventId: '0197',
    type: 'backroom.sale.completed.v1',
    reason: 'It answered: the tax category “standard-2” is not known there.',
    attempts: 3,
    parkedAt: ago(1.4),
  });
}

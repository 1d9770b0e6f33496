import type { DeliveryAnswer, TransferAnswer } from '../../hub/contract/goods-views.ts';
import type { GoodsReader } from '../../hub/web/goods-port.ts';

const LOAF = { sku: 'BAK-101', name: 'Sourdough loaf', unit: 'each' };
const PART = {
  seq: 1,
  source: '/stores/0b0e5c60-0000-4000-8000-000000000001/tills/till-1/0b0e5c60-0000-4000-8000-000000000001',
  id: '01990000-0000-7000-8000-000000000002',
  at: '2026-11-23T09:00:00.000Z',
  reversedSeq: null,
};

const DELIVERY: DeliveryAnswer = {
  delivery: 1,
  deliveryId: 'D-1',
  state: 'open',
  isExpected: true,
  location: 'shop',
  supplier: 'Mill & Co',
  deliveryNumber: '4711',
  expectedOn: '2026-11-24',
  note: null,
  lines: [
    {
      ...LOAF,
      expected: '10',
      received: '4',
      rejected: '1',
      over: '0',
      short: '0',
      toCome: '6',
      unitCost: '1.125',
    },
  ],
  parts: [{ ...PART, kind: 'received' }],
  rejections: [{ seq: 1, sku: LOAF.sku, quantity: '1', reason: 'wet' }],
  asOfSeq: 1,
};

const TRANSFER: TransferAnswer = {
  transfer: 1,
  transferId: 'T-1',
  state: 'open',
  from: 'shop',
  to: 'Cellar',
  note: null,
  lines: [{ ...LOAF, dispatched: '5', received: '2', inTransit: '3', short: '0', over: '0' }],
  parts: [{ ...PART, kind: 'dispatched' }],
  asOfSeq: 1,
};

/** What a shop answers that expects one delivery and has one transfer on its way. */
export const memoryGoods: GoodsReader = {
  deliveries: ({ state, before = Infinity }) => {
    const { note: _n, lines: _l, parts: _p, rejections: _r, asOfSeq: _s, ...summary } = DELIVERY;
    return state === summary.state && summary.delivery < before ? [summary] : [];
  },
  delivery: (deliveryId) => (deliveryId === DELIVERY.deliveryId ? DELIVERY : null),
  transfers: ({ state, before = Infinity }) => {
    const { note: _n, lines: _l, parts: _p, asOfSeq: _s, ...summary } = TRANSFER;
    return state === summary.state && summary.transfer < before ? [summary] : [];
  },
  transfer: (transferId) => (transferId === TRANSFER.transferId ? TRANSFER : null),
  locations: () => [
    { code: 'shop', name: 'Shop', role: 'sales_floor' },
    { code: 'Cellar', name: null, role: null },
  ],
};

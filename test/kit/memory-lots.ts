import type { LotAnswer } from '../../hub/contract/lot-views.ts';
import type { ValuationReader } from '../../hub/web/cost-port.ts';
import type { LotReader } from '../../hub/web/lot-port.ts';

const SALE: LotAnswer['sales'][number] = {
  seq: 1,
  at: '2026-11-23T10:00:00.000Z',
  businessDate: '2026-11-23',
  till: 'till-1',
  receiptNumber: 'R-1',
  customerId: null,
  quantity: '1',
  voided: false,
};

const LOT: LotAnswer = {
  sku: 'BAK-101',
  name: 'Sourdough loaf',
  unit: 'each',
  lot: 'L-1',
  expires: '2026-11-25',
  expired: false,
  recall: { seq: 2, at: '2026-11-23T11:00:00.000Z', reason: 'glass' },
  onHand: '2',
  places: [{ location: 'shop', onHand: '2', takeFirst: false }],
  saleCount: 1,
  sales: [SALE],
  movements: [
    {
      seq: 1,
      at: SALE.at,
      type: 'backroom.sale.completed.v1',
      from: 'shop',
      to: '~customer',
      quantity: '1',
    },
  ],
};

/** One lot, of a loaf. */
export const memoryLots: LotReader = {
  lot: (sku, code) => (sku === LOT.sku && code === LOT.lot ? LOT : null),
  lotSales: (sku, code) => (sku === LOT.sku && code === LOT.lot ? { sales: [SALE], next: null } : null),
  expiringLots: ({ until, today }) => {
    const { sku, name, unit, lot, onHand } = LOT;
    const expires = '2026-11-25';
    const daysLeft = Math.round((Date.parse(expires) - Date.parse(today)) / 86_400_000);
    const row = { sku, name, unit, lot, expires, daysLeft, onHand, recalled: true };
    return { lots: expires <= until ? [row] : [], next: null };
  },
};

/** Two loaves at 1.25 each. */
export const memoryValuation: ValuationReader = {
  valuation: () => ({
    products: [{ sku: LOT.sku, name: LOT.name, unit: LOT.unit, onHand: '2', average: '1.25', value: '2.5' }],
    next: null,
  }),
  valueSlice: () => ({ valueMicro: 2_500_000n, productsWithoutCost: 1, next: null }),
};

import type { LiabilityReader } from '../../hub/web/liability-port.ts';

const BALANCE = { currency: 'EUR', balanceMinor: 5_000, heldMinor: 500, availableMinor: 4_500 };
const SALE = { source: '/stores/s/tills/till-1/i', id: 'sale-1' };

/** A shop that sold one gift card. */
export const memoryLiabilities: LiabilityReader = {
  liabilities: ({ kind, before = Infinity }) =>
    kind === 'gift_card' && before > 1 ? [{ liability: 1, kind, account: 'card-1', ...BALANCE }] : [],
  liability: ({ kind, account }) => {
    if (kind !== 'gift_card' || account !== 'card-1') return null;
    const at = '2026-11-23T09:00:00.000Z';
    const sold = { seq: 1, at, changeMinor: 5_000, balanceMinor: 5_000, reason: 'sold' } as const;
    const entries = [{ account, ...sold }];
    return { kind, account, balances: [{ liability: 1, ...BALANCE, entries }], asOfSeq: 1 };
  },
  hold: (holdId) => {
    if (holdId !== 'hold-1') return null;
    return {
      holdId,
      state: 'open',
      kind: 'gift_card',
      account: 'card-1',
      sale: null,
      currency: 'EUR',
      amountMinor: 500,
      heldMinor: 500,
      usedMinor: 0,
      madeAt: '2026-11-23T09:00:00.000Z',
      expiresAt: '2026-11-23T09:15:00.000Z',
      refusal: null,
      asOfSeq: 1,
    };
  },
  refundable: ({ id }) => {
    if (id !== SALE.id) return null;
    const amounts = { soldMinor: 1_000, refundedMinor: 500, heldMinor: 0, refundableMinor: 500 };
    const line = {
      line: 1,
      sku: 'BAK-101',
      barcode: null,
      quantity: '2',
      amountMinor: 1_000,
      refundedQuantity: '1',
      refundedMinor: 500,
      refundableQuantity: '1',
      refundableMinor: 500,
    };
    const day = { businessDate: '2026-11-23', currency: 'EUR', voided: false };
    return { seq: 2, ...SALE, ...day, ...amounts, lines: [line], asOfSeq: 2 };
  },
  orderRefunds: (orderNumber) => {
    if (orderNumber !== '1001') return [];
    const day = { businessDate: '2026-11-23', currency: 'EUR', totalMinor: -500 };
    return [{ seq: 3, ...SALE, id: 'refund-1', channel: 'web shop', orderNumber, ...day }];
  },
};

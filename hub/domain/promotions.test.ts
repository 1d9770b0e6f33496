import { expect, test } from 'vitest';
import { promotionsOf } from './promotions.ts';

function line(...discounts: { promotionId?: string; amountMinor: number }[]) {
  return { kind: 'goods', quantity: '1', unitPrice: '1', amountMinor: 100, discounts } as const;
}

test('a promotion stands once for all its lines, and a discount without one stands nowhere', () => {
  const lines = [
    line({ promotionId: 'spring', amountMinor: 50 }, { amountMinor: 10 }),
    line({ promotionId: 'club', amountMinor: 5 }, { promotionId: 'spring', amountMinor: -20 }),
  ];
  expect(promotionsOf({ lines })).toEqual([
    { promotion: 'spring', amountMinor: 30 },
    { promotion: 'club', amountMinor: 5 },
  ]);
});

test('receipts without promotions share the same nothing', () => {
  expect(promotionsOf({ lines: [line({ amountMinor: 10 })] })).toBe(promotionsOf({ lines: [] }));
});

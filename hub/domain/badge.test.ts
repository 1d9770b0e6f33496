import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badgeOf } from './badge.ts';

test.for([
  { onHandMicro: -1, lowStockMicro: null, badge: 'negative' },
  { onHandMicro: 0, lowStockMicro: 5, badge: 'out' },
  { onHandMicro: 5, lowStockMicro: 5, badge: 'low' },
  { onHandMicro: 6, lowStockMicro: 5, badge: 'ok' },
  { onHandMicro: 1, lowStockMicro: null, badge: 'ok' },
])('$onHandMicro on hand with a level of $lowStockMicro is $badge', ({ badge, ...input }) => {
  expect(badgeOf({ kind: 'goods', ...input })).toBe(badge);
});

test('what is not goods is not counted, whatever the figures say', () => {
  const kind = fc.constantFrom('service', 'gift_card', 'deposit');
  fc.assert(
    fc.property(kind, fc.integer(), (other, onHandMicro) => {
      expect(badgeOf({ kind: other, onHandMicro, lowStockMicro: 1 })).toBe('untracked');
    }),
  );
});

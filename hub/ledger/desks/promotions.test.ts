import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, tillSource } from '../../../test/kit/till-events.ts';

interface Sold {
  readonly kind: 'sale' | 'refund';
  readonly day: number;
  readonly promotions: readonly (readonly [promotion: string, amountMinor: number])[];
  readonly isVoided: boolean;
}

const sold: fc.Arbitrary<Sold> = fc.record({
  kind: fc.constantFrom('sale', 'refund'),
  day: fc.integer({ min: 1, max: 3 }),
  promotions: fc.array(
    fc.tuple(fc.constantFrom('spring', 'club', 'staff'), fc.integer({ min: 1, max: 90 })),
    {
      maxLength: 4,
    },
  ),
  isVoided: fc.boolean(),
});

function eventsOf({ kind, day, promotions, isVoided }: Sold, index: number) {
  const sign = kind === 'sale' ? 1 : -1;
  const discounts = promotions.map(([promotionId, amountMinor]) => ({
    promotionId,
    amountMinor: sign * amountMinor,
  }));
  const given = discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const amountMinor = sign * 500 - given;
  const disposition = kind === 'refund' ? { disposition: 'sellable' } : {};
  const line = {
    sku: 'TEA',
    kind: 'goods',
    quantity: String(sign),
    unitPrice: '5',
    amountMinor,
    discounts,
    ...disposition,
  };
  const id = `receipt-${index}`;
  const data = {
    currency: 'EUR',
    businessDate: `2026-11-0${day}`,
    registerSession: 'one',
    lines: [line],
    tenders: [{ kind: 'cash', amountMinor }],
  };
  const receipt = ledgerEvent({ type: `backroom.${kind}.completed.v1`, id, data });
  if (!isVoided || kind === 'refund') return [receipt];
  const original = { source: tillSource(), id };
  const words = { businessDate: data.businessDate, registerSession: 'one', reason: 'mistake' };
  return [receipt, ledgerEvent({ type: 'backroom.sale.voided.v1', data: { original, ...words } })];
}

/** What each promotion gave away on each day, added up by hand. */
function expected(receipts: readonly Sold[]) {
  const totals = new Map<string, { sales: number; refunds: number; amountMinor: number }>();
  for (const { kind, day, promotions, isVoided } of receipts) {
    if (isVoided && kind === 'sale') continue;
    for (const promotion of new Set(promotions.map(([name]) => name))) {
      const key = `2026-11-0${day} ${promotion}`;
      const total = totals.get(key) ?? { sales: 0, refunds: 0, amountMinor: 0 };
      const given = promotions
        .filter(([name]) => name === promotion)
        .reduce((sum, [, minor]) => sum + minor, 0);
      total[kind === 'sale' ? 'sales' : 'refunds'] += 1;
      total.amountMinor += kind === 'sale' ? given : -given;
      totals.set(key, total);
    }
  }
  return Object.fromEntries([...totals].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

test('promotions add up by day, with voids and refunds, in whatever order the events come and come again', () => {
  fc.assert(
    fc.property(fc.array(sold, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (receipts, order) => {
      using shop = tempLedger();
      const events = receipts.flatMap(eventsOf);
      const shuffled = [...events, ...events.slice(0, 3)]
        .map((event) => ({ event, at: order.next().value as number }))
        .toSorted((a, b) => a.at - b.at);
      for (const { event } of shuffled) shop.ledger.commit([event]);
      const totals = shop.reader
        .promotionTotals({ from: '2026-11-01', to: '2026-11-30' }, 100)
        .filter(({ sales, refunds }) => sales + refunds > 0)
        .map(({ businessDate, promotion, sales, refunds, amountMinor }) => [
          `${businessDate} ${promotion}`,
          { sales, refunds, amountMinor },
        ]);
      expect(Object.fromEntries(totals)).toEqual(expected(receipts));
      expectWhole(shop.file);
    }),
    { numRuns: 25 },
  );
}, 60_000);

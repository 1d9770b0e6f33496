import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SaleCompleted } from '../contract/sale.ts';
import { LIMITS } from '../contract/limits.ts';
import { formatScaled } from '../kit/scaled-decimal.ts';
import { minorDigits, receiptSums } from './receipt-sums.ts';

const amount = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000 }),
  fc.integer({ min: -LIMITS.amountMinor, max: LIMITS.amountMinor }),
);
const quantity = fc
  .integer({ min: -9_999_999_999, max: 9_999_999_999 })
  .map((micro) => formatScaled(micro, 6));
const decimal = fc.tuple(fc.integer(), fc.nat(9)).map(([value, scale]) => formatScaled(value, scale));
const rate = fc.constant('19');
const line = fc.record({
  sku: fc.constant('A'),
  kind: fc.constant('goods' as const),
  quantity,
  unitPrice: decimal,
  amountMinor: amount,
  discounts: fc.array(fc.record({ amountMinor: amount }), { maxLength: 3 }),
  taxes: fc.array(
    fc.record({ category: fc.constant('A'), rate, amountMinor: amount, included: fc.boolean() }),
    { maxLength: 3 },
  ),
});
const optional = fc.option(amount, { nil: undefined });
const receipt = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    tenders: fc.array(fc.record({ kind: fc.constant('cash' as const), amountMinor: amount }), {
      maxLength: 3,
    }),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    sums: fc.record({
      changeMinor: optional,
      tipMinor: optional,
      roundingMinor: optional,
      cashBackMinor: optional,
    }),
  })
  .map(({ sums, ...rest }): SaleCompleted => {
    const given = Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== undefined));
    return { businessDate: '2026-11-23', registerSession: 's', ...rest, ...given };
  });

const total = (amounts: readonly { amountMinor: number }[]): bigint =>
  amounts.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n);

test('a receipt is added up as integers of any size add up', () => {
  fc.assert(
    fc.property(receipt, (sale) => {
      const { tipMinor = 0, roundingMinor = 0, cashBackMinor = 0, changeMinor = 0 } = sale;
      const due = total(sale.lines) + BigInt(tipMinor) + BigInt(roundingMinor) + BigInt(cashBackMinor);
      const sums = receiptSums(sale);
      expect(BigInt(sums.totalMinor)).toBe(total(sale.lines));
      expect(BigInt(sums.offByMinor)).toBe(total(sale.tenders) - BigInt(changeMinor) - due);
    }),
  );
});

/** A decimal as a fraction of 10^20, in which every price and quantity of the contract is whole. */
function scaled(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(20, '0'));
  return text.startsWith('-') ? -value : value;
}

const ONE = 10n ** 20n;

function multiplies(sold: SaleCompleted['lines'][number], currency: string): boolean {
  const digits = 10n ** BigInt({ EUR: 2, JPY: 0, KWD: 3 }[currency] ?? 2);
  const exact = scaled(sold.quantity) * scaled(sold.unitPrice) * digits;
  const added = total((sold.taxes ?? []).filter(({ included }) => !included));
  const gross = (BigInt(sold.amountMinor) + total(sold.discounts ?? []) - added) * ONE * ONE;
  const distance = exact > gross ? exact - gross : gross - exact;
  return distance <= ONE * ONE;
}

test('the first line that is more than a minor unit away from quantity times price is found', () => {
  fc.assert(
    fc.property(receipt, (sale) => {
      const expected = sale.lines.findIndex((sold) => !multiplies(sold, sale.currency)) + 1;
      expect(receiptSums(sale).wrongLine).toBe(expected);
    }),
  );
});

test('a line that multiplies is right in every currency, also when it was rounded', () => {
  const property = fc.property(
    fc.constantFrom('EUR', 'JPY', 'KWD'),
    fc.integer({ min: -5_000_000, max: 5_000_000 }),
    fc.nat(999_999),
    (currency, quantityMicro, priceScaled) => {
      const exact = (quantityMicro / 1e6) * (priceScaled / 1e4) * 10 ** minorDigits(currency);
      const sold = {
        sku: 'A',
        kind: 'goods' as const,
        quantity: formatScaled(quantityMicro, 6),
        unitPrice: formatScaled(priceScaled, 4),
        amountMinor: Math.round(exact),
      };
      const sale = { currency, businessDate: '2026-11-23', registerSession: 's', lines: [sold], tenders: [] };
      expect(receiptSums(sale).wrongLine).toBe(0);
    },
  );
  fc.assert(property);
});

test('a receipt of a thousand lines at the highest amounts is added up exactly', () => {
  const sold = {
    sku: 'A',
    kind: 'goods' as const,
    quantity: '1',
    unitPrice: '1',
    amountMinor: LIMITS.amountMinor,
  };
  const lines = Array.from({ length: LIMITS.lines }, () => sold);
  const sale = { currency: 'EUR', businessDate: '2026-11-23', registerSession: 's', lines, tenders: [] };
  expect(receiptSums(sale).totalMinor).toBe(LIMITS.amountMinor * LIMITS.lines);
  expect(Number.isSafeInteger(receiptSums(sale).totalMinor)).toBe(true);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliver, NOTHING_KNOWN, valueOfDelivery, WORTH_MAX_MICRO, worthOf } from './cost.ts';
import type { CostState } from './cost.ts';

const units = (text: number): number => text * 1_000_000;

/** A product’s card as an accountant keeps it: each row is what came or went, and what it leaves. */
function card() {
  let state: CostState = NOTHING_KNOWN;
  let movedMicro = 0;
  const worth = (): number => worthOf(state.price, state.deliveredMicro + movedMicro);
  return {
    buy(quantity: number, unitCost: string) {
      const quantityMicro = units(quantity);
      const valueMicro = valueOfDelivery(unitCost, quantityMicro) ?? Number.NaN;
      const after = deliver(state, { quantityMicro, valueMicro, movedMicro });
      ({ state } = after);
      return { balance: worth(), variance: after.differenceMicro };
    },
    issue(quantity: number) {
      const before = worth();
      movedMicro -= units(quantity);
      return { cost: before - worth(), balance: worth() };
    },
  };
}

test('a textbook card of perpetual moving average comes out as in the book', () => {
  const tea = card();
  expect(tea.buy(200, '4')).toEqual({ balance: units(800), variance: 0 });
  expect(tea.buy(300, '5')).toEqual({ balance: units(2_300), variance: 0 });
  expect(tea.issue(400)).toEqual({ cost: units(1_840), balance: units(460) });
  expect(tea.buy(100, '5.20')).toEqual({ balance: units(980), variance: 0 });
  expect(tea.issue(50)).toEqual({ cost: units(245), balance: units(735) });
  expect(tea.issue(-10)).toEqual({ cost: units(-49), balance: units(784) });
});

test('what left below zero at the last cost is put right by the next delivery', () => {
  const tea = card();
  tea.buy(10, '2');
  expect(tea.issue(15)).toEqual({ cost: units(30), balance: units(-10) });
  // Of the 10 that come at 3, 5 were sold at 2 already: 5 more is what they cost.
  expect(tea.buy(10, '3')).toEqual({ balance: units(15), variance: units(-5) });
  expect(tea.issue(5)).toEqual({ cost: units(15), balance: 0 });
});

test('goods that came before any cost was known take the first cost that is', () => {
  const tea = card();
  expect(tea.issue(-4)).toEqual({ cost: 0, balance: 0 });
  expect(tea.buy(6, '2.50')).toEqual({ balance: units(25), variance: units(10) });
});

test('worth is rounded half away from zero, and what is left last takes the rest with it', () => {
  const price = { valueMicro: 10_000_000, quantityMicro: units(3) };
  expect([1, 2, 3, -1].map((count) => worthOf(price, units(count)))).toEqual([
    3_333_333, 6_666_667, 10_000_000, -3_333_333,
  ]);
  expect(worthOf({ valueMicro: 1, quantityMicro: 2 }, 1)).toBe(1);
  expect(worthOf({ valueMicro: 1, quantityMicro: 2 }, -1)).toBe(-1);
});

test.each([
  ['1.125', 12, 13_500_000],
  ['0.00012345', 1_000, 123_450],
  ['0', 5, 0],
  ['0.0000005', 1, 1],
])('a delivery at %s each for %i is worth what it says', (unitCost, count, valueMicro) => {
  expect(valueOfDelivery(unitCost, units(count))).toBe(valueMicro);
});

test('more than can be counted is said so, and never wrong', () => {
  expect(valueOfDelivery('99999999999999999999', units(999_999))).toBeNull();
  expect(worthOf({ valueMicro: 2 ** 51, quantityMicro: 1 }, units(1))).toBe(WORTH_MAX_MICRO);
  expect(worthOf({ valueMicro: 2 ** 51, quantityMicro: 1 }, units(-1))).toBe(-WORTH_MAX_MICRO);
});

test('worth is the exact quotient, rounded, whatever the numbers', () => {
  const number = fc.oneof(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 2 ** 45 }));
  fc.assert(
    fc.property(number, number, number, (valueMicro, quantityMicro, onHandMicro) => {
      const [dividend, divisor] = [BigInt(valueMicro) * BigInt(onHandMicro), BigInt(quantityMicro)];
      const floor = dividend / divisor;
      const exact = 2n * (dividend - floor * divisor) >= divisor ? floor + 1n : floor;
      const limit = BigInt(WORTH_MAX_MICRO);
      const expected = Number(exact > limit ? limit : exact);
      expect(worthOf({ valueMicro, quantityMicro }, onHandMicro)).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});

test('between deliveries only the sum of what moved counts, not its order or its parts', () => {
  const moves = fc.array(fc.integer({ min: -5_000_000, max: 5_000_000 }), { maxLength: 20 });
  fc.assert(
    fc.property(moves, fc.integer({ min: 1, max: 10 ** 9 }), (changes, valueMicro) => {
      const { state } = deliver(NOTHING_KNOWN, { quantityMicro: 7_000_000, valueMicro, movedMicro: 0 });
      let onHandMicro = 7_000_000;
      let out = 0;
      for (const change of changes) {
        out += worthOf(state.price, onHandMicro) - worthOf(state.price, onHandMicro + change);
        onHandMicro += change;
      }
      expect(valueMicro - out).toBe(worthOf(state.price, onHandMicro));
    }),
  );
});

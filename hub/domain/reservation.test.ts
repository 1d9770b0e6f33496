import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addUp, needOf, sharesOf, standingOf, stateOf, sumsOf } from './reservation.ts';
import type { ReservationFacts, ReservationSums } from './reservation.ts';

const OPEN: ReservationFacts = {
  isMade: true,
  isRefused: false,
  isPosted: false,
  isSold: false,
  isVoided: false,
  isExpired: false,
};
const five = (more: Partial<ReservationSums> = {}): ReservationSums => ({
  madeMicro: 5,
  postedMicro: 0,
  soldMicro: 0,
  voidedMicro: 0,
  ...more,
});

const anyFacts: fc.Arbitrary<ReservationFacts> = fc.record({
  isMade: fc.boolean(),
  isRefused: fc.boolean(),
  isPosted: fc.boolean(),
  isSold: fc.boolean(),
  isVoided: fc.boolean(),
  isExpired: fc.boolean(),
});
const micro = fc.integer({ min: -5_000_000, max: 20_000_000 });
const anySums: fc.Arbitrary<ReservationSums> = fc.record({
  madeMicro: micro,
  postedMicro: micro,
  soldMicro: micro,
  voidedMicro: micro,
});

test.for<[string, Partial<ReservationFacts>, Partial<ReservationSums>, object]>([
  ['what was made is promised', {}, {}, { reservedMicro: 5, leftMicro: 0, beyondMicro: 0 }],
  ['a part leaves', {}, { postedMicro: 2 }, { reservedMicro: 3, leftMicro: 2 }],
  ['a part that a till sold left with its sale', {}, { soldMicro: 2 }, { reservedMicro: 3, leftMicro: 0 }],
  ['all that is left leaves', { isPosted: true }, { postedMicro: 2 }, { reservedMicro: 0, leftMicro: 5 }],
  ['what was freed does not leave', { isPosted: true }, { voidedMicro: 2 }, { leftMicro: 3 }],
  ['the till’s sale goes before a posting', { isPosted: true, isSold: true }, {}, { leftMicro: 0 }],
  [
    'more than was promised leaves',
    {},
    { postedMicro: 7 },
    { reservedMicro: 0, leftMicro: 7, beyondMicro: 2 },
  ],
  ['what expired is free', { isExpired: true }, {}, { reservedMicro: 0, leftMicro: 0 }],
  ['what expired and is handed over leaves', { isExpired: true, isPosted: true }, {}, { leftMicro: 5 }],
  ['a refused one promises nothing', { isRefused: true }, {}, { reservedMicro: 0, beyondMicro: 0 }],
  [
    'what was handed over for a refused one is gone',
    { isRefused: true },
    { postedMicro: 1 },
    { leftMicro: 1 },
  ],
  ['nothing happens before it is here', { isMade: false }, { postedMicro: 1 }, { leftMicro: 0 }],
])('%s', ([, facts, sums, standing]) => {
  expect(standingOf({ ...OPEN, ...facts }, five(sums))).toMatchObject(standing);
});

test('what is promised is never below zero, and only an open reservation promises', () => {
  fc.assert(
    fc.property(anyFacts, fc.array(anySums, { minLength: 1, maxLength: 4 }), (facts, products) => {
      const state = stateOf(facts, products);
      for (const sums of products) {
        const { reservedMicro, beyondMicro } = standingOf(facts, sums);
        expect(reservedMicro).toBeGreaterThanOrEqual(0);
        expect(beyondMicro).toBeGreaterThanOrEqual(0);
        if (state !== 'open') expect(reservedMicro).toBe(0);
      }
      if (state === 'open')
        expect(products.some((sums) => standingOf(facts, sums).reservedMicro > 0)).toBe(true);
    }),
  );
});

test('the shares of merged products are what they promise together, and none has more than it asked for itself', () => {
  fc.assert(
    fc.property(fc.array(anySums, { minLength: 1, maxLength: 5 }), (merged) => {
      const { reservedMicro } = standingOf(OPEN, sumsOf(merged));
      const shares = sharesOf(OPEN, merged, reservedMicro);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(reservedMicro);
      shares.forEach((share, index) => {
        const sums = merged[index] ?? five();
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(standingOf(OPEN, sums).reservedMicro);
      });
    }),
  );
});

test('a hold needs what it promises and what was handed over for it before it came', () => {
  expect(needOf({ ...OPEN, isMade: false }, five())).toBe(5);
  expect(needOf(OPEN, five({ postedMicro: 2 }))).toBe(5);
  expect(needOf(OPEN, five({ soldMicro: 2 }))).toBe(3);
  expect(needOf({ ...OPEN, isVoided: true }, five())).toBe(0);
});

test.for<[string, Partial<ReservationFacts>, Partial<ReservationSums>]>([
  ['awaited', { isMade: false, isVoided: true }, {}],
  ['refused', { isRefused: true, isPosted: true }, {}],
  ['open', {}, { postedMicro: 4 }],
  ['posted', {}, { postedMicro: 5 }],
  ['posted', { isVoided: true }, { postedMicro: 1 }],
  ['posted', {}, { postedMicro: 1, voidedMicro: 4 }],
  ['posted', { isExpired: true }, { soldMicro: 5 }],
  ['voided', {}, { voidedMicro: 5 }],
  ['voided', { isVoided: true, isExpired: true }, {}],
  ['expired', { isExpired: true }, { postedMicro: 1 }],
])('a reservation is %s', ([state, facts, sums]) => {
  expect(stateOf({ ...OPEN, ...facts }, [five(sums)])).toBe(state);
});

test('sums stay exact or are not made', () => {
  expect(addUp(1, 2)).toBe(3);
  expect(addUp(999_999_999_999_999, 1)).toBe(1_000_000_000_000_000);
  expect(addUp(1_000_000_000_000_000, 1)).toBeNull();
  expect(addUp(-1_000_000_000_000_000, -1)).toBeNull();
});

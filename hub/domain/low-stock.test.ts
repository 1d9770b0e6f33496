import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelAt, lowSince } from './low-stock.ts';
import { PLACE } from './places.ts';

const AT = { place: PLACE.shop, productLevelMicro: null } as const;

test('a product is low from its level down, and until there is more than level and margin', () => {
  const step = (before: number | null, onHandMicro: number, seq: number): number | null =>
    lowSince({ ...AT, onHandMicro, levelMicro: 5, marginMicro: 2, lowSince: before }, seq);
  expect(step(null, 6, 1)).toBeNull();
  expect(step(null, 5, 2)).toBe(2);
  expect(step(2, 1, 3)).toBe(2);
  expect(step(2, 7, 4)).toBe(2);
  expect(step(2, 8, 5)).toBeNull();
});

test('the level of the product holds in the shop itself, where none of its own was set', () => {
  expect(levelAt({ place: PLACE.shop, levelMicro: null, productLevelMicro: 3 })).toBe(3);
  expect(levelAt({ place: PLACE.shop, levelMicro: 0, productLevelMicro: 3 })).toBe(0);
  expect(levelAt({ place: 9, levelMicro: null, productLevelMicro: 3 })).toBeNull();
  expect(levelAt({ place: 9, levelMicro: 4, productLevelMicro: 3 })).toBe(4);
});

test('whatever is sold and received, a product becomes low once each time that it crosses its level', () => {
  const onHands = fc.array(fc.integer({ min: -5, max: 15 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(onHands, fc.nat(8), fc.nat(4), (steps, levelMicro, marginMicro) => {
      let since: number | null = null;
      let isLow = false;
      steps.forEach((onHandMicro, index) => {
        const before = since;
        since = lowSince({ ...AT, onHandMicro, levelMicro, marginMicro, lowSince: before }, index + 1);
        if (onHandMicro <= levelMicro) isLow = true;
        else if (onHandMicro > levelMicro + marginMicro) isLow = false;
        expect(since !== null).toBe(isLow);
        if (before !== null && since !== null) expect(since).toBe(before);
      });
    }),
  );
});

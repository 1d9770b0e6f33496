import { expect, test } from 'vitest';
import { KNOBS, knobsFor } from './knobs.ts';

test('a proof sets every number that the caller has not set', () => {
  const knobs = knobsFor({ KILLS: '7', FLIPS: '' }, false);
  expect(knobs).not.toHaveProperty('KILLS');
  expect(knobs['FLIPS']).toBe(String(KNOBS['FLIPS']));
});

test('a quick proof takes the numbers of the tests themselves', () => {
  expect(knobsFor({}, true)).toEqual({});
});

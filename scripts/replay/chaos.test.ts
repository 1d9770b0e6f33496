import { expect, test } from 'vitest';
import { planChaos } from './chaos.ts';

const SIZE = { events: 5_000, kills: 12 };

test('the same seed plans the same trouble, and another seed other trouble', () => {
  const [one, same, other] = [planChaos(1, SIZE), planChaos(1, SIZE), planChaos(2, SIZE)];
  const fates = (plan: typeof one): string[] =>
    Array.from({ length: 500 }, (_, index) => plan.fateOf('till-1', index));
  expect([same.kills, same.outages, fates(same)]).toEqual([one.kills, one.outages, fates(one)]);
  expect(other.kills).not.toEqual(one.kills);
  expect(fates(other)).not.toEqual(fates(one));
});

test.each([4, 40, 400, 16_000])(
  'of %s events every kill and every kind of trouble has its place',
  (events) => {
    const plan = planChaos(3, { events, kills: 4 });
    expect(plan.kills).toHaveLength(4);
    expect(new Set(plan.outages.map(({ mode }) => mode))).toEqual(
      new Set(['on', 'off', 'slow', 'error', 'die']),
    );
    expect(plan.kills.every(({ atEvent }) => atEvent < events)).toBe(true);
  },
);

test('every kind of fate is met', () => {
  const plan = planChaos(4, SIZE);
  const fates = new Set(Array.from({ length: 2_000 }, (_, index) => plan.fateOf('till-2', index)));
  expect(fates).toEqual(new Set(['plain', 'twice', 'cutBefore', 'cutAfter', 'conflict']));
});

test('every other kill waits for the office to begin something', () => {
  const { kills } = planChaos(1, { events: 400, kills: 4, office: [30, 60, 250] });
  expect([30, 60]).toContain(kills[0]?.atEvent);
  expect(kills[2]?.atEvent).toBe(250);
});

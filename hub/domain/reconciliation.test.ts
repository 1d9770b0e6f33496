import { expect, test } from 'vitest';
import { destinationAnswer, ON_THE_WAY_MAX, reconcile } from './reconciliation.ts';
import type { DaySums, DestinationOfDay } from './reconciliation.ts';

const EVEN: DaySums = {
  sessions: [],
  sales: [{ about: 'sales', currency: 'EUR', oursMinor: 5, theirsMinor: 5 }],
  journal: [],
  clearing: [],
  suspense: [{ currency: 'EUR', minor: 0 }],
  payouts: [],
  destinations: [{ name: 'books', waiting: 0, parked: 0, says: null }],
};

const PAIRS = [
  { about: 'revenue', currency: 'EUR', oursMinor: 500, theirsMinor: 400 },
  { about: 'tax:food 7', currency: 'EUR', oursMinor: 35, theirsMinor: 35 },
];

function books(more: Partial<DestinationOfDay>): DestinationOfDay {
  const says = { name: 'books', kind: 'says', pairs: PAIRS } as const;
  return { name: 'books', waiting: 0, parked: 0, says, ...more };
}

test('a day whose sums are the same everywhere agrees', () => {
  expect(reconcile(EVEN)).toEqual([]);
});

test('what a destination says otherwise than the hub is a row with what to do', () => {
  const [row, ...others] = reconcile({ ...EVEN, destinations: [books({})] });
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    cause: 'destination.differs',
    theirsMinor: 400,
    detail: 'books: revenue: 5.00 EUR here, 4.00 EUR there.',
    advice: expect.stringContaining('other system'),
  });
});

test('what a destination was not given yet is no difference of what it holds', () => {
  const destinations = [books({ waiting: 2, parked: 1 })];
  expect(reconcile({ ...EVEN, destinations }).map(({ detail }) => detail)).toEqual([
    'books: 2 on the way.',
    'books: 1 set aside.',
  ]);
});

test('of a destination that has been away for long the day says no number that is wrong', () => {
  const detailOf = (waiting: number): string | undefined =>
    reconcile({ ...EVEN, destinations: [books({ waiting })] })[0]?.detail;
  expect(detailOf(ON_THE_WAY_MAX - 1)).toBe('books: 499 on the way.');
  expect(detailOf(ON_THE_WAY_MAX)).toBe('books: 500 or more on the way.');
});

test.each([
  [books({ says: null }), 'not_asked', 'books was not asked what it holds: no hub is running.'],
  [books({ says: { name: 'books', kind: 'does_not_say' } }), 'does_not_say', /does not say what it holds\.$/],
  [books({ waiting: 1 }), 'behind', /was not given everything yet/],
  [books({}), 'differs', /holds something else/],
  [
    books({ says: { name: 'books', kind: 'says', pairs: PAIRS.slice(1) } }),
    'agrees',
    'books holds what the books have.',
  ],
  [
    books({ says: { name: 'books', kind: 'no_answer', reason: 'it is gone' } }),
    'no_answer',
    'books could not be asked what it holds (it is gone).',
  ],
])('how a destination stands is said in words (%#)', (destination, holds, detail) => {
  const answer = destinationAnswer(destination);
  expect(answer.holds).toBe(holds);
  expect(answer.detail).toMatch(detail);
});

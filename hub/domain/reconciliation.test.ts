import { expect, test } from 'vitest';
import { differenceWords, reconcile } from './reconciliation.ts';
import type { DaySums } from './reconciliation.ts';

const EVEN: DaySums = {
  open: [],
  tills: [],
  over: [{ currency: 'EUR', minor: 0 }],
  sales: [{ about: 'sales', currency: 'EUR', oursMinor: 5, theirsMinor: 5 }],
  journal: [],
  clearing: [],
  suspense: [],
  payouts: [],
  destinations: [{ name: 'books', waiting: 0, parked: 0, says: null }],
};

test('a day whose sums are the same everywhere agrees', () => {
  expect(reconcile(EVEN)).toEqual([]);
});

test('what a destination says otherwise than the hub is a row with what to do', () => {
  const says = [
    { about: 'revenue', currency: 'EUR', oursMinor: 500, theirsMinor: 400 },
    { about: 'tax:food 7', currency: 'EUR', oursMinor: 35, theirsMinor: 35 },
  ];
  const [row, ...others] = reconcile({
    ...EVEN,
    destinations: [{ name: 'books', waiting: 0, parked: 0, says }],
  });
  expect(others).toEqual([]);
  expect(row).toMatchObject({ cause: 'destination.differs', about: 'books: revenue', theirsMinor: 400 });
  expect(row?.advice).not.toBe('');
  expect(row === undefined ? '' : differenceWords(row)).toBe(
    'books: revenue: 5.00 EUR here, 4.00 EUR there.',
  );
});

import type { CountAnswer, CountLineAnswer } from '../../hub/contract/count-views.ts';
import type { CountReader } from '../../hub/web/count-port.ts';

const COUNTS: readonly CountAnswer[] = [
  {
    count: 1,
    countId: 'C-1',
    state: 'posted',
    kind: 'full',
    location: 'shop',
    shelf: null,
    department: null,
    blind: false,
    note: null,
    startedAt: '2026-11-22T18:00:00.000Z',
    endedAt: '2026-11-22T21:00:00.000Z',
    belonging: 12,
    counted: 12,
    open: 0,
    approved: 12,
    recount: 0,
    missingAsZero: true,
    takenBack: false,
    asOfSeq: 1,
  },
  {
    count: 2,
    countId: 'C-2',
    state: 'open',
    kind: 'spot',
    location: 'shop',
    shelf: null,
    department: null,
    blind: true,
    note: 'before the weekend',
    startedAt: '2026-11-23T09:00:00.000Z',
    endedAt: null,
    belonging: 2,
    counted: 1,
    open: 1,
    approved: 0,
    recount: 0,
    missingAsZero: false,
    takenBack: false,
    asOfSeq: 1,
  },
];

const LINE: CountLineAnswer = {
  sku: 'BAK-101',
  name: 'Sourdough loaf',
  unit: 'each',
  state: 'open',
  counted: '4',
  expected: '5',
  variance: '-1',
  value: '-1.2',
  atSeq: 1,
  movedWhileCounted: false,
  lateSale: false,
  superseded: false,
  found: true,
};

/** What a shop answers that has posted one count and is at another. */
export const memoryCounts: CountReader = {
  stockCounts: ({ state, before = Infinity }) =>
    COUNTS.filter((count) => count.state === state && count.count < before).map((count) => {
      const { belonging: _b, counted: _c, open: _o, approved: _a, recount: _r, ...rest } = count;
      const { missingAsZero: _m, takenBack: _t, asOfSeq: _s, ...summary } = rest;
      return summary;
    }),
  stockCount: (countId) => COUNTS.find((count) => count.countId === countId) ?? null,
  stockCountState: (countId) => COUNTS.find((count) => count.countId === countId)?.state ?? null,
  countLines: (countId, { asCounter, state, from }) => {
    if (!COUNTS.some((count) => count.countId === countId)) return null;
    if (from > 0 || (state ?? LINE.state) !== LINE.state) return [];
    return [asCounter ? { ...LINE, expected: null, variance: null, value: null } : LINE];
  },
};

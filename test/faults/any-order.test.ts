import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../kit/assert-whole.ts';
import { commutingMoney, MONEY_CLOSING, MONEY_OPENING } from '../kit/commuting-money.ts';
import { COUNTED, SKUS, commutingStory } from '../kit/commuting-story.ts';
import { countPosted, countReviewed } from '../kit/count-events.ts';
import { moneyState } from '../kit/money-state.ts';
import { proven } from '../kit/proven.ts';
import { differences, shopState } from '../kit/shop-state.ts';
import type { ShopState } from '../kit/shop-state.ts';
import { tempLedger } from '../kit/temp-ledger.ts';
import { ledgerEvent, productSet, received } from '../kit/till-events.ts';
import type { EventInput } from '../kit/till-events.ts';

const SEED = Number(process.env['ORDER_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['ORDER_RUNS'] ?? 40);
const MONEY_RUNS = Number(process.env['MONEY_RUNS'] ?? 12);

const opening: EventInput[] = [
  ...[...SKUS, COUNTED].map((sku) => ({ ...productSet({ sku }), id: `set ${sku}` })),
  { ...received({ sku: COUNTED, quantity: '7' }), id: 'opening' },
];
const closing: EventInput[] = [
  { ...countReviewed('c-1'), id: 'review' },
  { ...countPosted('c-1'), id: 'posting' },
];

interface Telling {
  readonly story: readonly EventInput[];
  /** How many events at once. */
  readonly batch: number;
}

function stateAfter(stateOf: (db: Database) => ShopState, { story, batch }: Telling): ShopState {
  using temp = tempLedger();
  const told = story.map(ledgerEvent);
  for (let from = 0; from < told.length; from += batch) temp.ledger.commit(told.slice(from, from + batch));
  expectWhole(temp.file);
  return stateOf(temp.db);
}

/** The story, and the same late, twice, and some of it at a time. */
function lateAndTwice(stories: fc.Arbitrary<EventInput[]>) {
  return stories.chain((story) =>
    fc.tuple(
      fc.constant(story),
      fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }),
      fc.integer({ min: 1, max: 9 }),
    ),
  );
}

test(
  'the story of a shop comes to the same end in any order, late and twice',
  { timeout: 60_000 + RUNS * 4_000 },
  ({ task }) => {
    const inAll = (story: readonly EventInput[]): EventInput[] => [...opening, ...story, ...closing];
    fc.assert(
      fc.property(lateAndTwice(commutingStory()), ([story, late, batch]) => {
        const inOrder = stateAfter(shopState, { story: inAll(story), batch: story.length });
        expect(differences(inOrder, stateAfter(shopState, { story: inAll(late), batch }))).toEqual([]);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    proven(task, { promise: 'any-event', cases: RUNS });
  },
);

test(
  'sessions, payments, gift cards, refunds, customers and the books come to the same end in any order, late and twice',
  { timeout: 60_000 + MONEY_RUNS * 4_000 },
  ({ task }) => {
    const inAll = (story: readonly EventInput[]): EventInput[] => [
      ...MONEY_OPENING,
      ...story,
      ...MONEY_CLOSING,
    ];
    fc.assert(
      fc.property(lateAndTwice(commutingMoney()), ([story, late, batch]) => {
        const inOrder = stateAfter(moneyState, { story: inAll(story), batch: story.length });
        expect(differences(inOrder, stateAfter(moneyState, { story: inAll(late), batch }))).toEqual([]);
      }),
      { seed: SEED, numRuns: MONEY_RUNS },
    );
    proven(task, { promise: 'money-any-order', cases: MONEY_RUNS });
  },
);

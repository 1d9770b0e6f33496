import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../kit/assert-whole.ts';
import { COUNTED, SKUS, commutingStory } from '../kit/commuting-story.ts';
import { countPosted, countReviewed } from '../kit/count-events.ts';
import { proven } from '../kit/proven.ts';
import { differences, shopState } from '../kit/shop-state.ts';
import type { ShopState } from '../kit/shop-state.ts';
import { tempLedger } from '../kit/temp-ledger.ts';
import { ledgerEvent, productSet, received } from '../kit/till-events.ts';
import type { EventInput } from '../kit/till-events.ts';

const SEED = Number(process.env['ORDER_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['ORDER_RUNS'] ?? 40);

const opening: EventInput[] = [
  ...[...SKUS, COUNTED].map((sku) => ({ ...productSet({ sku }), id: `set ${sku}` })),
  { ...received({ sku: COUNTED, quantity: '7' }), id: 'opening' },
];
const closing: EventInput[] = [
  { ...countReviewed('c-1'), id: 'review' },
  { ...countPosted('c-1'), id: 'posting' },
];

/** Tells the story in parts of `batch` events, and the whole of it once more. */
function stateAfter(story: readonly EventInput[], batch: number): ShopState {
  using temp = tempLedger();
  const told = [...opening, ...story, ...closing].map(ledgerEvent);
  for (let from = 0; from < told.length; from += batch) temp.ledger.commit(told.slice(from, from + batch));
  expectWhole(temp.file);
  return shopState(temp.db);
}

test(
  'the story of a shop comes to the same end in any order, late and twice',
  { timeout: 60_000 + RUNS * 1_000 },
  ({ task }) => {
    const orders = commutingStory().chain((story) =>
      fc.tuple(
        fc.constant(story),
        fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }),
        fc.integer({ min: 1, max: 9 }),
      ),
    );
    fc.assert(
      fc.property(orders, ([story, late, batch]) => {
        expect(differences(stateAfter(story, story.length), stateAfter(late, batch))).toEqual([]);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    proven(task, { promise: 'any-event', cases: RUNS });
  },
);

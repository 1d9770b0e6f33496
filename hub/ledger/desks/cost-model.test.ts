import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { worthAfter } from '../../../test/kit/cost-model.ts';
import type { CostItem } from '../../../test/kit/cost-model.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { adjusted, ledgerEvent, refundOf, saleOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';

/** Something that happens at a minute of its own, in the order of the minutes. */
type Happening =
  | {
      readonly kind: 'sold' | 'returned' | 'lost' | 'found' | 'came' | 'sent back' | 'moved';
      readonly units: number;
    }
  | { readonly kind: 'delivered'; readonly units: number; readonly cents: number };

/** A delivery of minute `came` that is told only after `told` more things have happened. */
interface LateDelivery {
  readonly came: number;
  readonly told: number;
  readonly units: number;
  readonly cents: number;
  readonly isTakenBack: boolean;
}

const START_MS = Date.parse('2026-11-16T08:00:00Z');
const MINUTE_MS = 60_000;
const RUNS = Number(process.env['COST_RUNS'] ?? 25);
const SEED = Number(process.env['COST_SEED'] ?? 20_261_123);

const units = fc.integer({ min: 1, max: 20 });
const cents = fc.integer({ min: 0, max: 5_000 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('sold' as const), units }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delivered' as const), units, cents }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('returned' as const, 'lost', 'found', 'came', 'sent back', 'moved'),
      units,
    }),
  },
);
const lateDelivery: fc.Arbitrary<LateDelivery> = fc.record({
  came: fc.integer({ min: 0, max: 30 }),
  told: fc.integer({ min: 0, max: 30 }),
  units,
  cents,
  isTakenBack: fc.boolean(),
});

type Event = Pick<EventInput, 'type' | 'data' | 'id'>;

const line = (quantity: number) => ({ sku: 'TEA', quantity: String(quantity) });
const costOf = (amount: number): string => (amount / 100).toFixed(2);
const received = (lines: object, more: object = {}): Event => ({
  type: 'backroom.stock.received.v1',
  data: { lines: [lines], ...more },
});

function eventOf(what: Happening): Event {
  switch (what.kind) {
    case 'sold':
      return saleOf(line(what.units));
    case 'returned':
      return refundOf(undefined, line(-what.units));
    case 'lost':
      return adjusted('theft', line(-what.units));
    case 'found':
      return adjusted('found', line(what.units));
    case 'came':
      return received(line(what.units));
    case 'sent back':
      return received({ ...line(-what.units), unitCost: '1' });
    case 'moved':
      return {
        type: 'backroom.stock.moved.v1',
        data: { from: 'shop', to: 'back', lines: [line(what.units)] },
      };
    case 'delivered':
      return received({ ...line(what.units), unitCost: costOf(what.cents) });
  }
}

function itemOf(what: Happening, minute: number): CostItem[] {
  if (what.kind === 'delivered') return [{ ...what, at: minute }];
  if (what.kind === 'moved') return [];
  const isOut = what.kind === 'sold' || what.kind === 'lost' || what.kind === 'sent back';
  return [{ kind: 'moved', at: minute, units: isOut ? -what.units : what.units }];
}

/** A shop whose late deliveries are told after these many things have happened, and some of them taken back. */
function play(happenings: readonly Happening[], late: readonly (LateDelivery & { id: string })[]) {
  let minute = 0;
  const temp = tempLedger(() => START_MS + minute * MINUTE_MS);
  const commit = (...events: readonly Event[]) =>
    temp.ledger.commit(events.map((event) => ledgerEvent(event)));
  for (minute = 0; minute <= happenings.length; minute += 1) {
    const told = late.filter(({ came, told: wait }) => tellingOf(came, wait, happenings.length) === minute);
    for (const delivery of told) {
      commit(lateEvent(delivery), lateEvent(delivery));
      if (delivery.isTakenBack) commit(takenBack(delivery.id));
    }
    const next = happenings[minute];
    if (next !== undefined) commit(eventOf(next));
  }
  return temp;
}

/** After the minute in which it came, and before the end. */
function tellingOf(came: number, wait: number, count: number): number {
  return Math.min(came + 1 + wait, count);
}

/** It came half a minute after what happened in its minute. */
function lateEvent({ id, came, units: count, cents: cost }: LateDelivery & { id: string }): Event {
  const receivedAt = new Date(START_MS + (came + 0.5) * MINUTE_MS).toISOString();
  return { ...received({ ...line(count), unitCost: costOf(cost) }, { receivedAt }), id };
}

function takenBack(id: string): Event {
  return { type: 'backroom.stock.reversed.v1', data: { original: { id }, reason: 'a mistake' } };
}

interface Totals {
  readonly worthMicro: number;
  readonly wentMicro: number;
}

/**
 * What is on hand is worth, and what everything else came to: cost of goods, variances, revaluations. Goods that came
 * without a cost took the price of their moment, so what they brought belongs to the second.
 */
function totals(temp: ReturnType<typeof tempLedger>): Totals {
  const value = temp.reader.productCost('TEA', 1)?.value ?? '0';
  const went = temp.db
    .prepare<[], { value: number | null }>(
      `SELECT coalesce(sum(CASE WHEN to_place IN (2, 5) THEN value_micro WHEN from_place IN (2, 3, 5) THEN -value_micro END), 0)
         - (SELECT coalesce(sum(value_micro), 0) FROM cost_entry) AS value
       FROM movement m WHERE NOT EXISTS (SELECT 1 FROM cost_point c WHERE c.movement = m.movement)`,
    )
    .get();
  return { worthMicro: Math.round(Number(value) * 1e6), wentMicro: went?.value ?? 0 };
}

test('deliveries that are told late, in any order, leave the totals of a shop that knew of them in time', () => {
  const shuffled = fc
    .array(lateDelivery, { minLength: 1, maxLength: 5 })
    .chain((late) =>
      fc.tuple(fc.constant(late), fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 5, maxLength: 5 })),
    );
  fc.assert(
    fc.property(
      fc.array(happening, { minLength: 1, maxLength: 25 }),
      shuffled,
      (happenings, [told, waits]) => {
        const late = told.map((delivery, index) => ({
          ...delivery,
          id: `late-${index}`,
          came: delivery.came % happenings.length,
        }));
        const otherwise = late
          .map((delivery, index) => ({ ...delivery, told: waits[index] ?? 0 }))
          .toReversed();
        using one = play(happenings, late);
        using other = play(happenings, otherwise);
        const items = [
          ...happenings.flatMap(itemOf),
          ...late
            .filter(({ isTakenBack }) => !isTakenBack)
            .map(({ came, units: count, cents: cost }) => ({
              kind: 'delivered' as const,
              at: came + 0.5,
              units: count,
              cents: cost,
            })),
        ];
        expect(totals(other)).toEqual(totals(one));
        if (new Set(late.map(({ came }) => came)).size === late.length) expectLike(one, items);
        expectWhole(one.file);
        expectWhole(other.file);
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
}, 120_000);

/** Each delivery rounds by half a millionth, which what comes back at the average can multiply. */
const ROUNDING_MICRO = 10_000n;

function expectLike(temp: ReturnType<typeof tempLedger>, items: readonly CostItem[]): void {
  const model = worthAfter(items);
  const { worthMicro } = totals(temp);
  const apart = BigInt(worthMicro) - model.worthMicro;
  expect(temp.reader.stock({ sku: 'TEA' })?.onHand ?? '0').toBe(String(model.onHand));
  expect(apart < 0n ? -apart : apart, `${worthMicro} and ${model.worthMicro}`).toBeLessThan(ROUNDING_MICRO);
}

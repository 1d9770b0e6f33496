import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { adjusted, ledgerEvent, refundOf, saleOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';
import { formatQuantity } from '../../kit/quantity.ts';

interface Happening {
  readonly kind: 'delivered' | 'sold' | 'returned' | 'damaged' | 'lost' | 'moved';
  /** Null: nobody told it. */
  readonly lot: 'A' | 'b' | 'C' | null;
  readonly units: number;
  /** A day of November. */
  readonly expires: number | null;
}

const RUNS = Number(process.env['LOT_RUNS'] ?? 40);
const SEED = Number(process.env['LOT_SEED'] ?? 20_261_123);

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom('delivered', 'sold', 'sold', 'returned', 'damaged', 'lost', 'moved'),
  lot: fc.constantFrom('A', 'b', 'C', null),
  units: fc.integer({ min: 1, max: 9 }),
  expires: fc.option(fc.integer({ min: 10, max: 30 })),
});

function eventOf({ kind, lot, units, expires }: Happening, id: string): EventInput {
  const line = (sign: 1 | -1) => ({
    sku: 'MILK',
    quantity: String(sign * units),
    ...(lot === null ? {} : { lot }),
    ...(expires === null ? {} : { expires: `2026-11-${expires}` }),
  });
  switch (kind) {
    case 'delivered':
      return { id, type: 'backroom.stock.received.v1', data: { lines: [line(1)] } };
    case 'sold':
      return { id, ...saleOf(line(1)) };
    case 'returned':
      return { id, ...refundOf(undefined, line(-1)) };
    case 'damaged':
      return { id, ...refundOf(undefined, { ...line(-1), disposition: 'damaged' }) };
    case 'lost':
      return { id, ...adjusted('theft', line(-1)) };
    case 'moved':
      return { id, type: 'backroom.stock.moved.v1', data: { from: 'shop', to: 'back', lines: [line(1)] } };
  }
}

/** What a lot has at each place, and the earliest day that anybody told of it. */
interface ModelLot {
  expires: number | null;
  readonly places: Map<string, number>;
}

const WAYS: Readonly<Record<Happening['kind'], readonly (readonly [string, 1 | -1])[]>> = {
  delivered: [['shop', 1]],
  sold: [['shop', -1]],
  returned: [['shop', 1]],
  damaged: [['~damaged', 1]],
  lost: [['shop', -1]],
  moved: [
    ['shop', -1],
    ['back', 1],
  ],
};

function modelOf(happenings: readonly Happening[]): Map<string, ModelLot> {
  const lots = new Map<string, ModelLot>();
  for (const { kind, lot, units, expires } of happenings) {
    const name = lot?.toUpperCase() ?? '';
    const model = lots.get(name) ?? { expires: null, places: new Map<string, number>() };
    lots.set(name, model);
    if (expires !== null) model.expires = Math.min(expires, model.expires ?? expires);
    for (const [place, sign] of WAYS[kind])
      model.places.set(place, (model.places.get(place) ?? 0) + sign * units);
  }
  return lots;
}

/** By lot and place, without what is nothing. */
function shown(places: Iterable<readonly [string, number]>): object {
  return Object.fromEntries([...places].filter(([, count]) => count !== 0));
}

function answerOf(temp: ReturnType<typeof tempLedger>): object {
  const answer = temp.reader.lots('MILK', { today: '2026-11-23', limit: 50 });
  const lots = (answer?.lots ?? []).map(({ lot, expires, places }) => [
    lot.toUpperCase(),
    { expires, places: shown(places.map(({ location, onHand }) => [location, Number(onHand)])) },
  ]);
  const unassigned =
    answer?.unassigned.map(({ location, onHand }) => [location, Number(onHand)] as const) ?? [];
  return { lots: Object.fromEntries(lots), unassigned: shown(unassigned) };
}

function expectedOf(happenings: readonly Happening[]): object {
  const model = modelOf(happenings);
  const lots = [...model].filter(([name]) => name !== '');
  return {
    lots: Object.fromEntries(
      lots.map(([name, { expires, places }]) => [
        name,
        { expires: expires === null ? null : `2026-11-${expires}`, places: shown(places) },
      ]),
    ),
    unassigned: shown(model.get('')?.places ?? []),
  };
}

test('lots are where their lines say, whichever order they come in and however often', () => {
  const shuffled = fc.array(happening, { minLength: 1, maxLength: 25 }).chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(
        [...all, ...all].map((_, index) => index % all.length),
        { minLength: all.length },
      ),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([happenings, order]) => {
      using one = tempLedger();
      using other = tempLedger();
      const events = happenings.map((what, index) => ledgerEvent(eventOf(what, `event-${index}`)));
      one.ledger.commit(events);
      for (const index of [...order, ...events.keys()]) other.ledger.commit(events.slice(index, index + 1));
      expect(answerOf(one)).toEqual(expectedOf(happenings));
      expect(answerOf(other)).toEqual(expectedOf(happenings));
      expectWhole(other.file);
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 120_000);

test('what the lots and the unassigned goods come to is what is on hand', () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 1, maxLength: 25 }), (happenings) => {
      using temp = tempLedger();
      temp.ledger.commit(happenings.map((what, index) => ledgerEvent(eventOf(what, `event-${index}`))));
      const answer = temp.reader.lots('MILK', { today: '2026-11-23', limit: 50 });
      const parts = [...(answer?.lots ?? []), ...(answer?.unassigned ?? [])];
      const sum = parts.reduce((total, { onHand }) => total + Number(onHand), 0);
      expect(answer?.onHand).toBe(formatQuantity(sum * 1e6));
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

import fc from 'fast-check';
import { countScanned, countStarted } from './count-events.ts';
import { dispatchedOf, expectedOf, receivedOf, reversedOf, transferReceivedOf } from './goods-events.ts';
import {
  reservationExpired,
  reservationMade,
  reservationPosted,
  reservationVoided,
} from './reservation-events.ts';
import { adjusted, refundOf, saleOf, voidOf } from './till-events.ts';
import type { EventInput } from './till-events.ts';

/**
 * What happens in a shop as far as its order does not matter. What is left out, and why the order matters there:
 * - a hold for all or nothing (`ifAvailable`): of two that race for the last piece the first one has it;
 * - a second expectation of a delivery, a second dispatch of a transfer, a second reservation of one id: one of the two
 *   holds, and which one is told by the ledger;
 * - the review, the posting and the recount of a count: they are about what was scanned before them. Scans themselves
 *   commute while their product stands still; whoever posts does so at the end of the story;
 * - what a product is: products are set before anything happens;
 * - merges that are undone: only what the merge took over goes back, and that is what was there then;
 * - the end of a recall, which holds for the sales after it;
 * - the lot in a posting: one that comes before its reservation is kept as a sum, and a sum has no lot.
 * What the goods cost is not compared at all: the average of the moment at which goods leave is the average of the
 * deliveries before, and `hub/domain/cost.ts` says what of it holds in any order.
 */
export type Told = Pick<EventInput, 'type' | 'data'>;

export const SKUS = ['MUG', 'CUP', 'JUG', 'OLD'] as const;
/** It is counted, and nobody moves it meanwhile. */
export const COUNTED = 'CLOCK';
const STEPS_MAX = 35;

const sku = fc.constantFrom(...SKUS);
const place = fc.constantFrom('shop', 'Cellar', 'Attic');
const units = fc.integer({ min: 1, max: 9 }).map(String);
const lot = fc.constantFrom({}, {}, { lot: 'L-1', expires: '2027-01-31' }, { lot: 'L-2' });
const line = fc.tuple(sku, units, lot).map(([code, quantity, more]) => ({ sku: code, quantity, ...more }));
const lines = fc.array(line, { minLength: 1, maxLength: 3 });
/** Any event of the story: a sale, something else, itself, or one that never comes. */
const another = fc.nat(STEPS_MAX).map((number) => ({ id: `e-${number}` }));
const transfer = fc.constantFrom(
  { id: 't-1', from: 'shop', to: 'Cellar' },
  { id: 't-2', from: 'Cellar', to: 'Attic' },
);
const delivery = fc.constantFrom('d-1', 'd-2', undefined);
const reservation = fc.constantFrom('r-1', 'r-2', 'r-3');
const plainLines = lines.map((all) => all.map(({ sku: code, quantity }) => ({ sku: code, quantity })));
const some = fc
  .option(plainLines, { nil: undefined })
  .map((given) => (given === undefined ? {} : { lines: given }));

const trading: fc.Arbitrary<Told> = fc.oneof(
  fc.tuple(lines, place).map(([sold, location]) => at(location, saleOf(...sold))),
  fc.tuple(lines, place, fc.option(another, { nil: undefined })).map(([back, location, original]) => {
    const returned = back.map((one) => ({ ...one, quantity: `-${one.quantity}` }));
    return at(location, refundOf(original, ...returned));
  }),
  another.map((original) => voidOf(original)),
);

const goods: fc.Arbitrary<Told> = fc.oneof(
  fc.tuple(delivery, lines, place).map(([id, came, location]) => receivedOf(id, came, { location })),
  fc.tuple(lines, place).map(([found, location]) => at(location, adjusted('found', ...found))),
  fc
    .tuple(lines, place, place)
    .map(([moved, from, to]) => ({ type: 'backroom.stock.moved.v1', data: { from, to, lines: moved } })),
  fc.tuple(transfer, lines).map(([{ id }, came]) => transferReceivedOf(id, came)),
  transfer.map(({ id }) => ({ type: 'backroom.transfer.closed.v1', data: { transferId: id } })),
  fc
    .constantFrom('d-1', 'd-2')
    .map((deliveryId) => ({ type: 'backroom.delivery.closed.v1', data: { deliveryId } })),
  another.map(({ id }) => reversedOf(id)),
);

const promises: fc.Arbitrary<Told> = fc.oneof(
  fc.tuple(reservation, some).map(([id, more]) => reservationPosted(id, more)),
  fc
    .tuple(reservation, plainLines)
    .map(([id, sold]) => reservationPosted(id, { lines: sold, soldBy: { id: 'e-1' } })),
  fc.tuple(reservation, some).map(([id, more]) => reservationVoided(id, more)),
  reservation.map(reservationExpired),
);

/** What there is one of: each at any moment, or never. */
const once: fc.Arbitrary<Told[]> = fc
  .tuple(
    ...['d-1', 'd-2'].map((id) => lines.map((wanted) => expectedOf(id, wanted, { location: 'shop' }))),
    ...[
      { id: 't-1', from: 'shop', to: 'Cellar' },
      { id: 't-2', from: 'Cellar', to: 'Attic' },
    ].map(({ id, ...way }) => lines.map((sent) => dispatchedOf(id, sent, way))),
    ...['r-1', 'r-2', 'r-3'].map((id) =>
      lines.map((held) => reservationMade(id, held, { location: 'shop' })),
    ),
    fc.constant({ type: 'backroom.product.merged.v1', data: { sku: 'OLD', into: 'MUG' } }),
    fc.constant({ type: 'backroom.lot.recalled.v1', data: { sku: 'CUP', lot: 'L-1', reason: 'Glass.' } }),
    fc.constant(countStarted('c-1', { kind: 'spot', skus: [COUNTED] })),
    units.map((quantity) => countScanned('c-1', { sku: COUNTED, quantity })),
    units.map((quantity) => countScanned('c-1', { sku: COUNTED, quantity })),
  )
  .chain((all) => fc.subarray(all, { minLength: all.length - 4 }));

/** The events of a shop, each with its id, in one order of the many that come to the same. */
export function commutingStory(): fc.Arbitrary<EventInput[]> {
  const step = fc.oneof(
    { weight: 4, arbitrary: trading },
    { weight: 5, arbitrary: goods },
    { weight: 3, arbitrary: promises },
  );
  return fc
    .tuple(once, fc.array(step, { minLength: 5, maxLength: STEPS_MAX - 12, size: 'max' }))
    .chain(([rare, often]) =>
      fc.shuffledSubarray([...rare, ...often], { minLength: rare.length + often.length }),
    )
    .map((told) => told.map((event, index) => ({ ...event, id: `e-${index}` })));
}

function at(location: string, { type, data }: Told): Told {
  return { type, data: { ...data, location } };
}

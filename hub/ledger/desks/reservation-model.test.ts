import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import {
  reservationExpired,
  reservationMade,
  reservationPosted,
  reservationVoided,
} from '../../../test/kit/reservation-events.ts';
import type { ReservationEvent, ReservedLine, SaidLine } from '../../../test/kit/reservation-events.ts';
import { ReservationModel } from '../../../test/kit/reservation-model.ts';
import type { Part } from '../../../test/kit/reservation-model.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, saleOf } from '../../../test/kit/till-events.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';

const SEED = Number(process.env['RESERVATION_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['RESERVATION_RUNS'] ?? 30);
const PATIENT = { timeout: 30_000 + RUNS * 1_000 };
const SKUS = ['MUG', 'CUP', 'JUG'];
const PLACES = ['shop', 'Cellar'];
const UNDONE = 'backroom.product.merge-undone.v1';
const BARCODES: Readonly<Record<string, string>> = { MUG: 'C1', CUP: 'C2', JUG: 'C3' };

/** One thing that happens: what the hub is told, and what it does to the model. Null: the model sees no hold. */
interface Step {
  readonly said: string;
  readonly event: ReservationEvent;
  readonly play: (model: ReservationModel) => boolean | void;
}

const sku = fc.constantFrom(...SKUS);
const place = fc.constantFrom(...PLACES);
const id: fc.Arbitrary<string> = fc.constantFrom('r-1', 'r-2', 'r-3', 'r-4');
const units = fc.integer({ min: 1, max: 4 });
interface NamedLine extends ReservedLine {
  readonly isScanned: boolean;
}

const lines: fc.Arbitrary<NamedLine[]> = fc.array(
  fc.record({ sku, quantity: units.map(String), isScanned: fc.boolean() }),
  { minLength: 1, maxLength: 3 },
);

/** The same line, as a till says it. */
function lineSaid({ sku: code, quantity, isScanned }: NamedLine): SaidLine {
  const barcode = BARCODES[code];
  return isScanned && barcode !== undefined ? { barcode, quantity } : { sku: code, quantity };
}

const stockStep: fc.Arbitrary<Step> = fc
  .record({ sku, place, units, isSale: fc.boolean() })
  .map(({ sku: code, place: location, units: quantity, isSale }) => {
    const line = { sku: code, quantity: String(quantity) };
    const sale = saleOf(line);
    const event = isSale
      ? { ...sale, data: { ...sale.data, location } }
      : { type: 'backroom.stock.received.v1', data: { location, lines: [line] } };
    const change = isSale ? -quantity : quantity;
    return { said: `${change} ${code}`, event, play: (model) => model.move(code, location, change) };
  });

const makeStep = (ifAvailable: fc.Arbitrary<boolean>, ids = id): fc.Arbitrary<Step> =>
  fc.record({ id: ids, lines, place, ifAvailable }).map((asked) => ({
    said: `make ${asked.id}`,
    event: reservationMade(asked.id, asked.lines.map(lineSaid), {
      location: asked.place,
      ...(asked.ifAvailable ? { ifAvailable: true } : {}),
    }),
    play: (model) => model.make(asked.id, asked.lines, asked),
  }));

const changeStep = (ids = id): fc.Arbitrary<Step> =>
  fc
    .record({
      id: ids,
      part: fc.constantFrom<Part>('posted', 'sold', 'voided'),
      lines: fc.option(lines, { nil: null, freq: 2 }),
    })
    .map(({ id: reservationId, part, lines: some }) => {
      const more = some === null ? {} : { lines: some.map(lineSaid) };
      const soldBy = part === 'sold' ? { soldBy: { id: 'a sale' } } : {};
      const event =
        part === 'voided'
          ? reservationVoided(reservationId, more)
          : reservationPosted(reservationId, { ...more, ...soldBy });
      return {
        said: `${part} ${reservationId}`,
        event,
        play: (model) => model.change(reservationId, part, some),
      };
    });

const expireStep: fc.Arbitrary<Step> = id.map((reservationId) => ({
  said: `expire ${reservationId}`,
  event: reservationExpired(reservationId),
  play: (model) => model.expire(reservationId),
}));

const mergeStep: fc.Arbitrary<Step> = fc.tuple(sku, sku).map(([from, into]) => ({
  said: `merge ${from} ${into}`,
  event: { type: 'backroom.product.merged.v1', data: { sku: from, into } },
  play: (model) => model.merge(from, into),
}));

const undoStep: fc.Arbitrary<Step> = sku.map((code) => ({
  said: `undo the merge of ${code}`,
  event: { type: UNDONE, data: { sku: code } },
  play: (model) => model.undoMerge(code),
}));

const anyStep = fc.oneof(
  { weight: 4, arbitrary: stockStep },
  { weight: 5, arbitrary: makeStep(fc.boolean()) },
  { weight: 6, arbitrary: changeStep() },
  { weight: 1, arbitrary: expireStep },
  { weight: 2, arbitrary: mergeStep },
  { weight: 2, arbitrary: undoStep },
);

function products(): LedgerEvent[] {
  return SKUS.map((code) => ledgerEvent(productSet({ sku: code, barcodes: [BARCODES[code] ?? code] })));
}

/** On hand and reserved of every product at every place where there is either. */
function stockOf(temp: ReturnType<typeof tempLedger>): Record<string, string[]> {
  const stock: Record<string, string[]> = {};
  for (const code of SKUS) {
    for (const { location, onHand, reserved, available } of temp.reader.stock({ sku: code })?.locations ?? [])
      if (onHand !== '0' || reserved !== '0') stock[`${code} at ${location}`] = [onHand, reserved, available];
  }
  return stock;
}

function modelStock(model: ReservationModel): Record<string, string[]> {
  const stock: Record<string, string[]> = {};
  for (const code of SKUS) {
    for (const at of PLACES) {
      const [onHand, reserved] = [model.onHand(code, at), model.reserved(code, at)];
      const told = [onHand, reserved, onHand - reserved].map(String);
      if (told.some((quantity) => quantity !== '0')) stock[`${code} at ${at}`] = told;
    }
  }
  return stock;
}

function oversoldOf(temp: ReturnType<typeof tempLedger>): string[] {
  return temp.reader
    .exceptions({ limit: 500 })
    .filter(({ cause }) => cause === 'stock.oversold')
    .map(({ subject }) => subject);
}

test('stock and reservations are what a small model says, after each event of any day', PATIENT, () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 1, maxLength: 40, size: 'max' }), (steps) => {
      using temp = tempLedger();
      const model = new ReservationModel();
      temp.ledger.commit(products());
      for (const { event, play, said } of steps) {
        const [reply] = temp.ledger.commit([ledgerEvent(event)]).replies;
        expect(reply?.refused !== undefined, said).toBe(play(model) === true);
        expect(stockOf(temp), said).toEqual(modelStock(model));
        expect(oversoldOf(temp).sort(), said).toEqual(model.oversold(SKUS, PLACES).sort());
      }
      expectWhole(temp.file);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

const fewIds = fc.constantFrom('r-1', 'r-2');
const tracelessStep = fc.oneof(
  { weight: 2, arbitrary: makeStep(fc.constant(false), fewIds) },
  { weight: 4, arbitrary: changeStep(fewIds) },
  { weight: 2, arbitrary: mergeStep },
  { weight: 1, arbitrary: undoStep },
);

test('merges that are all undone leave no trace in reservations and their stock', PATIENT, () => {
  const story = fc.tuple(
    fc.array(stockStep, { maxLength: 6 }),
    fc.array(tracelessStep, { minLength: 4, maxLength: 20, size: 'max' }),
  );
  fc.assert(
    fc.property(story, ([stock, steps]) => {
      using merged = tempLedger();
      using never = tempLedger();
      const undone = SKUS.map((code) => ({ type: UNDONE, data: { sku: code } }));
      const events = [...stock, ...steps].map(({ event }) => event);
      merged.ledger.commit([...products(), ...[...events, ...undone].map(ledgerEvent)]);
      const others = events.filter(({ type }) => !type.includes('.merge'));
      never.ledger.commit([...products(), ...others.map(ledgerEvent)]);
      expect(stockOf(merged)).toEqual(stockOf(never));
      for (const each of ['r-1', 'r-2']) expect(answered(merged, each), each).toEqual(answered(never, each));
      expect(oversoldOf(merged).sort()).toEqual(oversoldOf(never).sort());
      expectWhole(merged.file);
    }),
    { seed: SEED, numRuns: Math.ceil(RUNS / 2) },
  );
});

/** A reservation as it is shown, without when. */
function answered(temp: ReturnType<typeof tempLedger>, reservationId: string) {
  const { state, lines: shown = [] } = temp.reader.reservation(reservationId) ?? {};
  return { state, lines: shown.toSorted((one, other) => (one.sku < other.sku ? -1 : 1)) };
}

/** Each id is made once and no hold is asked for: what is left commutes. */
const commuting = fc
  .tuple(
    fc.tuple(...['r-1', 'r-2', 'r-3', 'r-4'].map((each) => makeStep(fc.constant(false), fc.constant(each)))),
    fc.array(fc.oneof(stockStep, changeStep(), expireStep), { maxLength: 30 }),
  )
  .map(([made, rest]) => [...made, ...rest].map(({ event }) => ledgerEvent(event)));

/** The rows of reservations, with codes for the numbers that the order gave. */
function rowsOf(temp: ReturnType<typeof tempLedger>): unknown[] {
  return temp.db
    .prepare(
      `SELECT r.reservation_id, c.code, r.state, r.posted, r.sold, r.voided, r.expired, p.sku, l.made_micro,
         l.posted_micro, l.sold_micro, l.voided_micro, l.reserved_micro, l.left_micro
       FROM reservation r JOIN reservation_line l ON l.reservation = r.reservation
       JOIN product p ON p.product = l.product LEFT JOIN place c ON c.place = r.place
       ORDER BY r.reservation_id, p.sku`,
    )
    .all();
}

test(
  'the same events late, shuffled and twice come to the same reservations and the same stock',
  PATIENT,
  () => {
    const shuffled = commuting.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
        fc.integer({ min: 1, max: 9 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([events, late, batchMax]) => {
        using inOrder = tempLedger();
        using other = tempLedger();
        inOrder.ledger.commit([...products(), ...events]);
        other.ledger.commit(products());
        for (let from = 0; from < late.length; from += batchMax)
          other.ledger.commit(late.slice(from, from + batchMax));
        expect(rowsOf(other)).toEqual(rowsOf(inOrder));
        expect(stockOf(other)).toEqual(stockOf(inOrder));
        expect(oversoldOf(other).sort()).toEqual(oversoldOf(inOrder).sort());
        expectWhole(other.file);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  },
);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS } from '../../hub/contract/limits.ts';
import { readEvent } from '../../hub/contract/read-event.ts';
import { toLedgerEvent } from '../../hub/domain/ledger-event.ts';
import type { LedgerEvent } from '../../hub/domain/ledger-event.ts';
import { packBatch, unpackBatch } from '../../hub/ledger/worker/hand-over.ts';
import { anyEvent } from '../kit/arbitraries.ts';
import { expectWhole } from '../kit/assert-whole.ts';
import { hubMadeEvent } from '../kit/hub-arbitraries.ts';
import { meeting } from '../kit/meeting-events.ts';
import { proven } from '../kit/proven.ts';
import { tempLedger } from '../kit/temp-ledger.ts';
import { bytesOf, ledgerEvent, received, saleOf } from '../kit/till-events.ts';

const SEED = Number(process.env['ANY_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['ANY_RUNS'] ?? 45);

/** What goes into the ledger is what came over the wire: read, flattened and packed for the way to the writer. */
function overTheWire(events: readonly object[]): LedgerEvent[] {
  const read = events.map((event) => {
    const result = readEvent(bytesOf(event), { from: 'hub', store: null });
    if (result.kind !== 'read') throw new Error(JSON.stringify(result));
    return toLedgerEvent(result.event);
  });
  return unpackBatch(packBatch(read));
}

/** Odd but readable: numbers that were not to be, fields that nobody knows, names that are reserved, sales of nothing. */
const oddity = fc.record(
  {
    sequence: fc.constantFrom('000000000000', '000000000001', '999999999999'),
    id: fc.constantFrom('one', 'two', ' ', '…'),
    type: fc.constantFrom('backroom.unknown.v1', 'x'),
    colour: fc.anything({ maxDepth: 2, withNullPrototype: false }),
  },
  { requiredKeys: [] },
);
const place = fc.option(fc.constantFrom('~customer', '~damaged', 'SHOP', 'İstanbul', 'ﬁ', 'ß'), {
  nil: undefined,
});

const event = fc
  .tuple(anyEvent(), oddity, place, fc.integer({ min: 0, max: 9 }))
  .map(([base, odd, location, dice]) => {
    const whole = dice < 6 ? base : { ...base, ...odd };
    return location === undefined ? whole : { ...whole, data: { ...whole.data, location } };
  });

test(
  'whatever a till may send, the ledger takes it and proves itself',
  { timeout: 60_000 + RUNS * 2_000 },
  ({ task }) => {
    const property = fc.property(fc.array(event, { minLength: 1, maxLength: 20 }), (events) => {
      using temp = tempLedger();
      const readable = events.filter(
        (one) => readEvent(bytesOf(one), { from: 'hub', store: null }).kind === 'read',
      );
      const { replies } = temp.ledger.commit(overTheWire(readable));
      expect(replies).toHaveLength(readable.length);
      temp.reopen();
      const again = temp.ledger.commit(overTheWire(readable)).replies;
      expect(again.map(({ outcome }) => outcome)).not.toContain('accepted');
      expectWhole(temp.file);
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS });
    proven(task, { promise: 'any-event', cases: RUNS });
  },
);

const anything = fc.oneof(
  { weight: 5, arbitrary: meeting(anyEvent()) },
  { weight: 2, arbitrary: meeting(hubMadeEvent()) },
);

test(
  'events that speak of the same few things, again and in other words, leave a ledger that proves itself',
  { timeout: 60_000 + RUNS * 2_000 },
  ({ task }) => {
    const property = fc.property(
      fc.array(anything, { minLength: 5, maxLength: 40, size: 'max' }),
      fc.integer({ min: 1, max: 9 }),
      (events, batch) => {
        using temp = tempLedger();
        const told = overTheWire(events);
        for (let from = 0; from < told.length; from += batch)
          temp.ledger.commit(told.slice(from, from + batch));
        expectWhole(temp.file);
        temp.reopen();
        const again = temp.ledger.commit(told).replies;
        expect(again.map(({ outcome }) => outcome)).not.toContain('accepted');
        expectWhole(temp.file);
      },
    );
    fc.assert(property, { seed: SEED, numRuns: RUNS });
    proven(task, { promise: 'any-event', cases: RUNS });
  },
);

test('the largest quantities and amounts, many times over, leave a ledger that proves itself', ({ task }) => {
  using temp = tempLedger();
  const lines = Array.from({ length: LIMITS.lines }, () => ({
    sku: 'MUG',
    quantity: String(LIMITS.quantityUnits),
  }));
  const sold = lines.map((line) => ({
    ...line,
    kind: 'goods',
    amountMinor: LIMITS.amountMinor,
    unitPrice: '99999.99',
  }));
  const sale = { ...saleOf(), data: { ...saleOf().data, lines: sold } };
  for (let sequence = 1; sequence <= 24; sequence += 1) {
    const story = sequence <= 12 ? received(...lines) : sale;
    temp.ledger.commit([ledgerEvent({ ...story, sequence })]);
  }
  expect(temp.reader.stock({ sku: 'MUG' })?.sku).toBe('MUG');
  expect(temp.reader.ackOf('till-1')?.sequence).toBe('000000000024');
  expectWhole(temp.file);
  proven(task, { promise: 'any-event', cases: 24 });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Facts, LedgerEvent, LineFact } from '../../domain/ledger-event.ts';
import { packBatch, unpackBatch } from './hand-over.ts';

/** Texts that a length in anything but UTF-16 units would cut in the wrong place. */
const text = fc.oneof(
  fc.constant(''),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('🧾', '👩🏽‍🍳', '\u0000', 'e\u0301', '\ud800'),
);
const optionalText = fc.option(text, { nil: null });
const number = fc.oneof(fc.integer(), fc.maxSafeInteger());

const line: fc.Arbitrary<LineFact> = fc.record({
  code: text,
  codeKind: fc.constantFrom('sku', 'barcode'),
  lineKind: fc.constantFrom('goods', 'service', 'gift_card', 'deposit'),
  disposition: fc.constantFrom('sellable', 'damaged', 'none'),
  quantityMicro: number,
  amountMinor: number,
  taxMinor: number,
  originalLine: number,
  account: optionalText,
  lot: optionalText,
  expires: optionalText,
});
const lines = fc.array(line, { maxLength: 4 });
const promotions = fc.array(fc.record({ promotion: text, amountMinor: number }), { maxLength: 3 });
const money = fc.record({
  registerSession: text,
  customer: optionalText,
  employee: optionalText,
  hold: optionalText,
  discountMinor: number,
  changeMinor: number,
  tipMinor: number,
  roundingMinor: number,
  cashBackMinor: number,
  taxes: fc.array(fc.record({ category: text, rate: text, amountMinor: number, baseMinor: number }), {
    maxLength: 3,
  }),
  tenders: fc.array(
    fc.record({
      kind: fc.constantFrom('cash', 'card', 'gift_card', 'store_credit', 'deposit', 'loyalty', 'other'),
      amountMinor: number,
      points: number,
      account: optionalText,
      hold: optionalText,
      processor: optionalText,
      reference: optionalText,
    }),
    { maxLength: 3 },
  ),
});
const facts = fc.oneof<fc.Arbitrary<Facts>[]>(
  fc.record({
    kind: fc.constantFrom('sale', 'refund'),
    businessDate: text,
    currency: text,
    location: optionalText,
    totalMinor: number,
    offByMinor: number,
    wrongLine: fc.nat(1_000),
    original: fc.option(fc.record({ source: text, id: text }), { nil: null }),
    order: fc.option(fc.record({ channel: text, number: text }), { nil: null }),
    lines,
    promotions,
    money,
  }),
  fc.constant({ kind: 'other' as const }),
);
const event: fc.Arbitrary<LedgerEvent> = fc.record({
  source: text,
  id: text,
  type: text,
  sequence: fc.option(fc.nat(999_999_999), { nil: null }),
  payloadSha256: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  body: text,
  extra: optionalText,
  personal: optionalText,
  facts,
});

test('a batch comes out of its packing as it went in, whatever its texts and numbers are', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 6 }), (events) => {
      expect(unpackBatch(packBatch(events))).toEqual(events);
    }),
    { numRuns: 500 },
  );
});

test('a batch survives the way between two threads, its numbers and digests handed over and not copied', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 3 }), (events) => {
      const packed = packBatch(events);
      const received = structuredClone(packed, { transfer: [packed.numbers.buffer, packed.digests.buffer] });
      expect(unpackBatch(received)).toEqual(events);
      expect(packed.numbers.length).toBe(0);
    }),
  );
});

test('what is left over in a packed batch is a bug and not ignored', () => {
  const packed = packBatch([]);
  expect(() => unpackBatch({ ...packed, text: 'x' })).toThrow('read to its end');
});

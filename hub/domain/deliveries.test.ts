import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryExceptions, deliveryStandings } from './delivery.ts';
import type { DeliveryFacts } from './delivery.ts';
import { inWords } from './goods-words.ts';
import { signedMovement } from './signed-route.ts';
import { transferExceptions, transferStandings } from './transfer.ts';
import type { TransferFacts } from './transfer.ts';

const NAMES = { product: (product: number) => ({ sku: `P${product}`, unit: 'each' }), place: String };
const micro = fc.integer({ min: -9_000_000, max: 9_000_000 });
const product = fc.integer({ min: 1, max: 3 });

const delivery: fc.Arbitrary<DeliveryFacts> = fc.record({
  deliveryId: fc.constant('D-1'),
  supplier: fc.option(fc.constant('Leaf & Co')),
  isExpected: fc.boolean(),
  isClosed: fc.boolean(),
  place: fc.option(fc.integer({ min: 1, max: 2 })),
  lines: fc.array(
    fc.record({
      product,
      place: fc.integer({ min: 1, max: 2 }),
      expectedMicro: micro,
      receivedMicro: micro,
      rejectedMicro: micro,
    }),
    { maxLength: 6 },
  ),
});

const transfer: fc.Arbitrary<TransferFacts> = fc.record({
  transferId: fc.constant('T-1'),
  isDispatched: fc.boolean(),
  isClosed: fc.boolean(),
  lines: fc.array(fc.record({ product, dispatchedMicro: micro, receivedMicro: micro, settledMicro: micro }), {
    maxLength: 6,
  }),
});

test('what is expected is received, still to come or short, less what is over', () => {
  fc.assert(
    fc.property(delivery, (facts) => {
      for (const standing of deliveryStandings(facts)) {
        const { expectedMicro, receivedMicro, overMicro, shortMicro, toComeMicro } = standing;
        if (facts.isExpected)
          expect(receivedMicro - overMicro + shortMicro + toComeMicro).toBe(expectedMicro);
        else expect([overMicro, shortMicro, toComeMicro]).toEqual([0, 0, 0]);
        expect(facts.isClosed ? toComeMicro : shortMicro).toBe(0);
      }
    }),
  );
});

test('how the lines of a delivery or transfer are divided and ordered is of no account', () => {
  const byProduct = (one: { product: number }, other: { product: number }): number =>
    one.product - other.product;
  fc.assert(
    fc.property(delivery, transfer, (came, sent) => {
      const halves = came.lines.flatMap((line) => [
        { ...line, expectedMicro: 0, rejectedMicro: 0 },
        { ...line, receivedMicro: 0 },
      ]);
      expect(deliveryStandings({ ...came, lines: halves.toReversed() }).toSorted(byProduct)).toEqual(
        deliveryStandings(came).toSorted(byProduct),
      );
      expect(transferStandings({ ...sent, lines: sent.lines.toReversed() }).toSorted(byProduct)).toEqual(
        transferStandings(sent).toSorted(byProduct),
      );
    }),
  );
});

test('a closed transfer that was settled leaves nothing in transit, and is settled once', () => {
  fc.assert(
    fc.property(transfer, (facts) => {
      const settled = transferStandings({ ...facts, isClosed: true }).map(({ toSettleMicro, ...line }) => ({
        ...line,
        settledMicro: line.settledMicro + toSettleMicro,
      }));
      for (const after of transferStandings({ ...facts, isClosed: true, lines: settled }))
        expect([after.inTransitMicro, after.toSettleMicro]).toEqual([0, 0]);
      for (const open of transferStandings({ ...facts, isClosed: false })) expect(open.toSettleMicro).toBe(0);
    }),
  );
});

test('a person is asked at most once for each cause, and only about what is closed or out of place', () => {
  fc.assert(
    fc.property(delivery, transfer, (came, sent) => {
      const asked = [...deliveryExceptions(came, NAMES), ...transferExceptions(sent, NAMES)];
      const causes = asked.map(({ cause }) => cause);
      expect(new Set(causes).size).toBe(causes.length);
      if (!came.isClosed) expect(causes).not.toContain('delivery.short');
      if (!sent.isClosed) expect(causes).not.toContain('transfer.short');
      expect(causes.includes('transfer.unknown')).toBe(!sent.isDispatched);
    }),
  );
});

test('a movement is above zero, and one that is turned round goes back the same way', () => {
  fc.assert(
    fc.property(
      micro,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      (quantityMicro, from, to) => {
        const [movement, ...more] = signedMovement({ product: 1, quantityMicro }, { from, to });
        expect(more).toEqual([]);
        expect(movement === undefined).toBe(quantityMicro === 0 || from === to);
        const back = signedMovement({ product: 1, quantityMicro: -quantityMicro }, { from: to, to: from });
        expect(back).toEqual(movement === undefined ? [] : [movement]);
        expect(movement?.quantityMicro ?? 1).toBeGreaterThan(0);
      },
    ),
  );
});

test('words name ten products and count the rest', () => {
  const goods = Array.from({ length: 12 }, (_, index) => ({ product: index }));
  expect(inWords(NAMES, goods, () => [1_000_000])).toMatch(/^1 P0, .*1 P9 and 2 more$/);
  const weighed = { ...NAMES, product: () => ({ sku: 'HAM', unit: 'kg' }) };
  expect(inWords(weighed, goods.slice(0, 1), () => [500_000, 2_000_000])).toBe('0.5 of 2 kg HAM');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { Disposition, LineFact, LineKind, ReceiptFacts } from './ledger-event.ts';
import { PLACE } from './places.ts';
import type { MoneyFacts } from './receipt-money.ts';

const LOCATION = 7;

const NO_MONEY: MoneyFacts = {
  registerSession: 'session-1',
  customer: null,
  employee: null,
  taxes: [],
  tenders: [],
  discountMinor: 0,
  changeMinor: 0,
  tipMinor: 0,
  roundingMinor: 0,
  cashBackMinor: 0,
  hold: null,
};

const line: fc.Arbitrary<LineFact> = fc.record({
  code: fc.string({ minLength: 1, maxLength: 5 }),
  codeKind: fc.constantFrom('sku', 'barcode'),
  lineKind: fc.constantFrom<LineKind>('goods', 'service', 'gift_card', 'deposit'),
  disposition: fc.constantFrom<Disposition>('sellable', 'damaged', 'none'),
  quantityMicro: fc.oneof(fc.constant(0), fc.integer({ min: -5_000_000, max: 5_000_000 })),
  amountMinor: fc.integer(),
  taxMinor: fc.constant(0),
  account: fc.constant(null),
  originalLine: fc.constant(0),
  lot: fc.constant(null),
  expires: fc.constant(null),
});
const lines = fc.array(line, { maxLength: 6 });
const receiptFacts: fc.Arbitrary<ReceiptFacts> = fc.record({
  kind: fc.constantFrom('sale', 'refund'),
  businessDate: fc.constant('2026-11-23'),
  currency: fc.constant('EUR'),
  location: fc.constant(null),
  totalMinor: fc.integer(),
  offByMinor: fc.oneof(fc.constant(0), fc.integer()),
  wrongLine: fc.nat(3),
  original: fc.constant(null),
  order: fc.constant(null),
  lines,
  promotions: fc.constant([]),
  money: fc.constant(NO_MONEY),
});
const situation = fc
  .tuple(receiptFacts, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }))
  .map(([facts, goods]) => ({
    facts,
    view: { location: LOCATION, products: goods.map((isGoods, index) => ({ product: index + 1, isGoods })) },
  }));

test('every movement is above zero, leaves one place and enters another, and is one line of goods', () => {
  fc.assert(
    fc.property(situation, ({ facts, view }) => {
      const { movements } = decide(facts, view);
      for (const { product, from, to, quantityMicro } of movements) {
        expect(quantityMicro).toBeGreaterThan(0);
        expect(from).not.toBe(to);
        expect([from, to]).toSatisfy(
          (places: number[]) => places.includes(LOCATION) || places.includes(PLACE.damaged),
        );
        const moved = facts.lines[product - 1];
        expect(moved?.lineKind).toBe('goods');
        expect(Math.abs(moved?.quantityMicro ?? 0)).toBe(quantityMicro);
        expect(view.products[product - 1]?.isGoods).toBe(true);
      }
    }),
  );
});

/** What the location gains by a line, said once more and in other words. */
function gain(moved: LineFact, isGoods: boolean): number {
  if (!isGoods || moved.lineKind !== 'goods') return 0;
  if (moved.quantityMicro > 0) return -moved.quantityMicro;
  return moved.disposition === 'sellable' ? -moved.quantityMicro : 0;
}

test('the location gains and loses exactly what the lines say', () => {
  fc.assert(
    fc.property(situation, ({ facts, view }) => {
      const changes = new Map<number, number>();
      for (const { product, from, to, quantityMicro } of decide(facts, view).movements) {
        const change = (to === LOCATION ? quantityMicro : 0) - (from === LOCATION ? quantityMicro : 0);
        changes.set(product, (changes.get(product) ?? 0) + change);
      }
      facts.lines.forEach((moved, index) => {
        const expected = gain(moved, view.products[index]?.isGoods ?? false);
        expect((changes.get(index + 1) ?? 0) - expected).toBe(0);
      });
    }),
  );
});

test('sold goods go to the customer', () => {
  expect(route('sale', 1, 'sellable')).toEqual([
    { product: 1, from: LOCATION, to: PLACE.customer, quantityMicro: 1 },
  ]);
});

test('goods that come back go where their disposition says', () => {
  expect(route('refund', -1, 'sellable')).toMatchObject([{ from: PLACE.customer, to: LOCATION }]);
  expect(route('refund', -1, 'damaged')).toMatchObject([{ from: PLACE.customer, to: PLACE.damaged }]);
  expect(route('refund', -1, 'none')).toEqual([]);
});

test('a receipt that does not add up is told and moves its goods all the same', () => {
  fc.assert(
    fc.property(receiptFacts, (facts) => {
      const view = {
        location: LOCATION,
        products: facts.lines.map((_, index) => ({ product: index + 1, isGoods: true })),
      };
      const causes = decide(facts, view).exceptions.map(({ cause }) => cause);
      expect(causes.includes('receipt.does_not_add_up')).toBe(facts.offByMinor !== 0);
      expect(causes.includes('line.does_not_multiply')).toBe(facts.wrongLine !== 0);
      const right = decide({ ...facts, offByMinor: 0, wrongLine: 0 }, view);
      expect(decide(facts, view).movements).toEqual(right.movements);
    }),
  );
});

function route(kind: 'sale' | 'refund', quantityMicro: number, disposition: Disposition) {
  const only = {
    code: 'A',
    codeKind: 'sku',
    lineKind: 'goods',
    amountMinor: 1,
    taxMinor: 0,
    account: null,
    originalLine: 0,
    quantityMicro,
    disposition,
    lot: null,
    expires: null,
  } as const;
  const receipt = {
    businessDate: '2026-11-23',
    currency: 'EUR',
    totalMinor: 1,
    offByMinor: 0,
    wrongLine: 0,
    original: null,
    order: null,
    promotions: [],
    money: NO_MONEY,
  };
  const facts: ReceiptFacts = { kind, location: null, ...receipt, lines: [only] };
  return decide(facts, { location: LOCATION, products: [{ product: 1, isGoods: true }] }).movements;
}

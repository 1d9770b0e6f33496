import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { MergeModel } from '../../../test/kit/merge-model.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, saleOf } from '../../../test/kit/till-events.ts';

const SEED = Number(process.env['MERGE_SEED'] ?? 20_261_123);
const SKUS = ['TEA', 'MUG', 'JAR', 'BAG'];
const CODES = ['C1', 'C2', 'C3', 'C4', 'C5'];

type Shop = ReturnType<typeof tempLedger>;

function say(shop: Shop, type: string, data: object) {
  return shop.ledger.commit([ledgerEvent({ type: `backroom.${type}.v1`, data })]);
}

function set(shop: Shop, sku: string, more: object = {}) {
  return shop.ledger.commit([ledgerEvent(productSet({ sku, ...more }))]);
}

function adjust(shop: Shop, sku: string, quantity: number) {
  return say(shop, 'stock.adjusted', { reason: 'found', lines: [{ sku, quantity: String(quantity) }] });
}

const causes = (shop: Shop) => shop.reader.exceptions({ limit: 50 }).map(({ cause }) => cause);

interface Step {
  readonly told: string;
  readonly model: (model: MergeModel) => void;
  readonly ledger: (shop: Shop) => void;
}

const sku = fc.constantFrom(...SKUS);
const code = fc.constantFrom(...CODES);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(sku, fc.uniqueArray(code, { maxLength: 3 })).map(([a, barcodes]) => ({
    told: `set ${a} ${barcodes.join(' ')}`,
    model: (model: MergeModel) => model.set(a, barcodes),
    ledger: (shop: Shop) => void set(shop, a, { barcodes }),
  })),
  fc.tuple(sku, sku).map(([a, b]) => ({
    told: `merge ${a} into ${b}`,
    model: (model: MergeModel) => model.merge(a, b),
    ledger: (shop: Shop) => void say(shop, 'product.merged', { sku: a, into: b }),
  })),
  sku.map((a) => ({
    told: `undo ${a}`,
    model: (model: MergeModel) => model.undo(a),
    ledger: (shop: Shop) => void say(shop, 'product.merge-undone', { sku: a }),
  })),
  fc.tuple(code, sku).map(([barcode, a]) => ({
    told: `move ${barcode} to ${a}`,
    model: (model: MergeModel) => model.moveBarcode(barcode, a),
    ledger: (shop: Shop) => void say(shop, 'barcode.moved', { barcode, sku: a }),
  })),
  fc
    .tuple(
      sku,
      fc.integer({ min: -3, max: 5 }).filter((change) => change !== 0),
    )
    .map(([a, change]) => ({
      told: `adjust ${a} by ${change}`,
      model: (model: MergeModel) => model.move(a, change),
      ledger: (shop: Shop) => void adjust(shop, a, change),
    })),
);

test('products that are merged and told apart in any order have the stock and the codes of boxes in boxes', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 40, size: 'max' }), (steps) => {
      using shop = tempLedger();
      const model = new MergeModel();
      SKUS.forEach((each, index) => {
        model.set(each, CODES.slice(index, index + 1));
        set(shop, each, { barcodes: CODES.slice(index, index + 1) });
      });
      for (const { model: tell, ledger } of steps) {
        tell(model);
        ledger(shop);
        for (const shown of model.shown())
          expect(shop.reader.product({ sku: shown.sku })).toMatchObject(shown);
      }
      for (const barcode of CODES)
        expect(shop.reader.product({ barcode })?.sku ?? null).toBe(model.ownerOf(barcode));
      const exceptions = shop.reader.exceptions({ limit: 200 });
      const asked = exceptions.filter(({ cause }) => cause === 'product.merged_set');
      expect(asked.map(({ subject }) => subject).toSorted()).toEqual(model.asked());
      expect(exceptions.filter(({ cause }) => cause === 'merge.not_merged')).toHaveLength(model.notMerged);
      expectWhole(shop.file);
    }),
    { seed: SEED, numRuns: Number(process.env['MERGE_RUNS'] ?? 25) },
  );
}, 120_000);

describe('an undone merge', () => {
  test('leaves with the survivor what was sold since, and the history of both', () => {
    using shop = tempLedger();
    set(shop, 'TEA', { barcodes: ['C1'] });
    shop.ledger.commit([ledgerEvent(saleOf({ barcode: '4006381333931', quantity: '2' }))]);
    say(shop, 'product.merged', { sku: '4006381333931', into: 'TEA' });
    shop.ledger.commit([ledgerEvent(saleOf({ barcode: '4006381333931', quantity: '5' }))]);
    say(shop, 'product.merge-undone', { sku: '4006381333931' });
    expect(shop.reader.product({ sku: 'TEA' })?.onHand).toBe('-5');
    expect(shop.reader.product({ sku: '4006381333931' })).toMatchObject({ onHand: '-2', listed: false });
    expect(shop.reader.movements('TEA', 10).map(({ change }) => change)).toEqual(['2', '-5', '-2']);
    expect(causes(shop)).toContain('product.unlisted');
    expectWhole(shop.file);
  });

  test('gives reservations and what is on its way back to the product that they name', () => {
    using shop = tempLedger();
    for (const each of ['TEA', 'MUG']) {
      set(shop, each);
      adjust(shop, each, 10);
      const lines = [{ sku: each, quantity: '3' }];
      say(shop, 'reservation.made', { reservationId: `R-${each}`, lines });
      say(shop, 'delivery.expected', { deliveryId: `D-${each}`, supplier: 'S', lines });
    }
    const stock = () =>
      ['TEA', 'MUG'].map((each) => {
        const { onHand, reserved, incoming } = shop.reader.product({ sku: each }) ?? {};
        return [onHand, reserved, incoming];
      });
    const apart = stock();
    expect(apart).toEqual([
      ['10', '3', '3'],
      ['10', '3', '3'],
    ]);
    for (let time = 0; time < 2; time += 1) {
      say(shop, 'product.merged', { sku: 'MUG', into: 'TEA' });
      expect(stock()[0]).toEqual(['20', '6', '6']);
      say(shop, 'product.merge-undone', { sku: 'MUG' });
      expect(stock()).toEqual(apart);
    }
    expectWhole(shop.file);
  });

  test('of a product that is its own, or is not there, is a question to a person', () => {
    using shop = tempLedger();
    set(shop, 'TEA');
    say(shop, 'product.merge-undone', { sku: 'TEA' });
    say(shop, 'product.merge-undone', { sku: 'MUG' });
    expect(causes(shop)).toEqual(['merge.not_merged', 'merge.not_merged']);
  });
});

test('a barcode that two products claim goes to the one that a person says, and the question is answered', () => {
  using shop = tempLedger();
  set(shop, 'TEA', { packs: [{ barcode: '036000291452', quantity: '6' }] });
  set(shop, 'MUG', { barcodes: ['0036000291452'] });
  expect(causes(shop)).toEqual(['barcode.taken']);
  say(shop, 'barcode.moved', { barcode: '00036000291452', sku: 'MUG' });
  expect(causes(shop)).toEqual([]);
  expect(shop.reader.product({ barcode: '036000291452' })?.sku).toBe('MUG');
  say(shop, 'barcode.moved', { barcode: '036000291452', sku: 'NOBODY' });
  expect(causes(shop)).toEqual(['barcode.unknown_product']);
  say(shop, 'barcode.moved', { barcode: 'NEW', sku: 'MUG' });
  expect(shop.reader.product({ barcode: 'new' })?.sku).toBe('MUG');
  expectWhole(shop.file);
});

test('a withdrawn product that is in stock is listed, and is told once when it is sold', () => {
  using shop = tempLedger();
  set(shop, 'TEA', { withdrawn: true });
  set(shop, 'MUG', { withdrawn: true });
  adjust(shop, 'TEA', 4);
  const listed = () => shop.reader.withdrawnInStock(10).map((product) => product.sku);
  expect(listed()).toEqual(['TEA']);
  const sold = saleOf({ sku: 'TEA' }, { sku: 'TEA' });
  for (let time = 0; time < 2; time += 1) shop.ledger.commit([ledgerEvent(sold)]);
  expect(causes(shop)).toEqual(['product.withdrawn_sold']);
  expect(listed()).toEqual([]);
  adjust(shop, 'TEA', 1);
  set(shop, 'TEA');
  expect([listed(), causes(shop)]).toEqual([[], []]);
});

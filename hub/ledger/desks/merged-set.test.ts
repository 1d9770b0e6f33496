import { describe, expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { runImport } from '../../../test/kit/import-shop.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, received } from '../../../test/kit/till-events.ts';

/** Each product has ten, and a barcode of its own. It has to be whole in the end. */
function mergeShop(...skus: string[]) {
  const temp = tempLedger();
  const say = (type: string, data: object) =>
    void temp.ledger.commit([ledgerEvent({ type: `backroom.${type}.v1`, data })]);
  const set = (sku: string, more: object = {}) =>
    void temp.ledger.commit([ledgerEvent(productSet({ sku, ...more }))]);
  for (const sku of skus) {
    set(sku, { barcodes: [`C-${sku}`] });
    temp.ledger.commit([ledgerEvent(received({ sku, quantity: '10' }))]);
  }
  return {
    ...temp,
    set,
    merge: (sku: string, into: string) => say('product.merged', { sku, into }),
    undo: (sku: string) => say('product.merge-undone', { sku }),
    stock: (sku: string) => {
      const product = temp.reader.product({ sku });
      return `${product?.onHand} ${product?.sku}`;
    },
    leadsTo: (barcode: string) => temp.reader.product({ barcode })?.sku ?? null,
    exceptions: () => temp.reader.exceptions({ limit: 50 }),
    told: () => temp.reader.exceptions({ limit: 50 }).map(({ cause, subject }) => `${cause} ${subject}`),
    [Symbol.dispose]: () => {
      expectWhole(temp.file);
      temp[Symbol.dispose]();
    },
  };
}

describe('a merged product that is set', () => {
  test('stays merged with its stock and its codes, and a person is asked once', () => {
    using temp = mergeShop('TEE', 'TEA');
    temp.merge('TEE', 'TEA');
    for (const name of ['Green', 'Black']) temp.set('TEE', { name, barcodes: ['C-TEE'] });
    expect(temp.stock('TEE')).toBe('20 TEA');
    expect(temp.leadsTo('C-TEE')).toBe('TEA');
    expect(temp.reader.product({ sku: 'TEA' })?.name).not.toBe('Black');
    expect(temp.told()).toEqual(['product.merged_set TEE']);
    temp.ledger.commit([
      ledgerEvent({
        type: 'backroom.exception.closed.v1',
        data: { exception: temp.exceptions()[0]?.exception },
      }),
    ]);
    temp.set('TEE', { barcodes: ['C-TEE'] });
    expect(temp.told()).toEqual([]);
  });

  test('is as it was set last when the merge is undone, and the question is answered', () => {
    using temp = mergeShop('TEE', 'TEA');
    temp.merge('TEE', 'TEA');
    temp.set('TEE', { name: 'Green', price: '2.50', currency: 'EUR', barcodes: ['C-TEE', 'C-NEW'] });
    expect([temp.leadsTo('C-NEW'), temp.told()]).toEqual(['TEA', ['product.merged_set TEE']]);
    temp.undo('TEE');
    const own = { onHand: '10', name: 'Green', price: '2.50', barcodes: ['C-NEW', 'C-TEE'] };
    expect(temp.reader.product({ sku: 'TEE' })).toMatchObject(own);
    expect(temp.reader.searchProducts('Green', 5).map(({ sku }) => sku)).toEqual(['TEE']);
    expect(temp.reader.product({ sku: 'TEA' })).toMatchObject({ onHand: '10', barcodes: ['C-TEA'] });
    expect(temp.told()).toEqual([]);
    temp.merge('TEE', 'TEA');
    temp.set('TEE');
    expect(temp.told()).toEqual(['product.merged_set TEE']);
  });

  test('in the middle of a chain of merges leaves the others as they are', () => {
    using temp = mergeShop('A', 'B', 'C');
    temp.merge('A', 'B');
    temp.merge('B', 'C');
    temp.set('B', { barcodes: ['C-B'] });
    temp.set('A', { barcodes: ['C-A', 'C-NEW'] });
    expect(temp.stock('B')).toBe('30 C');
    temp.undo('A');
    expect([temp.stock('A'), temp.stock('B')]).toEqual(['10 A', '20 C']);
    expect(temp.leadsTo('C-NEW')).toBe('A');
    temp.undo('B');
    expect(['A', 'B', 'C'].map(temp.stock)).toEqual(['10 A', '10 B', '10 C']);
    expect(['A', 'B', 'C'].map((sku) => temp.leadsTo(`C-${sku}`))).toEqual(['A', 'B', 'C']);
  });

  test('gives a new code to what is undone above it, and from there back to itself', () => {
    using temp = mergeShop('A', 'B', 'C');
    temp.merge('A', 'B');
    temp.merge('B', 'C');
    temp.set('A', { barcodes: ['C-NEW'] });
    temp.undo('B');
    expect(temp.leadsTo('C-NEW')).toBe('B');
    temp.undo('A');
    expect(temp.leadsTo('C-NEW')).toBe('A');
  });

  test('takes no code of another product, nor one of the product that it was merged into', () => {
    using temp = mergeShop('TEE', 'TEA', 'MUG');
    temp.merge('TEE', 'TEA');
    temp.set('TEE', { barcodes: ['C-TEA', 'C-MUG'] });
    expect(temp.told()).toEqual(['product.merged_set TEE', 'barcode.taken C-MUG']);
    temp.undo('TEE');
    expect(['C-TEA', 'C-MUG'].map(temp.leadsTo)).toEqual(['TEA', 'MUG']);
  });

  test('keeps the newest size of a pack', () => {
    using temp = mergeShop('TEE', 'TEA');
    temp.set('TEE', { packs: [{ barcode: 'CASE', quantity: '6' }] });
    temp.merge('TEE', 'TEA');
    temp.set('TEE', { packs: [{ barcode: 'CASE', quantity: '12' }] });
    const packs = [{ barcode: 'CASE', quantity: '12' }];
    expect(temp.reader.product({ sku: 'TEA' })?.packs).toEqual(packs);
    temp.undo('TEE');
    expect(temp.reader.product({ sku: 'TEE' })?.packs).toEqual(packs);
  });
});

describe('a product that others were merged into', () => {
  test('keeps their codes when it is set', () => {
    using temp = mergeShop('A', 'B', 'C');
    temp.merge('A', 'B');
    temp.merge('B', 'C');
    temp.set('C', { name: 'Cocoa', barcodes: ['C-C2'] });
    expect(temp.reader.product({ sku: 'C' })).toMatchObject({
      name: 'Cocoa',
      barcodes: ['C-A', 'C-B', 'C-C2'],
    });
    expect(temp.reader.searchProducts('C-A', 5).map(({ sku }) => sku)).toEqual(['C']);
    temp.undo('A');
    expect(temp.leadsTo('C-A')).toBe('A');
  });

  test.each([
    ['before', ['TEE;Tee;C-TEE', 'TEA;Tea;C-TEA']],
    ['after', ['TEA;Tea;C-TEA', 'TEE;Tee;C-TEE']],
    ['without', ['TEA;Tea;C-TEA']],
  ])('stays one with them in an import that lists them %s it', async (_, rows) => {
    using temp = mergeShop('TEE', 'TEA');
    temp.merge('TEE', 'TEA');
    for (let night = 0; night < 2; night += 1)
      await runImport(temp, ['sku;name;barcode', ...rows].join('\n'));
    expect(temp.reader.product({ sku: 'TEE' })).toMatchObject({ sku: 'TEA', name: 'Tea', onHand: '20' });
    expect(temp.reader.product({ sku: 'TEA' })?.barcodes).toEqual(['C-TEA', 'C-TEE']);
    expect(temp.told()).toEqual(rows.length === 2 ? ['product.merged_set TEE'] : []);
    temp.undo('TEE');
    expect(['TEE', 'TEA'].map(temp.stock)).toEqual(['10 TEE', '10 TEA']);
    expect(['C-TEE', 'C-TEA'].map(temp.leadsTo)).toEqual(['TEE', 'TEA']);
  });

  test('gives a code of theirs to the product that the same import gives it to', async () => {
    using temp = mergeShop('TEE', 'TEA', 'MUG');
    temp.merge('TEE', 'TEA');
    await runImport(temp, ['sku;name;barcode', 'TEA;Tea;C-TEA', 'MUG;Mug;C-TEE'].join('\n'));
    expect(temp.leadsTo('C-TEE')).toBe('MUG');
    expect(temp.told()).toEqual([]);
    temp.undo('TEE');
    expect(temp.leadsTo('C-TEE')).toBe('MUG');
  });
});

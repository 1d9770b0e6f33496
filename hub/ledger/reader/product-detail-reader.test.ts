import { expect, test } from 'vitest';
import { dispatchedOf, receivedOf, reversedOf } from '../../../test/kit/goods-events.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { adjusted, ledgerEvent, productSet, refundOf, saleOf } from '../../../test/kit/till-events.ts';

const NOTHING = {
  reason: null,
  note: null,
  employeeId: null,
  employeeName: null,
  supplier: null,
  reference: null,
};

test('what is damaged and what is in transit is told, of the product that a code leads to', () => {
  using temp = tempLedger();
  temp.ledger.commit([
    ledgerEvent(productSet({ sku: 'MUG', barcodes: ['5000000000012'] })),
    ledgerEvent({ ...saleOf({ sku: 'MUG', quantity: '2', amountMinor: 200 }), id: 'sale' }),
    ledgerEvent(refundOf({ id: 'sale' }, { sku: 'MUG', disposition: 'damaged' })),
    ledgerEvent(dispatchedOf('T-1', [{ sku: 'mug', quantity: '3.5' }], { from: 'shop', to: 'Cellar' })),
  ]);
  expect(temp.reader.elsewhere('mug')).toEqual({ damaged: '1', inTransit: '3.5' });
  expect(temp.reader.elsewhere('5000000000012')).toEqual({ damaged: '1', inTransit: '3.5' });
  expect(temp.reader.elsewhere('NOT HERE')).toBeNull();
});

test('the open exceptions of a product at its places are found by cause and subject', () => {
  using temp = tempLedger();
  temp.ledger.commit([
    ledgerEvent(productSet({ sku: 'MUG' })),
    ledgerEvent(saleOf({ sku: 'MUG' })),
    ledgerEvent(saleOf({ sku: 'OTHER' })),
  ]);
  const about = [
    { cause: 'stock.negative', subject: 'MUG at shop' },
    { cause: 'stock.oversold', subject: 'MUG at shop' },
    { cause: 'product.unlisted', subject: 'OTHER' },
  ];
  const found = temp.reader.exceptionsAbout(about);
  expect(found.map(({ cause }) => cause)).toEqual(['product.unlisted', 'stock.negative']);
  expect(temp.reader.exceptions({ limit: 10 })).toEqual(expect.arrayContaining(found));
  temp.ledger.commit([ledgerEvent(adjusted('found', { sku: 'MUG', quantity: '1' }))]);
  expect(temp.reader.exceptionsAbout(about).map(({ cause }) => cause)).toEqual(['product.unlisted']);
});

test('an entry says why it moved goods, for what and by whom, as far as it says so', () => {
  using temp = tempLedger();
  const line = { sku: 'MUG', quantity: '4' };
  const more = { supplier: 'Potter', deliveryNumber: '4711', employeeId: '12', note: 'wet' };
  const loss = adjusted('theft', { sku: 'MUG', quantity: '-1' });
  temp.ledger.commit([
    ledgerEvent({ ...receivedOf('D-1', [line], more), id: 'delivery' }),
    ledgerEvent({ ...loss, data: { ...loss.data, employeeId: '7' } }),
    ledgerEvent(dispatchedOf('T-1', [line], { from: 'shop', to: 'Cellar' })),
    ledgerEvent(reversedOf('delivery')),
    ledgerEvent({ type: 'backroom.employee.set.v1', data: { employeeId: '7', name: 'Grace' } }),
  ]);
  expect(temp.reader.entryWords([1, 2, 3, 4, 2, 99])).toEqual([
    { seq: 1, ...NOTHING, supplier: 'Potter', reference: '4711', employeeId: '12', note: 'wet' },
    { seq: 2, ...NOTHING, reason: 'theft', employeeId: '7', employeeName: 'Grace' },
    { seq: 3, ...NOTHING, reference: 'T-1' },
    { seq: 4, ...NOTHING, reason: 'a mistake' },
  ]);
});

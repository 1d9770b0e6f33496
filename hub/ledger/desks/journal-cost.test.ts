import { expect, test } from 'vitest';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet, received, saleOf, voidOf } from '../../../test/kit/till-events.ts';

test.each(['session', 'sale'] as const)(
  'per %s, what goods cost goes from inventory to cost of goods, and back by a void',
  (journalPer) => {
    using temp = tempLedger();
    const rules = { currency: 'EUR', timeZone: 'UTC', dayStartsAt: '00:00', costOfGoods: true, journalPer };
    const events = [
      { type: 'backroom.books-settings.set.v1', data: rules },
      productSet({ sku: 'MUG' }),
      received({ sku: 'MUG', quantity: '10', unitCost: '1.255' }),
      { ...saleOf({ sku: 'MUG', quantity: '3', amountMinor: 900 }), id: 'kept' },
      { ...saleOf({ sku: 'MUG', quantity: '2', amountMinor: 600 }), id: 'a mistake' },
      voidOf({ id: 'a mistake' }),
      { type: 'backroom.day.closed.v1', data: { businessDate: '2026-11-23' } },
    ];
    temp.ledger.commit(events.map(ledgerEvent));
    const { accounts } = temp.reader.accountBalances({ from: '2026-11-23', to: '2026-11-23' });
    const balance = (name: string) => accounts.find(({ account }) => account === name)?.balanceMinor;
    expect([balance('cost-of-goods'), balance('inventory')]).toEqual([377, -377]);
  },
);

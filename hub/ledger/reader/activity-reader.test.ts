import { expect, test } from 'vitest';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, saleOf } from '../../../test/kit/till-events.ts';
import { ReceiveClockTable } from '../receive-clock.ts';

test('each event says how well the hub knew the time when it received it', () => {
  using temp = tempLedger();
  const receiveClock = new ReceiveClockTable(temp.db);
  const sell = (sequence: number): void =>
    void temp.ledger.commit([ledgerEvent({ ...saleOf({ sku: 'MUG' }), id: `sale-${sequence}`, sequence })]);
  sell(1);
  receiveClock.note('unsynced');
  sell(2);
  sell(3);
  receiveClock.note('synced');
  sell(4);
  const clocks = temp.reader.activity({ limit: 10 }).map((row) => [row.seq, row.clock]);
  expect(clocks).toEqual([
    [4, 'synced'],
    [3, 'unsynced'],
    [2, 'unsynced'],
    [1, 'unknown'],
  ]);
  expect(temp.reader.activityAfter(2, 10).map(({ clock }) => clock)).toEqual(['unsynced', 'synced']);
});

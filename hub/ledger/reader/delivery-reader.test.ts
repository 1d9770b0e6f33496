import { expect, test } from 'vitest';
import { OutboxLedger } from '../../../test/kit/outbox-ledger.ts';
import { DeliveryReader } from './delivery-reader.ts';

const NAME = 'cloud';

function ledgerWith(waiting: number): OutboxLedger {
  const ledger = new OutboxLedger([{ name: NAME, kind: 'webhook' }]);
  ledger.add();
  ledger.db.exec(
    `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ${waiting})
     INSERT INTO outbox (destination, seq, partition_key) SELECT 1, i, 1 FROM n`,
  );
  return ledger;
}

test('a queue is counted up to ten thousand, and beyond that it is said that there are more', () => {
  using exact = ledgerWith(10_000);
  expect(new DeliveryReader(exact.db).destinations()).toMatchObject([
    { waiting: 10_000, moreWaiting: false, parked: 0 },
  ]);
  using more = ledgerWith(10_001);
  expect(new DeliveryReader(more.db).destinations()).toMatchObject([{ waiting: 10_000, moreWaiting: true }]);
});

test('what is set aside is not counted as waiting', () => {
  using ledger = ledgerWith(10);
  ledger.db.exec("UPDATE outbox SET state = 'parked' WHERE seq IN (2, 3)");
  ledger.db.exec("UPDATE outbox SET state = 'skipped' WHERE seq = 4");
  expect(new DeliveryReader(ledger.db).destinations()).toMatchObject([
    { waiting: 7, moreWaiting: false, parked: 2 },
  ]);
});

test('a destination that fails tells whether it was reached, until it is well again', () => {
  using ledger = ledgerWith(2);
  const claim = ledger.table.claim(NAME, { itemsMax: 1, bytesMax: 1e6, oldestBeforeMs: 0, nowMs: 0 });
  const batch = claim.kind === 'batch' ? claim.batch.key : '';
  const told = (): unknown => new DeliveryReader(ledger.db).destinations()[0]?.answersWithErrors;
  const settled = { batch, nowMs: 1 };
  expect(told()).toBe(false);
  const failure = { ...settled, kind: 'retry', reason: 'It is out of order (503).', notBeforeMs: 2 } as const;
  ledger.table.settle(NAME, { ...failure, answered: true });
  expect(told()).toBe(true);
  ledger.table.settle(NAME, { ...failure, answered: false });
  expect(told()).toBe(false);
  ledger.table.settle(NAME, { ...failure, answered: true });
  ledger.table.settle(NAME, { ...settled, kind: 'answered', delivered: [1], refused: [] });
  expect(told()).toBe(false);
});

import { expect, test } from 'vitest';
import { cardSale, payoutOf } from '../../../test/kit/payment-events.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent } from '../../../test/kit/till-events.ts';

const DAYS = { from: '2026-11-01', to: '2026-11-30' };

test('fees are told by processor, kind of tender and day, and add up to what the books have', () => {
  using temp = tempLedger();
  const events = [
    cardSale('r-1', 500),
    cardSale('r-2', 300, { kind: 'mobile' }),
    cardSale('r-3', 200),
    payoutOf('p-1', [
      { reference: 'r-1', grossMinor: 500, feeMinor: 9 },
      { reference: 'r-2', grossMinor: 300, feeMinor: 4 },
      { reference: 'nowhere', grossMinor: 100, feeMinor: 2 },
      { kind: 'fee', grossMinor: -30 },
    ]),
    payoutOf('p-2', [{ reference: 'r-3', grossMinor: 200, feeMinor: 3 }], { arrivedOn: '2026-11-26' }),
    payoutOf('p-3', [], { grossMinor: 90, feeMinor: 1, netMinor: 89, arrivedOn: '2026-12-01' }),
  ];
  temp.ledger.commit(events.map(ledgerEvent));
  const { fees } = temp.reader.fees(DAYS);
  expect(
    fees.map(({ tender, arrivedOn, grossMinor, feeMinor }) => [tender, arrivedOn, grossMinor, feeMinor]),
  ).toEqual([
    ['card', '2026-11-25', 500, 9],
    ['fee', '2026-11-25', 0, 30],
    ['mobile', '2026-11-25', 300, 4],
    ['other', '2026-11-25', 100, 2],
    ['card', '2026-11-26', 200, 3],
  ]);
  const books = temp.reader.accountBalances(DAYS).accounts.find(({ account }) => account === 'fees:Acme');
  expect(fees.reduce((sum, { feeMinor }) => sum + feeMinor, 0)).toBe(books?.balanceMinor);
  expect(temp.reader.fees({ from: '2026-12-01', to: '2026-12-31' }).fees).toMatchObject([
    { tender: 'other', grossMinor: 90, feeMinor: 1, netMinor: 89 },
  ]);
});

test('of an entry over several kinds of tender each has its part of the fee, and a chargeback is of its own kind', () => {
  using temp = tempLedger();
  const events = [
    cardSale('r-1', 500),
    cardSale('r-1', 250, { kind: 'mobile' }),
    cardSale('r-1', 250, { kind: 'voucher' }),
    cardSale('r-2', 100, { kind: 'mobile' }),
    payoutOf('p-1', [
      { reference: 'r-1', grossMinor: 1_000, feeMinor: 11 },
      { kind: 'chargeback', reference: 'r-2', grossMinor: -100, feeMinor: 15 },
      { kind: 'chargeback', reference: 'nowhere', grossMinor: -50 },
    ]),
  ];
  temp.ledger.commit(events.map(ledgerEvent));
  const { fees } = temp.reader.fees(DAYS);
  expect(
    fees.map(({ tender, entries, grossMinor, feeMinor }) => [tender, entries, grossMinor, feeMinor]),
  ).toEqual([
    ['card', 1, 500, 5],
    ['mobile', 2, 150, 18],
    ['other', 1, -50, 0],
    ['voucher', 1, 250, 3],
  ]);
});

test('open payments are told page by page, whatever is settled meanwhile', () => {
  using temp = tempLedger();
  const references = Array.from({ length: 7 }, (_, index) => `r-${index}`);
  temp.ledger.commit([...references.map((name) => cardSale(name, 100)), cardSale(null, 50)].map(ledgerEvent));
  const first = temp.reader.openPayments({ limit: 3 });
  expect(first.payments.map(({ openMinor }) => openMinor)).toEqual([50, 100, 100]);
  temp.ledger.commit([ledgerEvent(payoutOf('p-1', [{ reference: 'r-1', grossMinor: 100 }]))]);
  const second = temp.reader.openPayments({ after: first.next ?? '', limit: 30 });
  expect(second.payments.map(({ reference }) => reference)).toEqual(['r-2', 'r-3', 'r-4', 'r-5', 'r-6']);
  expect(second.next).toBeNull();
  expect(temp.reader.openPayments({ after: 'nonsense', limit: 30 }).payments).toHaveLength(7);
});

test('a payout tells which receipts it settles, and what it cannot explain', () => {
  using temp = tempLedger();
  const entries = [
    { reference: 'r-1', grossMinor: 500, feeMinor: 9 },
    { reference: 'nowhere', grossMinor: 100 },
  ];
  temp.ledger.commit([cardSale('r-1', 500), payoutOf('p-1', entries)].map(ledgerEvent));
  const [summary] = temp.reader.payouts({ limit: 5 }).payouts;
  expect(summary).toMatchObject({ payoutId: 'p-1', processor: 'Acme', netMinor: 591, unexplainedMinor: 100 });
  expect(temp.reader.payout(summary?.seq ?? 0)).toMatchObject({
    entries: [
      { reference: 'r-1', openMinor: 0, settles: [{ seq: 1, tender: 1, minor: 500 }] },
      { reference: 'nowhere', openMinor: 100, settles: [] },
    ],
  });
  expect(temp.reader.payout(1)).toBeNull();
});

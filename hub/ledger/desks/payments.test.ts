import { describe, expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { cardSale, paymentIdentified, payoutOf } from '../../../test/kit/payment-events.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, saleOf, voidOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';

type Told = Pick<EventInput, 'type' | 'data'> & { readonly id?: string };

function tell(temp: ReturnType<typeof tempLedger>, ...told: readonly Told[]): string[] {
  return told.flatMap((event) => {
    const [reply] = temp.ledger.commit([ledgerEvent(event)]).replies;
    return (reply?.exceptions ?? []).map(({ cause }) => cause).filter((cause) => cause.startsWith('pay'));
  });
}

function openPayments(temp: ReturnType<typeof tempLedger>): number[] {
  return temp.db
    .prepare<[], { open_minor: number }>(
      'SELECT open_minor FROM payment WHERE open_minor <> 0 ORDER BY seq, tender',
    )
    .all()
    .map((row) => row.open_minor);
}

/** What each account of the payouts has, debits above zero. */
function accounts(temp: ReturnType<typeof tempLedger>): Record<string, number> {
  const rows = temp.db
    .prepare<[], { account: string; minor: number }>(
      `SELECT account, sum(l.debit_minor - l.credit_minor) AS minor FROM journal_line l JOIN journal_entry e
         ON e.entry = l.entry WHERE e.kind = 'payout' GROUP BY account HAVING minor <> 0 ORDER BY account`,
    )
    .all();
  return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]));
}

function openCauses(temp: ReturnType<typeof tempLedger>): string[] {
  const exceptions = temp.reader.exceptions({ limit: 50 });
  return exceptions.map(({ cause }) => cause).filter((cause) => cause.startsWith('pay'));
}

describe('a payout', () => {
  test('settles the payments that it names, and its fee stands on a line of its own', () => {
    using temp = tempLedger();
    expect(tell(temp, cardSale('r-1', 500), cardSale('r-2', 300))).toEqual([]);
    expect(openPayments(temp)).toEqual([500, 300]);
    expect(tell(temp, payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500, feeMinor: 9 }]))).toEqual([]);
    expect(openPayments(temp)).toEqual([300]);
    expect(accounts(temp)).toEqual({ bank: 491, 'clearing:card:Acme': -500, 'fees:Acme': 9 });
    expectWhole(temp.file);
  });

  test('that comes before its sale settles it when the sale comes', () => {
    using temp = tempLedger();
    const payout = payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500, feeMinor: 9 }]);
    expect(tell(temp, payout)).toEqual(['payout.unknown_payment']);
    expect(accounts(temp)).toEqual({ bank: 491, 'fees:Acme': 9, suspense: -500 });
    expectWhole(temp.file);
    expect(tell(temp, cardSale('r-1', 500))).toEqual([]);
    expect(openPayments(temp)).toEqual([]);
    expect(openCauses(temp)).toEqual([]);
    expect(accounts(temp)).toEqual({ bank: 491, 'clearing:card:Acme': -500, 'fees:Acme': 9 });
    expectWhole(temp.file);
  });

  test('knows its processor without regard to case, and refunds apart from payments', () => {
    using temp = tempLedger();
    tell(temp, cardSale('r-1', 500), cardSale('r-1', -200));
    const entries = [
      { reference: 'r-1', grossMinor: 500 },
      { kind: 'refund', reference: 'r-1', grossMinor: -200 },
    ];
    expect(tell(temp, payoutOf('p-1', entries, { processor: 'ACME' }))).toEqual([]);
    expect(openPayments(temp)).toEqual([]);
    expectWhole(temp.file);
  });

  test('of another amount leaves the rest open, or the excess in suspense', () => {
    using temp = tempLedger();
    tell(temp, cardSale('r-1', 500), cardSale('r-2', 500));
    const entries = [
      { reference: 'r-1', grossMinor: 450 },
      { reference: 'r-2', grossMinor: 520 },
    ];
    expect(tell(temp, payoutOf('p-1', entries))).toEqual(['payout.other_amount', 'payout.other_amount']);
    expect(openPayments(temp)).toEqual([50]);
    expect(accounts(temp)).toEqual({ bank: 970, 'clearing:card:Acme': -950, suspense: -20 });
    expect(tell(temp, payoutOf('p-2', [{ reference: 'r-1', grossMinor: 50 }]))).toEqual([]);
    expect(openCauses(temp)).toEqual(['payout.other_amount']);
    expectWhole(temp.file);
  });

  test('of a payment that was settled before goes to suspense', () => {
    using temp = tempLedger();
    tell(temp, cardSale('r-1', 500), payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500 }]));
    const again = payoutOf('p-2', [{ reference: 'r-1', grossMinor: 500 }]);
    expect(tell(temp, again)).toEqual(['payment.settled_twice']);
    expect(accounts(temp)).toEqual({ bank: 1_000, 'clearing:card:Acme': -500, suspense: -500 });
    expectWhole(temp.file);
  });

  test('that is settled wholly is settled anew when another payment of its reference comes', () => {
    using temp = tempLedger();
    const entries = [300, 400].map((grossMinor) => ({ reference: 'r-1', grossMinor }));
    expect(tell(temp, cardSale('r-1', 700), payoutOf('p-1', entries))).toEqual([]);
    expect(tell(temp, cardSale('r-1', 100))).toEqual(['payout.other_amount']);
    tell(temp, payoutOf('p-2', [{ reference: 'r-1', grossMinor: 50 }]));
    expect(openPayments(temp)).toEqual([50]);
    expectWhole(temp.file);
  });

  test('that came before counts once, and with other content is told', () => {
    using temp = tempLedger();
    const payout = payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500 }]);
    tell(temp, cardSale('r-1', 500), payout);
    expect(tell(temp, payout)).toEqual([]);
    const other = payoutOf('p-1', [{ reference: 'r-1', grossMinor: 499 }]);
    expect(tell(temp, other)).toEqual(['payout.repeated']);
    expect(accounts(temp)).toEqual({ bank: 500, 'clearing:card:Acme': -500 });
    expectWhole(temp.file);
  });

  test('whose entries are not what its header says has the difference in suspense', () => {
    using temp = tempLedger();
    tell(temp, cardSale('r-1', 500));
    const payout = payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500 }], { netMinor: 480 });
    expect(tell(temp, payout)).toEqual(['payout.does_not_add_up']);
    expect(accounts(temp)).toEqual({ bank: 480, 'clearing:card:Acme': -500, suspense: 20 });
    expectWhole(temp.file);
  });

  test('without entries has its fee, and the rest in suspense', () => {
    using temp = tempLedger();
    const payout = payoutOf('p-1', [], { grossMinor: 500, feeMinor: 20, netMinor: 480 });
    expect(tell(temp, payout)).toEqual(['payout.does_not_add_up']);
    expect(accounts(temp)).toEqual({ bank: 480, 'fees:Acme': 20, suspense: -500 });
    expectWhole(temp.file);
  });

  test('settles a payment without a name when somebody says which it was, before or after', () => {
    const payout = payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500, feeMinor: 9 }]);
    const sale = { ...cardSale(null, 500), id: 'unnamed' };
    const said = paymentIdentified('unnamed', 'r-1');
    for (const events of [
      [sale, payout, said],
      [payout, said, sale],
      [said, sale, payout],
    ]) {
      using temp = tempLedger();
      tell(temp, ...events);
      expect(openPayments(temp)).toEqual([]);
      expect(openCauses(temp)).toEqual([]);
      // Where the receipt put it, from there it goes.
      expect(accounts(temp)).toEqual({ bank: 491, 'clearing:card': -500, 'fees:Acme': 9 });
      expectWhole(temp.file);
    }
  });

  test('lets go of a payment that turns out to be another, whose own payout settles it then', () => {
    using temp = tempLedger();
    const entries = [
      { reference: 'r-1', grossMinor: 500 },
      { reference: 'r-2', grossMinor: 500 },
    ];
    tell(temp, { ...cardSale('r-1', 500), id: 'mixed up' }, payoutOf('p-1', entries));
    expect(openCauses(temp)).toEqual(['payout.unknown_payment']);
    tell(temp, paymentIdentified('mixed up', 'r-2'), cardSale('r-1', 500));
    expect(openPayments(temp)).toEqual([]);
    expect(openCauses(temp)).toEqual([]);
    expect(accounts(temp)).toEqual({ bank: 1_000, 'clearing:card:Acme': -1_000 });
    tell(temp, paymentIdentified('mixed up', 'r-3'));
    expect(openPayments(temp)).toEqual([500]);
    expect(accounts(temp)).toEqual({ bank: 1_000, 'clearing:card:Acme': -500, suspense: -500 });
    expectWhole(temp.file);
  });

  test('that was identified and is no payment of a processor is told', () => {
    using temp = tempLedger();
    expect(tell(temp, paymentIdentified('sold', 'r-1', { tender: 2 }))).toEqual(['payment.unknown']);
    tell(temp, { ...cardSale('r-1', 500), id: 'sold' });
    expect(openCauses(temp)).toEqual(['payment.unknown']);
    expectWhole(temp.file);
  });

  test('tells of chargebacks, fees and adjustments', () => {
    using temp = tempLedger();
    tell(temp, cardSale('r-1', 500), payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500 }]));
    const entries = [
      { kind: 'chargeback', reference: 'r-1', grossMinor: -500, feeMinor: 15 },
      { kind: 'fee', grossMinor: -30 },
      { kind: 'fee', grossMinor: 0, feeMinor: 5 },
      { kind: 'adjustment', grossMinor: 12 },
      { kind: 'payment', grossMinor: 7 },
    ];
    const told = ['payment.charged_back', 'payout.unexplained', 'payout.unexplained'];
    expect(tell(temp, payoutOf('p-2', entries))).toEqual(told);
    expect(accounts(temp)).toEqual({
      bank: -31,
      'clearing:card:Acme': -500,
      'expenses:chargebacks': 500,
      'fees:Acme': 50,
      suspense: -19,
    });
    expectWhole(temp.file);
  });
});

test('a voided sale gives what was paid out for it to suspense', () => {
  using temp = tempLedger();
  const payout = payoutOf('p-1', [{ reference: 'r-1', grossMinor: 500 }]);
  tell(temp, { ...cardSale('r-1', 500), id: 'a-1' }, payout);
  expect(tell(temp, voidOf({ id: 'a-1' }))).toEqual(['payment.voided_settled']);
  expect(openPayments(temp)).toEqual([]);
  expect(accounts(temp)).toEqual({ bank: 500, suspense: -500 });
  expectWhole(temp.file);
});

test('a voided sale that nobody paid out is owed no more', () => {
  using temp = tempLedger();
  tell(temp, { ...cardSale('r-1', 500), id: 'a-1' }, voidOf({ id: 'a-1' }));
  expect(openPayments(temp)).toEqual([]);
  expect(openCauses(temp)).toEqual([]);
  expectWhole(temp.file);
});

test('cash, gift cards and other money of the shop’s own are no payments', () => {
  using temp = tempLedger();
  const sale = saleOf({ sku: 'TEA', amountMinor: 400 });
  const tenders = ['cash', 'gift_card', 'store_credit', 'deposit', 'loyalty'].map((kind) => ({
    kind,
    amountMinor: 80,
  }));
  tell(temp, { ...sale, data: { ...sale.data, tenders } });
  expect(openPayments(temp)).toEqual([]);
  expectWhole(temp.file);
});

import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import {
  cardLine,
  cardTender,
  holdMade,
  liabilityAdjusted,
  refundedFor,
  soldFor,
} from '../../../test/kit/liability-events.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, tillSource, voidOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';
import { HOLD_LASTS_MS } from '../../domain/hold.ts';
import type { LiabilityKind } from '../../contract/payment-events.ts';

type Temp = ReturnType<typeof tempLedger>;
type Told = Pick<EventInput, 'type' | 'data' | 'id' | 'source'>;

function tell(temp: Temp, ...events: readonly Told[]) {
  return temp.ledger.commit(events.map(ledgerEvent)).replies;
}

function balanceOf(temp: Temp, account: string, kind: LiabilityKind = 'gift_card') {
  const { balances = [] } = temp.reader.liability({ kind, account }, 50) ?? {};
  return Object.fromEntries(balances.map(({ currency, balanceMinor }) => [currency, balanceMinor]));
}

function causes(temp: Temp): string[] {
  return temp.reader.exceptions({ limit: 100 }).map(({ cause }) => cause);
}

test('store credit without a name is the customer’s, and a card without one is nobody’s', () => {
  using temp = tempLedger();
  const credit = { kind: 'store_credit', amountMinor: -500 };
  tell(
    temp,
    refundedFor({ tenders: [credit], customerId: 'c-1' }),
    refundedFor({ tenders: [credit] }),
    soldFor({ lines: [cardLine(undefined, 700)], customerId: 'c-1' }),
    soldFor({ tenders: [{ ...credit, amountMinor: 200 }], customerId: 'c-1' }),
    soldFor({ lines: [{ kind: 'deposit', depositId: 'd-1', giftCardId: 'not it', amountMinor: 900 }] }),
  );
  expect(balanceOf(temp, 'customer:c-1', 'store_credit')).toEqual({ EUR: 300 });
  expect(balanceOf(temp, 'anonymous', 'store_credit')).toEqual({ EUR: 500 });
  expect(balanceOf(temp, 'anonymous')).toEqual({ EUR: 700 });
  expect(balanceOf(temp, 'd-1', 'deposit')).toEqual({ EUR: 900 });
  expectWhole(temp.file);
});

test('a card that is used in another currency has two balances, and a person is told', () => {
  using temp = tempLedger();
  tell(
    temp,
    soldFor({ lines: [cardLine('card-1', 5_000)] }),
    soldFor({ lines: [cardLine('card-1', 100)], currency: 'USD' }),
  );
  expect(balanceOf(temp, 'card-1')).toEqual({ EUR: 5_000, USD: 100 });
  expect(causes(temp)).toContain('liability.other_currency');
  const [held] = tell(temp, holdMade('h-1', 200, { account: 'card-1', currency: 'USD' }));
  expect(held?.refused?.detail).toBe('gift card card-1: 2.00 USD asked for, 1.00 USD available.');
  expectWhole(temp.file);
});

test('a balance below zero is told until it is mended, and what is beyond counting is not booked', () => {
  using temp = tempLedger();
  tell(temp, soldFor({ tenders: [cardTender('card-1', 400)] }));
  expect(balanceOf(temp, 'card-1')).toEqual({ EUR: -400 });
  expect(causes(temp)).toContain('liability.overdrawn');
  tell(temp, liabilityAdjusted('card-1', 1_000));
  expect(causes(temp)).not.toContain('liability.overdrawn');
  const most = Array.from({ length: 10_001 }, () => liabilityAdjusted('card-2', 99_999_999_999));
  tell(temp, ...most);
  expect(balanceOf(temp, 'card-2')).toEqual({ EUR: 10_000 * 99_999_999_999 });
  expect(causes(temp)).toContain('liability.out_of_range');
});

test('a till that spends what is held for another is told, and what was held is overdrawn when it is used', () => {
  using temp = tempLedger();
  tell(
    temp,
    liabilityAdjusted('card-1', 5_000),
    holdMade('h-1', 4_000, { account: 'card-1' }),
    soldFor({ tenders: [cardTender('card-1', 3_000)] }),
  );
  expect(causes(temp)).toContain('liability.held_spent');
  tell(temp, soldFor({ tenders: [cardTender('card-1', 4_500, { holdId: 'h-1' })] }));
  const open = causes(temp);
  expect(open).toEqual(expect.arrayContaining(['liability.overdrawn', 'hold.exceeded']));
  expect(open).not.toContain('liability.held_spent');
  expectWhole(temp.file);
});

test('a hold without an end lasts fifteen minutes from when it was received', () => {
  const nowMs = 1_795_000_000_000;
  using temp = tempLedger(() => nowMs);
  tell(temp, liabilityAdjusted('card-1', 100), holdMade('h-1', 100, { account: 'card-1' }));
  expect(temp.reader.dueHolds(nowMs + HOLD_LASTS_MS - 1, 9)).toEqual([]);
  expect(temp.reader.dueHolds(nowMs + HOLD_LASTS_MS, 9)).toEqual(['h-1']);
});

test('the same hold asked for by another till is of a sale of its own', () => {
  using temp = tempLedger();
  const held = holdMade('h-1', 200, { kind: 'refund', original: { id: 'sold' } });
  const named = holdMade('h-1', 200, {
    kind: 'refund',
    original: { id: 'sold', source: ledgerEvent(SOLD).source },
  });
  tell(temp, SOLD, held);
  expect(tell(temp, named).at(-1)?.refused).toBeUndefined();
  expect(causes(temp)).not.toContain('hold.repeated');
  const [other] = tell(temp, { ...held, source: tillSource('till-2') });
  expect(other?.refused?.cause).toBe('hold.refused');
  expect(causes(temp)).toContain('hold.repeated');
});

test.each([
  ['of no card', { kind: 'gift_card' }],
  ['of a card that nobody knows', { account: 'card-9' }],
  ['of no sale', { kind: 'refund' }],
  ['of a sale that is not here', { kind: 'refund', original: { id: 'never' } }],
  ['of what is no sale', { kind: 'refund', original: { id: 'back' } }],
  ['of a sale in another currency', { kind: 'refund', original: { id: 'sold' }, currency: 'USD' }],
  ['of a sale that was voided', { kind: 'refund', original: { id: 'mistake' } }],
])('a hold %s is refused in plain words', (_what, asked) => {
  using temp = tempLedger();
  const replies = tell(
    temp,
    { ...soldFor({ lines: [{ amountMinor: 500 }] }), id: 'sold' },
    { ...refundedFor({ lines: [{ amountMinor: -100 }] }), id: 'back' },
    { ...soldFor({ lines: [{ amountMinor: 500 }] }), id: 'mistake' },
    voidOf({ id: 'mistake' }),
    holdMade('h-1', 100, asked),
  );
  expect(replies.at(-1)).toMatchObject({ outcome: 'accepted', refused: { cause: 'hold.refused' } });
  expect(temp.reader.hold('h-1')).toMatchObject({ state: 'refused', heldMinor: 0 });
  expectWhole(temp.file);
});

const SOLD: Told = {
  ...soldFor({ lines: [{ sku: 'CUP', quantity: '2', amountMinor: 600 }, { amountMinor: 900 }] }),
  id: 'sold',
};
const BACK = { sku: 'CUP', quantity: '-1', amountMinor: -300, originalLine: 1 };

function refundable(temp: Temp) {
  const answer = temp.reader.refundable({ id: 'sold' });
  return [answer?.refundableMinor, ...(answer?.lines ?? []).map((line) => line.refundableMinor)];
}

test('what comes back is counted line by line, by refunds and exchanges, however late the sale is', () => {
  const refund = (): Told => refundedFor({ lines: [BACK], original: { id: 'sold' } });
  const exchange: Told = {
    ...soldFor({ lines: [{ amountMinor: 1_000 }, BACK], exchangeFor: { id: 'sold' } }),
    id: 'exchanged',
  };
  for (const events of [
    [SOLD, refund(), exchange],
    [exchange, refund(), SOLD],
  ]) {
    using temp = tempLedger();
    tell(temp, ...events);
    expect(refundable(temp)).toEqual([900, 0, 900]);
    expect(causes(temp)).not.toContain('refund.unknown_sale');
    tell(temp, refund());
    expect(causes(temp)).toContain('refund.exceeds_line');
    expect(causes(temp)).not.toContain('refund.exceeds_sale');
    tell(temp, voidOf({ id: 'exchanged' }));
    expect(refundable(temp)).toEqual([900, 0, 900]);
    expectWhole(temp.file);
  }
});

test('an exchange that is voided before its sale comes gives nothing back', () => {
  using temp = tempLedger();
  const exchange = soldFor({ lines: [{ amountMinor: 1_000 }, BACK], exchangeFor: { id: 'sold' } });
  tell(temp, { ...exchange, id: 'exchanged' }, voidOf({ id: 'exchanged' }), SOLD);
  expect(refundable(temp)).toEqual([1_500, 600, 900]);
  expectWhole(temp.file);
});

test('an exchange that took back too much and is voided leaves nothing open', () => {
  using temp = tempLedger();
  const more = { ...BACK, amountMinor: -2_000 };
  const exchange = soldFor({ lines: [{ amountMinor: 1_000 }, more], exchangeFor: { id: 'sold' } });
  tell(temp, SOLD, { ...exchange, id: 'exchanged' });
  const open = (): string[] => causes(temp).filter((cause) => cause.startsWith('refund.'));
  expect(open()).toEqual(expect.arrayContaining(['refund.exceeds_sale', 'refund.exceeds_line']));
  tell(temp, voidOf({ id: 'exchanged' }));
  expect(open()).toEqual([]);
  expectWhole(temp.file);
});

test('an exchange is refundable for what it sold, not for what it came to', () => {
  using temp = tempLedger();
  const exchange = soldFor({ lines: [{ amountMinor: 1_000 }, BACK], exchangeFor: { id: 'sold' } });
  const back = refundedFor({ lines: [{ amountMinor: -1_000 }], original: { id: 'exchanged' } });
  tell(temp, SOLD, { ...exchange, id: 'exchanged' }, back);
  expect(causes(temp)).not.toContain('refund.exceeds_sale');
  expect(temp.reader.refundable({ id: 'exchanged' })?.refundableMinor).toBe(0);
});

test('a refund of a web order is found by its number', () => {
  using temp = tempLedger();
  const originalOrder = { channel: 'web shop', orderNumber: '1001' };
  tell(temp, refundedFor({ lines: [{ amountMinor: -300 }], originalOrder }));
  expect(temp.reader.orderRefunds('1001', 9)).toMatchObject([{ channel: 'web shop', totalMinor: -300 }]);
  expect(temp.reader.orderRefunds('1002', 9)).toEqual([]);
});

test('what is owed is what the journal has, however a balance came about', () => {
  using temp = tempLedger();
  const rules = { currency: 'EUR', timeZone: 'Europe/Berlin', dayStartsAt: '04:00', costOfGoods: false };
  const taxes = [{ category: 'gift', rate: '19', amountMinor: 160, included: true }];
  tell(
    temp,
    { type: 'backroom.books-settings.set.v1', data: { ...rules, journalPer: 'sale' } },
    { ...soldFor({ lines: [cardLine('card-1', 1_000, { taxes })] }), id: 'mistake' },
    soldFor({ lines: [cardLine('card-1', 5_000)] }),
    soldFor({
      tenders: [cardTender('card-1', 1_200), { kind: 'deposit', depositId: 'd-1', amountMinor: 300 }],
    }),
    refundedFor({ tenders: [cardTender('card-1', -200), { kind: 'store_credit', amountMinor: -700 }] }),
    refundedFor({ lines: [cardLine('card-2', -100, { quantity: '-1' })] }),
    voidOf({ id: 'mistake' }),
    liabilityAdjusted('card-1', -50, { reason: 'expired' }),
  );
  const owed = temp.db.prepare(
    'SELECT kind, sum(balance_minor) AS minor FROM liability GROUP BY kind ORDER BY kind',
  );
  const booked = temp.db.prepare(
    `SELECT substr(account, length('liability:') + 1) AS kind, sum(credit_minor - debit_minor) AS minor
     FROM journal_total WHERE account LIKE 'liability:%' GROUP BY account ORDER BY account`,
  );
  expect(booked.all()).toEqual(owed.all());
  expect(owed.all()).toEqual([
    { kind: 'deposit', minor: -300 },
    { kind: 'gift_card', minor: 3_850 },
    { kind: 'store_credit', minor: 700 },
  ]);
});

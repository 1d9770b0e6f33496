import { expect, test } from 'vitest';
import {
  captured,
  customerErased,
  customerMergeUndone,
  pointsAdjusted,
  pointsRule,
  saying,
} from '../../test/kit/customer-events.ts';
import { keeperPorts } from '../../test/kit/keeper-ports.ts';
import { tempLedger } from '../../test/kit/temp-ledger.ts';
import { saleOf } from '../../test/kit/till-events.ts';
import { until } from '../../test/kit/until.ts';
import { systemClock } from '../kit/clock.ts';
import { CustomerMatcher } from './customer-matcher.ts';
import { PointsExpiry } from './points-expiry.ts';

const idsOf = (temp: ReturnType<typeof tempLedger>, id: string) =>
  temp.reader.customer(id, { receipts: 0 })?.ids.map(({ customerId }) => customerId);

test('customers with one verified address, number or card are merged, and not again once a person undid it', async () => {
  using temp = tempLedger();
  const parts = keeperPorts(temp);
  await using matcher = new CustomerMatcher(parts);
  parts.commit(
    captured('old', { email: 'Ada@Example.org', verified: ['email'], loyaltyCard: 'card-1' }),
    captured('unproven', { email: 'ada@example.org', name: 'Ada' }),
    captured('by-email', { email: 'ada@example.org', verified: ['email'] }),
    captured('by-card', { loyaltyCard: 'CARD-1' }),
  );
  matcher.start();
  await until('the three are one', () => idsOf(temp, 'old')?.length === 3);
  expect(idsOf(temp, 'old')).toEqual(expect.arrayContaining(['old', 'by-email', 'by-card']));
  expect(temp.reader.findCustomers('email', ' ADA@example.org').map(({ customerId }) => customerId)).toEqual([
    'old',
  ]);
  expect(temp.reader.findCustomers('card', 'Card-1').map(({ customerId }) => customerId)).toEqual(['old']);
  parts.commit(customerMergeUndone('by-card'), captured('by-card', { name: 'Ben' }));
  parts.commit(
    captured('late', { phone: '0049 151-1', verified: ['phone'] }),
    captured('later', { phone: '+49 (0)151 1', verified: ['phone'] }),
  );
  await until('the two are one', () => idsOf(temp, 'late')?.length === 2);
  expect(idsOf(temp, 'by-card')).toEqual(['by-card']);
  expect(parts.told.every(({ outcome }) => outcome === 'accepted')).toBe(true);
});

test('a card that many have, such as the shop’s own, makes nobody one', () => {
  using temp = tempLedger();
  const parts = keeperPorts(temp);
  for (let at = 0; at < 500; at += 1) parts.commit(captured(`c-${at}`, { loyaltyCard: 'HOUSE' }));
  let found = 0;
  for (let after: number | null = 0; after !== null;) {
    const slice: ReturnType<typeof temp.reader.customersToMerge> = temp.reader.customersToMerge({
      after,
      limit: 50,
    });
    found += slice.merges.length;
    after = slice.next;
  }
  expect(found).toBe(0);
  expect(temp.reader.findCustomers('card', 'house')).toHaveLength(20);
});

test('two who had one telephone number, one after the other, are told apart for good', async () => {
  using temp = tempLedger();
  const parts = keeperPorts(temp);
  const number = { phone: '+49 151 77', verified: ['phone'] };
  await using matcher = new CustomerMatcher(parts);
  matcher.start();
  parts.commit(captured('first', { ...number, name: 'Ada' }));
  parts.commit(captured('second', { ...number, name: 'Ben' }));
  await until('they are one', () => idsOf(temp, 'second')?.length === 2);
  parts.commit(customerMergeUndone('second'));
  // Captured again, late, as before; and a third who is one with the second.
  parts.commit(captured('first', number), captured('second', { ...number, loyaltyCard: 'B-1' }));
  parts.commit(captured('third', { loyaltyCard: 'B-1' }));
  await until('the third is one', () => idsOf(temp, 'third')?.length === 2);
  expect(idsOf(temp, 'first')).toEqual(['first']);
  const names = ['first', 'second'].map((id) => temp.reader.customer(id, { receipts: 0 })?.person.name);
  expect(names).toEqual(['Ada', 'Ben']);
  const found = temp.reader.findCustomers('phone', '0049 151 77').map(({ customerId }) => customerId);
  expect(found.toSorted()).toEqual(['first', 'second']);
});

test('points that are too old expire once, the oldest used first, under all ids of a customer', async () => {
  using temp = tempLedger();
  const parts = keeperPorts(temp);
  const clock = { ...systemClock, nowMs: () => Date.parse('2026-11-23T12:00:00Z') };
  const keeper = new PointsExpiry({ ...parts, clock, isClockUnsure: () => false, timeZone: 'Europe/Berlin' });
  const bought = (businessDate: string, customerId: string) =>
    saying(saleOf({ sku: 'MUG', amountMinor: 1_000 }), { customerId, businessDate });
  parts.commit(
    pointsRule({ pointsPerUnit: '10', unitsPerPoint: '0.01', expireAfterDays: 90 }),
    bought('2026-08-25', 'a'),
    bought('2026-08-26', 'a'),
    pointsAdjusted('a', -30, 'redeemed'),
    bought('2026-01-01', 'b'),
  );
  await keeper.look();
  await keeper.look();
  expect(temp.reader.customer('a', { receipts: 0 })?.points).toBe(100);
  expect(temp.reader.customer('b', { receipts: 0 })?.points).toBe(0);
  expect(parts.told).toHaveLength(2);
});

test('who was erased is found by nothing, and is merged with nobody', () => {
  using temp = tempLedger();
  const parts = keeperPorts(temp);
  const contact = { email: 'ada@example.org', verified: ['email'] };
  parts.commit(captured('old', contact), customerErased('old'), captured('new', contact));
  expect(temp.reader.customersToMerge({ after: 0, limit: 10 }).merges).toEqual([]);
  const found = temp.reader.findCustomers('email', 'ada@example.org');
  expect(found.map(({ customerId }) => customerId)).toEqual(['new']);
});

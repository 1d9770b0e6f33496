import { expect, test } from 'vitest';
import { expectWhole } from '../../../test/kit/assert-whole.ts';
import { pointsAdjusted, pointsRule, saying } from '../../../test/kit/customer-events.ts';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, refundOf, saleOf, voidOf } from '../../../test/kit/till-events.ts';
import type { EventInput } from '../../../test/kit/till-events.ts';

type Told = Pick<EventInput, 'type' | 'data' | 'id'>;

const RULE = pointsRule({ pointsPerUnit: '10', unitsPerPoint: '0.01', expireAfterDays: 90 });
const NOW = Date.parse('2026-11-23T12:00:00Z');

function shop() {
  const temp = tempLedger(() => NOW);
  const tell = (...events: Told[]): string[] =>
    temp.ledger
      .commit(events.map((event) => ledgerEvent(event)))
      .replies.flatMap((reply) => reply.exceptions ?? [])
      .map(({ cause }) => cause)
      .filter((cause) => cause.startsWith('loyalty'));
  const points = (): number | undefined => temp.reader.customer('a', { receipts: 0 })?.points;
  tell(RULE);
  return { temp, tell, points };
}

const bought = (id: string, businessDate: string, minor: number): Told => ({
  ...saying(saleOf({ sku: 'MUG', amountMinor: minor }), { customerId: 'a', businessDate }),
  id,
});
const expired = (points: number): Told => pointsAdjusted('a', -points, 'expired');
const paidWith = (points: number, amountMinor: number, more: object): Told =>
  saying(saleOf({ sku: 'MUG', amountMinor }), {
    tenders: [{ kind: 'loyalty', amountMinor, loyaltyPoints: points }],
    ...more,
  });

test('goods and services earn; gift cards and deposits do not', () => {
  const { temp, tell, points } = shop();
  using _ = temp;
  const kinds = ['goods', 'service', 'gift_card', 'deposit'];
  const lines = kinds.map((kind, index) => ({ sku: `S-${kind}`, kind, amountMinor: 100 * 10 ** index }));
  tell(saying(saleOf(...lines), { customerId: 'a' }));
  expect(points()).toBe(110);
});

test.for([
  ['the goods come back after their points expired', ['expired', 'refund']],
  ['the points expire after the goods came back', ['refund', 'expired']],
])('what expired is not taken again: %s', ([, order]) => {
  const { temp, tell, points } = shop();
  using _ = temp;
  tell(bought('old', '2026-01-10', 1_000), bought('new', '2026-11-01', 500));
  for (const what of order ?? [])
    tell(
      what === 'refund'
        ? refundOf({ id: 'old' }, { sku: 'MUG', amountMinor: -600 })
        : expired(order?.[0] === 'refund' ? 40 : 100),
    );
  expect(points()).toBe(50);
  // Its other goods come back too, and then what was not old.
  tell(refundOf({ id: 'old' }, { sku: 'MUG', amountMinor: -400 }));
  expect(points()).toBe(50);
  tell(voidOf({ id: 'new' }));
  expect(points()).toBe(0);
  expectWhole(temp.file);
});

test('points that were used before they were too old are missing when the goods come back', () => {
  const { temp, tell, points } = shop();
  using _ = temp;
  tell(bought('old', '2026-01-10', 1_000), pointsAdjusted('a', -100, 'redeemed'));
  expect(tell(refundOf({ id: 'old' }, { sku: 'MUG', amountMinor: -1_000 }))).toEqual(['loyalty.negative']);
  expect(points()).toBe(-100);
  expectWhole(temp.file);
});

test('points that pay are taken, given back with the goods, and told where they are nobody’s or worth something else', () => {
  const { temp, tell, points } = shop();
  using _ = temp;
  tell(pointsAdjusted('a', 1_000));
  expect(tell({ ...paidWith(300, 300, { customerId: 'a' }), id: 'paid' })).toEqual([]);
  expect(points()).toBe(730);
  const back = { customerId: 'a', tenders: [{ kind: 'loyalty', amountMinor: -300, loyaltyPoints: -300 }] };
  expect(tell(saying(refundOf({ id: 'paid' }, { sku: 'MUG', amountMinor: -300 }), back))).toEqual([]);
  expect(points()).toBe(1_000);
  expect(tell(paidWith(300, 301, { customerId: 'a' }))).toEqual(['loyalty.other_value']);
  expect(tell(paidWith(300, 300, {}))).toEqual(['loyalty.nobody']);
  const accounts = temp.db.prepare('SELECT sum(points) AS points FROM loyalty_account').get();
  expect(accounts).toEqual({ points: 0 });
  expectWhole(temp.file);
});

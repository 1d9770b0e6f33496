import { expect, test } from 'vitest';
import { mugShop as shop } from '../../../test/kit/mug-shop.ts';
import {
  reservationExpired as expired,
  reservationMade as made,
  reservationPosted as posted,
  reservationVoided as voided,
} from '../../../test/kit/reservation-events.ts';
import { adjusted, ledgerEvent, productSet, received, saleOf } from '../../../test/kit/till-events.ts';
import type { EventReply } from '../../contract/reply.ts';

const MUG = { sku: 'MUG', quantity: '1' };
const ENDED = 'reservation.ended';

function causes(reply: EventReply): string[] {
  return (reply.exceptions ?? []).map(({ cause }) => cause);
}

test('what is reserved is on hand and not available', () => {
  using temp = shop();
  temp.send(
    made('r-1', [
      { sku: 'MUG', quantity: '2' },
      { sku: 'mug', quantity: '1' },
    ]),
  );
  expect(temp.stock()).toEqual(['5', '3', '2']);
  expect(temp.reader.stockNotice('shop', 'MUG')).toMatchObject({
    onHand: '5',
    reserved: '3',
    available: '2',
  });
  expect(temp.reader.product({ sku: 'MUG' })).toMatchObject({ onHand: '5', reserved: '3', available: '2' });
});

test('a posting takes the goods out, in part and then all that is left', () => {
  using temp = shop();
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '3' }]));
  temp.send(posted('r-1', { lines: [MUG] }));
  expect(temp.stock()).toEqual(['4', '2', '2']);
  temp.send(posted('r-1'));
  expect(temp.stock()).toEqual(['2', '0', '2']);
  expect(temp.open()).toEqual([]);
});

test('a posting of what a till sold only frees what was reserved', () => {
  using temp = shop();
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '3' }]));
  temp.send(saleOf({ sku: 'MUG', quantity: '3', amountMinor: 300 }));
  expect(temp.stock()).toEqual(['2', '3', '-1']);
  expect(temp.open()).toEqual([['stock.oversold', 'MUG at shop']]);
  temp.send(posted('r-1', { soldBy: { id: 'sale-1' } }));
  expect(temp.stock()).toEqual(['2', '0', '2']);
  expect(temp.open()).toEqual([]);
});

test('what was freed is available again', () => {
  using temp = shop();
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '3' }]));
  temp.send(voided('r-1', { lines: [MUG] }));
  expect(temp.stock()).toEqual(['5', '2', '3']);
  temp.send(voided('r-1'));
  expect(temp.stock()).toEqual(['5', '0', '5']);
});

test('more handed over than reserved is gone all the same, and told', () => {
  using temp = shop();
  temp.send(made('r-1', [MUG]));
  expect(causes(temp.send(posted('r-1', { lines: [{ sku: 'MUG', quantity: '2' }] })))).toEqual([
    'reservation.exceeded',
  ]);
  expect(temp.stock()).toEqual(['3', '0', '3']);
  expect(causes(temp.send(posted('r-1', { lines: [{ sku: 'CUP', quantity: '1' }] })))).toContain(
    'reservation.exceeded',
  );
  expect(temp.stock('CUP')).toEqual(['-1', '0', '-1']);
});

test('what comes after the end is told; goods that were handed over are gone', () => {
  using temp = shop();
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '2' }]));
  temp.send(voided('r-1'));
  expect(causes(temp.send(voided('r-1')))).toEqual([ENDED]);
  expect(causes(temp.send(posted('r-1')))).toEqual([ENDED]);
  expect(temp.stock()).toEqual(['3', '0', '3']);
});

test('what expires is free, and handing it over afterwards is told and counts', () => {
  using temp = shop();
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '2' }], { expiresAt: '2026-11-23T12:00:00+01:00' }));
  temp.send(expired('r-1'));
  expect(temp.stock()).toEqual(['5', '0', '5']);
  expect(causes(temp.send(posted('r-1', { lines: [MUG] })))).toEqual([ENDED]);
  expect(temp.stock()).toEqual(['4', '0', '4']);
  expect(causes(temp.send(posted('r-1')))).toEqual([ENDED]);
  expect(temp.stock()).toEqual(['3', '0', '3']);
});

test('what is handed over before its time is up has nothing left to expire', () => {
  using temp = shop();
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '2' }]));
  temp.send(posted('r-1'));
  expect(temp.send(expired('r-1')).exceptions).toBeUndefined();
  expect(temp.stock()).toEqual(['3', '0', '3']);
});

test('a posting before its reservation waits for it', () => {
  using temp = shop();
  expect(causes(temp.send(posted('r-1', { lines: [MUG] })))).toEqual(['reservation.unknown']);
  expect(temp.stock()).toEqual(['5', '0', '5']);
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '3' }]));
  expect(temp.stock()).toEqual(['4', '2', '2']);
  expect(temp.open()).toEqual([]);
});

test('more promised than is there is told once, and no longer when it is there again', () => {
  using temp = shop('2');
  expect(causes(temp.send(made('r-1', [{ sku: 'MUG', quantity: '3' }])))).toEqual(['stock.oversold']);
  expect(temp.send(saleOf({ sku: 'MUG', quantity: '1' })).exceptions).toBeUndefined();
  expect(temp.stock()).toEqual(['1', '3', '-2']);
  temp.send(received({ sku: 'MUG', quantity: '2' }));
  expect(temp.open()).toEqual([]);
  expect(causes(temp.send(saleOf({ sku: 'MUG', quantity: '1' })))).toEqual(['stock.oversold']);
  temp.send(voided('r-1'));
  expect(temp.open()).toEqual([]);
});

test('goods that are handed over leave the lots that the posting names', () => {
  using temp = shop('0');
  const lots = ['A', 'B'].map((lot) => ({ sku: 'MUG', quantity: '2', lot }));
  temp.send({ type: 'backroom.stock.received.v1', data: { lines: lots } });
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '3' }]));
  const handedOver = [
    { ...MUG, lot: 'B' },
    { ...MUG, lot: 'A' },
  ];
  temp.send(posted('r-1', { lines: handedOver }));
  const left = temp.db
    .prepare('SELECT code, on_hand_micro / 1000000 AS on_hand FROM lot ORDER BY code')
    .all();
  expect(left).toEqual([
    { code: 'A', on_hand: 1 },
    { code: 'B', on_hand: 1 },
  ]);
  expect(temp.stock()).toEqual(['2', '1', '1']);
});

test('nothing looks oversold while goods are handed over', () => {
  using temp = shop('1');
  temp.send(made('r-1', [MUG]));
  expect(temp.send(posted('r-1')).exceptions).toBeUndefined();
  expect(temp.stock()).toEqual(['0', '0', '0']);
});

test('of two holds on the last piece the first in the ledger has it, and the other hears at once', () => {
  using temp = shop('1');
  const hold = (id: string) => ledgerEvent(made(id, [MUG], { ifAvailable: true }));
  const [first, second] = [hold('r-1'), hold('r-2')];
  const [won, lost] = temp.ledger.commit([first, second]).replies;
  expect(won).not.toHaveProperty('refused');
  const refused = { cause: 'reservation.refused', subject: 'r-2', detail: 'MUG: 1 asked for, 0 available.' };
  expect(lost).toMatchObject({ outcome: 'accepted', refused });
  expect(temp.open()).toEqual([]);
  expect(temp.stock()).toEqual(['1', '1', '0']);
  const [wonAgain, lostAgain] = temp.ledger.commit([first, second]).replies;
  expect(wonAgain).not.toHaveProperty('refused');
  expect(lostAgain).toMatchObject({ outcome: 'duplicate', refused });
});

test('a hold is all of it or nothing', () => {
  using temp = shop('1');
  const lines = [MUG, { sku: 'CUP', quantity: '1' }];
  expect(temp.send(made('r-1', lines, { ifAvailable: true }))).toMatchObject({ refused: { subject: 'r-1' } });
  expect(temp.stock()).toEqual(['1', '0', '1']);
});

test('what is said of a refused reservation is told; goods that were handed over are gone', () => {
  using temp = shop('0');
  temp.send(made('r-1', [MUG], { ifAvailable: true }));
  expect(causes(temp.send(voided('r-1')))).toEqual([ENDED]);
  expect(causes(temp.send(posted('r-1')))).toEqual([ENDED]);
  expect(temp.stock()).toEqual(['0', '0', '0']);
  expect(causes(temp.send(posted('r-1', { lines: [MUG] })))).toContain('reservation.exceeded');
  expect(temp.stock()).toEqual(['-1', '0', '-1']);
});

test('an id is used once: the same again gets the same answer, other goods are told', () => {
  using temp = shop('1');
  const hold = { ifAvailable: true };
  temp.send(made('r-1', [MUG], hold));
  expect(temp.send(made('r-1', [MUG], hold))).not.toHaveProperty('refused');
  temp.send(made('r-2', [MUG], hold));
  expect(temp.send(made('r-2', [MUG], hold))).toMatchObject({ refused: { subject: 'r-2' } });
  expect(temp.open()).toEqual([]);
  expect(causes(temp.send(made('r-1', [{ sku: 'MUG', quantity: '2' }], hold)))).toEqual([
    'reservation.repeated',
  ]);
  expect(temp.stock()).toEqual(['1', '1', '0']);
});

test('what can never be in stock is not reserved', () => {
  using temp = shop();
  temp.send(productSet({ sku: 'REPAIR', kind: 'service' }));
  temp.send(made('r-1', [{ sku: 'REPAIR', quantity: '1' }], { ifAvailable: true }));
  expect(temp.stock('REPAIR')).toEqual(['0', '0', '0']);
});

test('more than can be counted is told and not reserved', () => {
  using temp = shop();
  const most = Array.from({ length: 999 }, () => ({ sku: 'MUG', quantity: '999999' }));
  for (let index = 0; index < 12; index += 1) temp.send(made(`r-${index}`, most));
  expect(temp.open()).toContainEqual(['stock.out_of_range', 'MUG']);
  temp.send(adjusted('found', MUG));
  expect(temp.stock()[0]).toBe('6');
});

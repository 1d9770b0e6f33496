import { expect, test } from 'vitest';
import { mugShop as shop } from '../../../test/kit/mug-shop.ts';
import {
  reservationMade as made,
  reservationPosted as posted,
} from '../../../test/kit/reservation-events.ts';
import type { ReservationEvent } from '../../../test/kit/reservation-events.ts';
import { productSet } from '../../../test/kit/till-events.ts';

const merged = (sku: string, into: string): ReservationEvent => ({
  type: 'backroom.product.merged.v1',
  data: { sku, into },
});
const apart = (sku: string): ReservationEvent => ({
  type: 'backroom.product.merge-undone.v1',
  data: { sku, reason: 'wrong' },
});

test('a reservation goes over to the product that its own was merged into', () => {
  using temp = shop('2');
  temp.send(
    made('r-1', [
      { sku: 'MUG', quantity: '3' },
      { sku: 'CUP', quantity: '1' },
    ]),
  );
  temp.send(posted('r-1', { lines: [{ sku: 'CUP', quantity: '2' }] }));
  expect(temp.stock()).toEqual(['2', '3', '-1']);
  expect(temp.stock('CUP')).toEqual(['-2', '0', '-2']);
  temp.send(merged('MUG', 'CUP'));
  expect(temp.stock('MUG')).toEqual(['0', '2', '-2']);
  expect(temp.open().filter(([cause]) => cause === 'stock.oversold')).toEqual([
    ['stock.oversold', 'CUP at shop'],
  ]);
  temp.send(posted('r-1', { lines: [{ sku: 'MUG', quantity: '2' }] }));
  expect(temp.stock('CUP')).toEqual(['-2', '0', '-2']);
});

test('a merge works out anew what is over: too much of one product was what was left of the other', () => {
  using temp = shop('9');
  const lines = [
    { sku: 'MUG', quantity: '2' },
    { sku: 'CUP', quantity: '5' },
  ];
  temp.send(made('r-1', lines));
  temp.send(posted('r-1', { lines: [{ sku: 'MUG', quantity: '4' }] }));
  temp.send(posted('r-1'));
  expect([temp.stock('MUG'), temp.stock('CUP')]).toEqual([
    ['5', '0', '5'],
    ['-5', '0', '-5'],
  ]);
  const exceeded = ['reservation.exceeded', 'r-1'];
  expect(temp.open()).toContainEqual(exceeded);
  temp.send(merged('CUP', 'MUG'));
  expect(temp.stock('MUG')).toEqual(['2', '0', '2']);
  expect(temp.open()).toEqual([]);
  temp.send(apart('CUP'));
  expect([temp.stock('MUG'), temp.stock('CUP')]).toEqual([
    ['5', '0', '5'],
    ['-5', '0', '-5'],
  ]);
  expect(temp.open()).toContainEqual(exceeded);
});

test('a merge ends a reservation of which too much of one product was handed over, and its end undone opens it', () => {
  using temp = shop('9');
  const lines = [
    { sku: 'MUG', quantity: '2' },
    { sku: 'CUP', quantity: '2' },
  ];
  temp.send(made('r-1', lines));
  temp.send(posted('r-1', { lines: [{ sku: 'MUG', quantity: '4' }] }));
  expect(temp.stock('CUP')).toEqual(['0', '2', '-2']);
  temp.send(merged('CUP', 'MUG'));
  expect(temp.stock('MUG')).toEqual(['5', '0', '5']);
  temp.send(apart('CUP'));
  expect(temp.stock('CUP')).toEqual(['0', '2', '-2']);
});

test('a reservation goes back to a product whose merge is undone, and to one that is set again', () => {
  for (const event of [apart('MUG'), productSet({ sku: 'MUG' })]) {
    using temp = shop('2');
    temp.send(made('r-1', [{ sku: 'MUG', quantity: '2' }]));
    temp.send(merged('MUG', 'CUP'));
    expect(temp.stock('CUP').slice(1, 2)).toEqual(['2']);
    temp.send(event);
    expect(temp.stock('CUP').slice(1, 2)).toEqual(['0']);
    expect(temp.stock('MUG').slice(1, 2)).toEqual(['2']);
    temp.send(posted('r-1'));
    expect(temp.stock('MUG').slice(1, 2)).toEqual(['0']);
  }
});

import { expect, test } from 'vitest';
import { mugShop as shop } from '../../../test/kit/mug-shop.ts';
import {
  reservationMade as made,
  reservationPosted as posted,
  reservationVoided as voided,
} from '../../../test/kit/reservation-events.ts';
import type { ReservationEvent } from '../../../test/kit/reservation-events.ts';
import { productSet, received } from '../../../test/kit/till-events.ts';

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

test('a reservation goes back to a product whose merge is undone, and stays where it is when it is set', () => {
  using temp = shop('2');
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '2' }]));
  temp.send(merged('MUG', 'CUP'));
  for (const event of [null, productSet({ sku: 'MUG' })]) {
    if (event !== null) temp.send(event);
    expect(temp.stock('CUP')).toEqual(['2', '2', '0']);
  }
  temp.send(apart('MUG'));
  expect(temp.stock('CUP')).toEqual(['0', '0', '0']);
  expect(temp.stock('MUG')).toEqual(['2', '2', '0']);
  temp.send(posted('r-1'));
  expect(temp.stock('MUG')).toEqual(['0', '0', '0']);
});

/** Mugs and cups, ten of each, and what is on hand, reserved and available of both. */
function bothShop() {
  const temp = shop('10');
  temp.send(productSet({ sku: 'JUG' }));
  temp.send(received({ sku: 'CUP', quantity: '10' }));
  return { ...temp, both: () => [temp.stock('MUG'), temp.stock('CUP')] };
}

const HANDED_OVER = [
  ['7', '0', '7'],
  ['10', '0', '10'],
];

test('what was handed over while its product was merged is handed over of that product once the merge is undone', () => {
  using temp = bothShop();
  temp.send(made('r-1', [{ sku: 'MUG', quantity: '3' }]));
  temp.send(merged('MUG', 'CUP'));
  temp.send(posted('r-1', { lines: [{ sku: 'MUG', quantity: '3' }] }));
  expect(temp.stock('CUP')).toEqual(['17', '0', '17']);
  temp.send(apart('MUG'));
  expect(temp.both()).toEqual(HANDED_OVER);
  temp.send(posted('r-1'));
  expect(temp.both()).toEqual(HANDED_OVER);
  expect(temp.reader.reservation('r-1')).toMatchObject({
    state: 'posted',
    lines: [{ sku: 'MUG', posted: '3' }],
  });
});

test('an open reservation promises nothing anew of what was handed over while its product was merged', () => {
  using temp = bothShop();
  temp.send(
    made('r-1', [
      { sku: 'MUG', quantity: '3' },
      { sku: 'JUG', quantity: '1' },
    ]),
  );
  temp.send(merged('MUG', 'CUP'));
  temp.send(posted('r-1', { lines: [{ sku: 'MUG', quantity: '3' }] }));
  temp.send(apart('MUG'));
  expect(temp.both()).toEqual(HANDED_OVER);
  expect(temp.stock('JUG').slice(1, 2)).toEqual(['1']);
});

test('a SKU names its own product, also where it was a barcode of the product that was merged into it', () => {
  using temp = bothShop();
  temp.send(productSet({ sku: 'MUG', barcodes: ['CUP'] }));
  temp.send(merged('MUG', 'CUP'));
  temp.send(made('r-1', [{ sku: 'cup', quantity: '4' }]));
  temp.send(apart('MUG'));
  expect(temp.both().map(([, reserved]) => reserved)).toEqual(['0', '4']);
});

test('what is asked for, handed over or freed under a merged product, by SKU or barcode, stays its own', () => {
  const own = [{ sku: 'MUG' }, { barcode: '4006381333931' }];
  for (const [asked, told] of own.flatMap((first) => own.map((second) => [first, second] as const))) {
    using temp = bothShop();
    temp.send(productSet({ sku: 'MUG', barcodes: ['4006381333931'] }));
    temp.send(merged('MUG', 'CUP'));
    temp.send(merged('CUP', 'JUG'));
    temp.send(made('r-1', [{ ...asked, quantity: '4' }]));
    temp.send(posted('r-1', { lines: [{ ...told, quantity: '1' }] }));
    temp.send(voided('r-1', { lines: [{ ...told, quantity: '1' }] }));
    temp.send(apart('CUP'));
    expect(temp.stock('CUP')).toEqual(['19', '2', '17']);
    temp.send(apart('MUG'));
    expect(temp.both()).toEqual([
      ['9', '2', '7'],
      ['10', '0', '10'],
    ]);
  }
});

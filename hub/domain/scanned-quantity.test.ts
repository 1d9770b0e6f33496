import { expect, test } from 'vitest';
import { quantityOfScan } from './scanned-quantity.ts';

const NOTHING = { weightMicro: null, price: null, count: null };
const PIECE = { unit: 'each', packMicro: 1_000_000, unitPrice: '2' };
const CHEESE = { unit: 'kg', packMicro: 1_000_000, unitPrice: '20' };

test.each([
  ['a piece', NOTHING, PIECE, 1_000_000],
  ['a case of 12', NOTHING, { ...PIECE, packMicro: 12_000_000 }, 12_000_000],
  ['a pallet of 40 cases of 12', { ...NOTHING, count: 40 }, { ...PIECE, packMicro: 12_000_000 }, 480_000_000],
  ['a weight label', { ...NOTHING, weightMicro: 412_000 }, CHEESE, 412_000],
  [
    'a weight label of what is sold by the gram',
    { ...NOTHING, weightMicro: 412_000 },
    { ...CHEESE, unit: 'g' },
    412_000_000,
  ],
  ['a weight on what is sold by the piece', { ...NOTHING, weightMicro: 412_000 }, PIECE, 1_000_000],
  ['a price label', { ...NOTHING, price: '8.24' }, CHEESE, 412_000],
  [
    'a price label of what has no price',
    { ...NOTHING, price: '8.24' },
    { ...CHEESE, unitPrice: null },
    1_000_000,
  ],
  ['a price label of what is free', { ...NOTHING, price: '8.24' }, { ...CHEESE, unitPrice: '0' }, 1_000_000],
  ['a price label of a piece', { ...NOTHING, price: '8.24' }, PIECE, 1_000_000],
])('%s', (_what, amount, product, quantityMicro) => {
  expect(quantityOfScan(amount, product)).toBe(quantityMicro);
});

import { describe, expect, test } from 'vitest';
import { tempLedger } from '../../../test/kit/temp-ledger.ts';
import { ledgerEvent, productSet } from '../../../test/kit/till-events.ts';
import { priceWeightLayouts } from '../../domain/barcode/price-weight-layout.ts';
import { checkDigitOf } from '../../kit/gtin.ts';
import { createLedgerReader } from './ledger-reader.ts';

const CLOCK = { nowMs: () => Date.parse('2026-11-23T10:00:00Z') };
const withCheck = (body: string): string => body + checkDigitOf(body);

const TEA = withCheck('400638133393');
const TEA_CASE = withCheck(`1${'0400638133393'.slice(0, 12)}`);
const SSCC = withCheck('34012345123456789');
const CHEESE = withCheck('230000500000');
const HAM = withCheck('200000700000');

function shopOf() {
  const shop = tempLedger(CLOCK.nowMs);
  const set = (data: Parameters<typeof productSet>[0]) => shop.ledger.commit([ledgerEvent(productSet(data))]);
  set({ sku: 'TEA', barcodes: [TEA], packs: [{ barcode: TEA_CASE, quantity: '12' }] });
  set({ sku: 'CHEESE', barcodes: [CHEESE], unit: 'kg', price: '20', currency: 'SEK' });
  set({ sku: 'HAM', barcodes: [HAM], unit: 'kg', price: '20', currency: 'SEK' });
  set({ sku: 'OWN-1' });
  set({ sku: 'ODD', barcodes: ['4006381333932'] });
  const layouts = priceWeightLayouts({ preset: 'se', layout: [] });
  const { scan } = createLedgerReader(shop.db, '', { clock: CLOCK, layouts });
  return { scan, [Symbol.dispose]: () => shop[Symbol.dispose]() };
}

describe('a scan finds its product, and how much of it', () => {
  test.each([
    ['a barcode', TEA, { sku: 'TEA', quantity: '1', kind: 'gtin' }],
    ['the same as a GTIN of 14 digits', `0${TEA}`, { sku: 'TEA', quantity: '1', kind: 'gtin' }],
    ['a case of twelve', TEA_CASE, { sku: 'TEA', quantity: '12', kind: 'gtin' }],
    [
      'an element string',
      `]C1010${TEA}1726123110L-7\u001d21S1`,
      { sku: 'TEA', quantity: '1', kind: 'elements', lot: 'L-7', expires: '2026-12-31', serial: 'S1' },
    ],
    [
      'the same as people read it',
      `(01)0${TEA}(10)L-7`,
      { sku: 'TEA', quantity: '1', kind: 'elements', lot: 'L-7' },
    ],
    [
      'what is on a pallet',
      `(00)${SSCC}(02)${TEA_CASE}(37)40`,
      { sku: 'TEA', quantity: '480', kind: 'elements', sscc: SSCC },
    ],
    [
      'a Digital Link',
      `https://id.example/01/0${TEA}/10/L-7?17=261231`,
      { sku: 'TEA', quantity: '1', lot: 'L-7', expires: '2026-12-31' },
    ],
    [
      'a weight label',
      withCheck('230000500412'),
      { sku: 'CHEESE', quantity: '0.412', kind: 'in-store', weight: '0.412' },
    ],
    [
      'a price label',
      withCheck('200000700824'),
      { sku: 'HAM', quantity: '0.412', kind: 'in-store', price: '8.24' },
    ],
    ['a code of the shop', 'own-1', { sku: 'OWN-1', quantity: '1', kind: 'plain' }],
    [
      'a number that is none, and that the shop has all the same',
      '4006381333932',
      { sku: 'ODD', quantity: '1', kind: 'wrong' },
    ],
  ])('%s', (_what, code, { sku, quantity, ...more }) => {
    using shop = shopOf();
    expect(shop.scan(code)).toMatchObject({ product: { sku }, quantity, problem: null, ...more });
  });
});

test.each([
  ['4006381333934', 'check-digit'],
  ['', 'empty'],
  ['(01)04006381333934', 'check-digit'],
  ['x'.repeat(5_000), 'too-long'],
])('a code that is wrong and that nobody has is told as wrong: %s', (code, problem) => {
  using shop = shopOf();
  const answer = shop.scan(code);
  expect(answer).toMatchObject({ kind: 'wrong', product: null, quantity: null, problem: { code: problem } });
  expect(answer.problem?.message).toMatch(/\.$/);
});

test('a code that is right and that nobody has is no mistake of the code', () => {
  using shop = shopOf();
  expect(shop.scan(withCheck('500000000000'))).toMatchObject({
    product: null,
    quantity: null,
    problem: null,
  });
});

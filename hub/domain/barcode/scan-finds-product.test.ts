import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadConfig } from '../../config/load.ts';
import { checkDigitOf, gtinKey } from '../../kit/gtin.ts';
import { codesOf, codesOfScan } from './codes-of.ts';
import { type BarcodePreset, type LayoutSetting, priceWeightLayouts } from './price-weight-layout.ts';
import { readCode } from './read-code.ts';
import { verifierDigitOf } from './verifier-digit.ts';

const YEAR = 2026;
const scan = (text: string, preset: BarcodePreset = 'none', layout: readonly LayoutSetting[] = []) =>
  readCode(text, priceWeightLayouts({ preset, layout }), YEAR);
const withCheck = (body: string): string => body + checkDigitOf(body);

/** Whether a product with this barcode is found by that scan: it is kept under the first key of its barcode. */
const finds = (stored: string, scanned: string): boolean =>
  codesOfScan(scan(scanned)).includes(codesOf(stored)[0] ?? '');

test('a product is found by every spelling of its number, however it was written down', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{11}$/).map(withCheck), (upcA) => {
      const spellings = [upcA, `0${upcA}`, `00${upcA}`];
      const scans = [...spellings, ...spellings.map((text) => `]E0${text}`), `(01)00${upcA}`, `0100${upcA}`];
      for (const stored of spellings) for (const scanned of scans) expect(finds(stored, scanned)).toBe(true);
      expect(finds(upcA, withCheck(`1${`0${upcA}`.slice(0, 12)}`))).toBe(false);
    }),
  );
});

test('a product that is kept under a UPC-E is found by the UPC-A, and the other way round', () => {
  for (const [stored, scanned] of [
    ['01234565', '012345000065'],
    ['012345000065', '01234565'],
    ['0012345000065', ']E00123456'],
    ['01234565', ']E401234565'],
    ['96385074', '0000096385074'],
  ] as const)
    expect(finds(stored, scanned)).toBe(true);
});

test('plain codes are found without regard to case, and so are numbers of the shop that prove as nothing', () => {
  expect(finds('Tea-100', 'TEA-100\r')).toBe(true);
  expect(finds('12345678', '12345678')).toBe(true);
  expect(finds('4006381333932', '4006381333932')).toBe(true);
  expect(codesOf(' tea-100 ')).toEqual(['tea-100']);
});

test('eight digits that can be two numbers are looked up as both', () => {
  expect(codesOf('01234565')).toEqual(['00012345000065', '00000001234565']);
  expect(codesOf('11234562')).toEqual(['00000011234562', '00112345000062']);
  expect(codesOf('96385074')).toEqual(['00000096385074']);
});

test('a parcel names no product', () => {
  expect(codesOfScan(scan(`00${withCheck('09506000134352000')}`))).toEqual([]);
});

const kilograms = (weightMicro: number) => ({ kind: 'weight', weightMicro });
const money = (price: string) => ({ kind: 'price', price });

test.each([
  { preset: 'se', body: '201234560995', measure: money('9.95'), itemCode: '20123456' },
  { preset: 'se', body: '211234560995', measure: money('99.5'), itemCode: '21123456' },
  { preset: 'se', body: '221234560995', measure: money('995'), itemCode: '22123456' },
  { preset: 'se', body: '231234561250', measure: kilograms(1_250_000), itemCode: '23123456' },
  { preset: 'se', body: '241234561250', measure: kilograms(12_500_000), itemCode: '24123456' },
  { preset: 'se', body: '251234561250', measure: kilograms(125_000_000), itemCode: '25123456' },
  { preset: 'gb', body: '201234592875', measure: money('28.75'), itemCode: '2012345' },
  { preset: 'gb', body: '281234592875', measure: money('28.75'), itemCode: '2812345' },
  { preset: 'us', body: '21234592875', measure: money('28.75'), itemCode: '212345' },
  { preset: 'us', body: '021234592875', measure: money('28.75'), itemCode: '212345' },
] as const)('$body is read by the preset $preset', ({ preset, body, measure, itemCode }) => {
  const code = scan(withCheck(body), preset);
  expect(code).toMatchObject({
    kind: 'in-store',
    measure,
    itemCode,
    item: itemCode.slice(preset === 'us' ? 1 : 2),
  });
  const [base = '', short] = codesOfScan(code);
  expect(base).toBe(gtinKey(withCheck(itemCode.padEnd(preset === 'us' ? 11 : 12, '0'))));
  expect(short).toBe(itemCode);
});

test.each([
  { preset: 'none', body: '231234561250' },
  { preset: 'se', body: '261234561250' },
  { preset: 'gb', body: '211234592875' },
  { preset: 'us', body: '201234592875' },
  { preset: 'us', body: '40123456789' },
  { preset: 'us', body: '421234592875' },
  { preset: 'se', body: '1201234560995' },
] as const)('$body is a number like any other for the preset $preset', ({ preset, body }) => {
  expect(scan(withCheck(body), preset).kind).toBe('gtin');
});

test('a wrong verifier digit is told, and a wrong check digit before it', () => {
  expect(scan(withCheck('201234582875'), 'gb')).toMatchObject({ kind: 'wrong', problem: 'verifier-digit' });
  const right = withCheck('201234592875');
  const flipped = right.slice(0, 12) + ((Number(right[12]) + 1) % 10);
  expect(scan(flipped, 'gb')).toMatchObject({ kind: 'wrong', problem: 'check-digit' });
});

test('the shop’s own layout goes before that of its country, in the way that others keep such products', () => {
  const own = [{ pattern: '21IIIIIWWWWWC', decimals: 3 }];
  const code = scan('2100005080002', 'se', own);
  expect(code).toMatchObject({
    kind: 'in-store',
    item: '00005',
    baseCode: '2100005000000',
    measure: { kind: 'weight', weightMicro: 8_000_000 },
  });
  expect(codesOfScan(code)).toEqual(['02100005000000', '2100005']);
  const priced = scan('2305000123451', 'none', [{ pattern: '23IIIIIPPPPPC', decimals: 2 }]);
  expect(priced).toMatchObject({ baseCode: '2305000000004', measure: { kind: 'price', price: '123.45' } });
});

test.each(['none', 'se', 'gb', 'us'])('the settings and the layouts know the country %s', (preset) => {
  const { barcodes } = loadConfig({ env: { BACKROOM_BARCODES_PRESET: preset } });
  expect(priceWeightLayouts(barcodes).length > 0).toBe(preset !== 'none');
});

test('whatever is packed into a layout comes out of it', () => {
  const codes = fc.record({
    prefix: fc.constantFrom('20', '28'),
    item: fc.stringMatching(/^\d{5}$/),
    pence: fc.integer({ min: 0, max: 9_999 }),
  });
  fc.assert(
    fc.property(codes, ({ prefix, item, pence }) => {
      const measure = String(pence).padStart(4, '0');
      const code = scan(withCheck(`${prefix}${item}${verifierDigitOf(measure)}${measure}`), 'gb');
      expect(code).toMatchObject({ item, measure: money((pence / 100).toFixed(2)) });
      expect(code.kind === 'in-store' && scan(code.baseCode, 'gb')).toMatchObject({
        item,
        measure: money('0.00'),
      });
    }),
  );
});

test('the verifier digit is that of the published examples, and changes with every digit', () => {
  expect(verifierDigitOf('2875')).toBe('9');
  expect(verifierDigitOf('14685')).toBe('6');
  expect(verifierDigitOf('0000')).toBe('0');
  expect(verifierDigitOf('00000')).toBe('0');
  const measures = fc.constantFrom(4, 5).chain((length) => fc.stringMatching(new RegExp(`^\\d{${length}}$`)));
  fc.assert(
    fc.property(measures, fc.nat(4), fc.integer({ min: 1, max: 9 }), (measure, at, by) => {
      const place = at % measure.length;
      const other = measure.slice(0, place) + ((Number(measure[place]) + by) % 10) + measure.slice(place + 1);
      expect(verifierDigitOf(other)).not.toBe(verifierDigitOf(measure));
    }),
  );
});

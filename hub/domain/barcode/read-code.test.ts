import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDigitOf } from '../../kit/gtin.ts';
import { priceWeightLayouts } from './price-weight-layout.ts';
import { SCAN_LENGTH_MAX, readCode } from './read-code.ts';
import type { ScannedCode } from './scanned-code.ts';

const YEAR = 2026;
const GTIN = '09506000134352';
const read = (text: string, year = YEAR): ScannedCode => readCode(text, [], year);
const digits = (length: number) =>
  fc.stringMatching(new RegExp(`^\\d{${length - 1}}$`)).map((body) => body + checkDigitOf(body));

test.each([
  { scanned: '4006381333931', gtin14: '04006381333931', shortest: '4006381333931' },
  { scanned: ']E04006381333931\r\n', gtin14: '04006381333931', shortest: '4006381333931' },
  { scanned: '012345678905', gtin14: '00012345678905', shortest: '012345678905' },
  { scanned: '0012345678905', gtin14: '00012345678905', shortest: '012345678905' },
  { scanned: ' 96385074 ', gtin14: '00000096385074', shortest: '96385074' },
  { scanned: ']E496385074', gtin14: '00000096385074', shortest: '96385074' },
  { scanned: '01234565', gtin14: '00012345000065', shortest: '012345000065' },
  { scanned: ']E401234565', gtin14: '00000001234565', shortest: '01234565' },
  { scanned: ']E0123456', gtin14: '00012345000065', shortest: '012345000065' },
  { scanned: ']E00123456', gtin14: '00012345000065', shortest: '012345000065' },
  { scanned: ']I110614141000415', gtin14: '10614141000415', shortest: '10614141000415' },
  { scanned: ']C04006381333931', gtin14: '04006381333931', shortest: '4006381333931' },
  { scanned: ']Q14006381333931', gtin14: '04006381333931', shortest: '4006381333931' },
])('$scanned is the GTIN $gtin14', ({ scanned, gtin14, shortest }) => {
  expect(read(scanned)).toMatchObject({ kind: 'gtin', gtin14, shortest, addOn: null });
});

test.each(['2012345678900', '0212345678909', '20123451', '212345678909', '0412345678907'])(
  '%s is a number that every shop uses for itself',
  (code) => {
    const valid = code.slice(0, -1) + checkDigitOf(code.slice(0, -1));
    expect(read(valid)).toMatchObject({ kind: 'gtin', isShopsOwn: true });
  },
);

test('a magazine keeps the digits beside its code', () => {
  expect(read(']E3977147396801205')).toMatchObject({ kind: 'gtin', gtin14: '09771473968012', addOn: '05' });
  expect(read(']E3978014300723452495')).toMatchObject({ gtin14: '09780143007234', addOn: '52495' });
});

test.each([
  { scanned: '4006381333932', problem: 'check-digit' },
  { scanned: ']E496385075', problem: 'check-digit' },
  { scanned: ']I110614141000416', problem: 'check-digit' },
  { scanned: ']E012345', problem: 'too-short' },
  { scanned: ']E0123456789012345', problem: 'too-long' },
  { scanned: '', problem: 'empty' },
  { scanned: ']C1', problem: 'empty' },
  { scanned: ' \r\n', problem: 'empty' },
  { scanned: 'x'.repeat(SCAN_LENGTH_MAX + 1), problem: 'too-long' },
])('$scanned is wrong: $problem', ({ scanned, problem }) => {
  expect(read(scanned)).toMatchObject({ kind: 'wrong', problem });
});

test.each([
  'TEA-100',
  '12345',
  '1234567',
  '123456789',
  'https://shop.example/tea',
  'https://shop.example',
  '(7) seven',
])('%s is plain text', (text) => expect(read(text)).toEqual({ kind: 'plain', text }));

test('a long number that has a GTIN nowhere is plain, and so is a label of the shop in another symbology', () => {
  expect(read('0112345678901234567').kind).toBe('plain');
  expect(read(']C04006381333932')).toEqual({ kind: 'plain', text: '4006381333932' });
});

const LABEL = [
  ['01', GTIN],
  ['17', '261231'],
  ['3103', '001250'],
  ['3922', '1999'],
  ['10', 'LOT-7'],
  ['21', 'S1'],
];
const FACTS = {
  gtin: GTIN,
  lot: 'LOT-7',
  serial: 'S1',
  expires: '2026-12-31',
  bestBefore: null,
  netWeightMicro: 1_250_000,
  price: '19.99',
  count: null,
  contains: null,
  sscc: null,
};

test('a price that runs on into a lot lacks its separator', () => {
  expect(read(`]C101${GTIN}1726123131030012503922199910LOT`)).toMatchObject({
    kind: 'wrong',
    problem: 'missing-separator',
  });
});

test.each(['\u001d', '<GS>', '<gs>', '{GS}', '[GS]', '^]', '<FNC1>', '\u241d'])(
  'a label is read with %j for a separator, with or without what the scanner puts in front',
  (separator) => {
    const body = `01${GTIN}17261231310300125039221999${separator}10LOT-7${separator}21S1`;
    const starts = ['', separator, ']C1', ']e0', ']d2', ']Q3', ']J1', `]C1${separator}`];
    for (const start of starts) {
      const code = read(`${start}${body}\r`);
      expect(code).toMatchObject({ kind: 'elements', ...FACTS });
      expect(code.kind === 'elements' && code.elements.map(({ ai, value }) => [ai, value])).toEqual(LABEL);
    }
  },
);

test('a label is read as it is printed, with a parenthesis in a value', () => {
  expect(read(`(01)${GTIN}(10)A\\(17)B(2)`)).toMatchObject({ gtin: GTIN, lot: 'A(17)B(2)' });
  expect(read(`(01) ${GTIN} (17) 261200`)).toMatchObject({ expires: '2026-12-31' });
});

test('an element string that begins with a GTIN is known without any separator', () => {
  expect(read(`01${GTIN}`)).toMatchObject({ kind: 'elements', gtin: GTIN });
  expect(read(`01${GTIN}10A`)).toMatchObject({ kind: 'elements', lot: 'A' });
  expect(read('0109506000134353')).toMatchObject({ kind: 'wrong', problem: 'check-digit' });
  expect(read(`01${GTIN}99`)).toMatchObject({ kind: 'wrong', problem: 'too-short' });
  expect(read('00095060001343520005')).toMatchObject({ kind: 'wrong', problem: 'check-digit' });
});

test.each([
  { text: `(01)${GTIN}(01)${GTIN}(10)A(10)A`, kind: 'elements' },
  { text: `(01)${GTIN}(10)A(10)B`, problem: 'repeated' },
  { text: `(01)${GTIN}(3102)000100(3103)000100`, problem: 'excluded' },
  { text: `(01)${GTIN}(02)${GTIN}(37)5`, problem: 'excluded' },
  { text: '(10)A', problem: 'required' },
  { text: `(9999)1`, problem: 'unknown-ai' },
  { text: `]C101${GTIN}18261231`, problem: 'unknown-ai' },
  { text: `(01)${GTIN}(17)261301`, problem: 'date' },
  { text: `(01)${GTIN}(10)A~B`, problem: 'character' },
  { text: `(01)${GTIN}(10)`, problem: 'too-short' },
  { text: `]C101${GTIN}3012\u001d3103`, problem: 'too-short' },
  { text: `]C101${GTIN}1726\u001d10ABCDEFG`, problem: 'too-short' },
  { text: `]C101${GTIN}301217261231`, problem: 'missing-separator' },
  { text: `]C101${GTIN}301210ABC`, problem: 'missing-separator' },
])('$text is $kind$problem', ({ text, kind = 'wrong', problem }) => {
  expect(read(text)).toMatchObject({ kind, ...(problem === undefined ? {} : { problem }) });
});

test('what is wrong is said in words, with what could be read', () => {
  expect(read(`(01)${GTIN}(17)261301`)).toMatchObject({
    message: '(17) USE BY or EXPIRY: "261301" is no date.',
    elements: [{ ai: '01' }, { ai: '17' }],
  });
  expect(read('(10)A')).toMatchObject({
    message:
      '(10) BATCH/LOT must stand beside (01) or (02) or (03) or (8006) or (8026), which is not in the code.',
  });
});

test('a pallet says what is on it', () => {
  const code = read(`(00)095060001343520004(02)${GTIN}(37)48`);
  expect(code).toMatchObject({ kind: 'wrong', problem: 'check-digit' });
  expect(read(`(00)09506000134352000${checkDigitOf('09506000134352000')}(02)${GTIN}(37)48`)).toMatchObject({
    kind: 'elements',
    gtin: null,
    contains: GTIN,
    count: 48,
  });
});

test.each([
  { digits: '261200', year: 2026, date: '2026-12-31' },
  { digits: '240200', year: 2026, date: '2024-02-29' },
  { digits: '260200', year: 2026, date: '2026-02-28' },
  { digits: '760101', year: 2026, date: '2076-01-01' },
  { digits: '770101', year: 2026, date: '1977-01-01' },
  { digits: '000101', year: 2051, date: '2100-01-01' },
  { digits: '010101', year: 2051, date: '2101-01-01' },
  { digits: '020101', year: 2051, date: '2002-01-01' },
  { digits: '490101', year: 2099, date: '2149-01-01' },
  { digits: '500101', year: 2099, date: '2050-01-01' },
  { digits: '990101', year: 2001, date: '1999-01-01' },
])('in $year the date $digits is $date', ({ digits: text, year, date }) => {
  expect(read(`(01)${GTIN}(15)${text}`, year)).toMatchObject({ bestBefore: date });
});

test('the century of a date is the one that brings it from 49 years back to 50 ahead', () => {
  const dates = fc.record({
    year: fc.integer({ min: 2000, max: 2199 }),
    two: fc.integer({ min: 0, max: 99 }),
  });
  fc.assert(
    fc.property(dates, ({ year, two }) => {
      const code = read(`(01)${GTIN}(17)${String(two).padStart(2, '0')}0101`, year);
      const found = code.kind === 'elements' ? Number(code.expires?.slice(0, 4)) : Number.NaN;
      expect(found % 100).toBe(two);
      expect(found - year).toBeGreaterThanOrEqual(-49);
      expect(found - year).toBeLessThanOrEqual(50);
    }),
  );
});

test.each([
  { elements: '(3100)000012', micro: 12_000_000 },
  { elements: '(3105)999999', micro: 9_999_990 },
  { elements: '(3100)999999', micro: 999_999_000_000 },
  { elements: '(3103)000000', micro: 0 },
])('$elements weighs $micro millionths of a kilogram', ({ elements, micro }) => {
  expect(read(`(01)${GTIN}${elements}`)).toMatchObject({ netWeightMicro: micro });
});

test.each([
  { element: '(3920)12', price: '12' },
  { element: '(3922)5', price: '0.05' },
  { element: '(3922)1250', price: '12.50' },
  { element: '(3923)0001250', price: '1.250' },
  { element: '(3929)999999999999999', price: '999999.999999999' },
])('$element is a price of $price', ({ element, price }) => {
  expect(read(`(01)${GTIN}(30)1${element}`)).toMatchObject({ price, count: 1 });
});

test('one digit of a GTIN that was read wrongly is always noticed', () => {
  const codes = fc.constantFrom(12, 13, 14).chain(digits);
  const flip = fc.record({ code: codes, at: fc.nat(), by: fc.integer({ min: 1, max: 9 }) });
  const layouts = priceWeightLayouts({ preset: 'gb', layout: [] });
  fc.assert(
    fc.property(flip, ({ code, at, by }) => {
      const place = at % code.length;
      const flipped = code.slice(0, place) + ((Number(code[place]) + by) % 10) + code.slice(place + 1);
      for (const text of [flipped, `(01)${flipped.padStart(14, '0')}`, `https://x.example/01/${flipped}`]) {
        expect(readCode(text, layouts, YEAR)).toMatchObject({ kind: 'wrong', problem: 'check-digit' });
      }
    }),
  );
  fc.assert(
    fc.property(digits(8), fc.nat(7), fc.integer({ min: 1, max: 9 }), (code, place, by) => {
      const flipped = code.slice(0, place) + ((Number(code[place]) + by) % 10) + code.slice(place + 1);
      expect(read(`]E4${flipped}`)).toMatchObject({ kind: 'wrong', problem: 'check-digit' });
    }),
  );
});

test('no text makes it throw', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '01',
        GTIN,
        '10',
        '\u001d',
        '(01)',
        '(',
        ')',
        ']C1',
        ']E0',
        'https://x/',
        '/01/',
        '?17=',
        '%',
        '%zz',
      ),
      fc.stringMatching(/^\d{0,20}$/),
    ),
    { maxLength: 8 },
  );
  const layouts = (['se', 'gb', 'us'] as const).flatMap((preset) =>
    priceWeightLayouts({ preset, layout: [] }),
  );
  fc.assert(
    fc.property(pieces, fc.integer({ min: -1, max: 9999 }), (texts, year) => {
      const code = readCode(texts.join(''), layouts, year);
      if (code.kind === 'wrong') expect(code.message).not.toBe('');
    }),
    { numRuns: 2_000 },
  );
});

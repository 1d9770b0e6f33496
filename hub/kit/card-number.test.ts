import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskCardNumbers } from './card-number.ts';

/** Numbers that card schemes publish for tests. */
const CARDS = [
  '4111111111111111',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '6011111111111117',
  '30569309025904',
  '4222222222222',
  '3530111333300000',
  '5018000000000009',
  '5612345678901230',
  '5893000000000009',
  '6759649826438453',
];

describe.each(CARDS)('%s', (card) => {
  const masked = '*'.repeat(card.length - 4) + card.slice(-4);

  test('is masked to its last four digits', () => {
    expect(maskCardNumbers(card)).toBe(masked);
    expect(maskCardNumbers(`{"pan":"${card}"}`)).toBe(`{"pan":"${masked}"}`);
    expect(maskCardNumbers(`{"pan":${card},"x":1}`)).not.toContain(card);
  });

  test('is masked with spaces or hyphens between its digits', () => {
    const grouped = card.replace(/(\d{4})(?=\d)/g, '$1 ');
    expect(maskCardNumbers(`a ${grouped} b`)).toBe(`a ${masked} b`);
    expect(maskCardNumbers(grouped.replaceAll(' ', '-'))).toBe(masked);
  });

  test('is masked beside other numbers', () => {
    for (const text of [`2 ${card}`, `${card} 12`, `1 ${card} 123`, `12-${card}-26`]) {
      expect(maskCardNumbers(text), text).not.toContain(card);
    }
  });
});

test.each([
  ['no-break spaces', '\u00a0'],
  ['thin spaces', '\u2009'],
  ['tabs', '\t'],
  ['line ends', '\r\n'],
  ['dots', '.'],
  ['slashes', '/'],
  ['two spaces', '  '],
  ['dashes', ' – '],
  ['what nobody sees', '\u200b'],
])('a card number parted by %s is masked, beside other numbers too', (_, separator) => {
  const parted = ['4111', '1111', '1111', '1111'].join(separator);
  expect(maskCardNumbers(`a ${parted} b`)).toBe('a ************1111 b');
  for (const text of [`2 ${parted}`, `${parted} 12`, `12${separator}${parted}${separator}26`])
    expect(maskCardNumbers(text)).not.toContain(parted);
});

test.each([
  ['full-width', 0xff10],
  ['Arabic', 0x0660],
  ['Persian', 0x06f0],
])('a card number in %s digits is masked', (_, zero) => {
  const said = (digits: string): string =>
    digits.replaceAll(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)));
  expect(maskCardNumbers(said('4111111111111111'))).toBe('************1111');
  expect(maskCardNumbers(said('4111 1111 1111 1111'))).toBe('************1111');
  expect(maskCardNumbers(said('4111111111111112'))).toBe(said('4111111111111112'));
});

test('dates and amounts do not make a card number together', () => {
  for (let day = 10; day < 29; day += 1) {
    const dates = `${day}.11.2026 – 30.12.2026 – 30.01.2027`;
    expect(maskCardNumbers(dates)).toBe(dates);
    const amounts = `4.${day} 55.50 30.00 41.10 6.05 12.${day}`;
    expect(maskCardNumbers(amounts)).toBe(amounts);
  }
});

test('an EAN-13 whose digits pass Luhn by chance stays readable', () => {
  expect(maskCardNumbers('{"barcode":"4006381300063"}')).toBe('{"barcode":"4006381300063"}');
});

test('text without a card number is left as it is', () => {
  for (const text of [
    '4111111111111112',
    '1234567890123456',
    '12345',
    '2026-11-23T10:00:00.000Z',
    '01990000-0000-7000-8000-000000000001',
  ]) {
    expect(maskCardNumbers(text)).toBe(text);
  }
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '1', ' ', '"', '{') }), (text) => {
      fc.pre(!/\d(?:[ -]?\d){12}/.test(text));
      expect(maskCardNumbers(text)).toBe(text);
    }),
  );
});

test('a card number never survives, whatever numbers stand around it', () => {
  const groups = fc.array(fc.stringMatching(/^\d{1,6}$/), { maxLength: 5 });
  fc.assert(
    fc.property(groups, fc.constantFrom(...CARDS), groups, (before, card, after) => {
      expect(maskCardNumbers([...before, card, ...after].join(' '))).not.toContain(card);
    }),
  );
});

test.each(['4'.repeat(1_000_000), '4 '.repeat(500_000), '41-'.repeat(300_000)])(
  'a run of a million digits is gone through to its end, and nothing but digits is masked',
  (text) => {
    const masked = maskCardNumbers(text);
    expect(masked.replaceAll(/[\d* -]/g, '')).toBe('');
    expect(masked.slice(-4)).toBe(text.slice(-4));
  },
);

test('groups without end that anything parts are gone through to their end too', () => {
  const card = '4111 . 1111 . 1111 . 1111';
  const masked = maskCardNumbers(`${'411 . '.repeat(300_000)}${card}`);
  expect([masked.includes(card), masked.endsWith('1111')]).toEqual([false, true]);
  expect(masked.replaceAll(/[\d*. ]/g, '')).toBe('');
});

import { expect, test } from 'vitest';
import { createFormat } from './format.ts';

const britain = createFormat({ locale: 'en-GB', timeZone: 'Europe/London' });
const germany = createFormat({ locale: 'de-DE', timeZone: 'Europe/Berlin' });

test('amounts are written as the shop writes them, whatever the digits of the currency', () => {
  expect(britain.amount(123_456, 'GBP')).toBe('£1,234.56');
  expect(germany.amount(-650, 'EUR')).toBe('-6,50\u00a0€');
  expect(britain.amount(1_500, 'JPY')).toBe('JP¥1,500');
  expect(britain.amount(99_999_999_999, 'GBP')).toBe('£999,999,999.99');
});

test('a unit price that is finer than the currency keeps all its digits', () => {
  expect(britain.price('2.4', 'GBP')).toBe('£2.40');
  expect(britain.price('0.0375', 'GBP')).toBe('£0.0375');
  expect(britain.price('nonsense', 'GBP')).toBe('£0.00');
});

test('quantities carry their unit, except pieces', () => {
  expect(britain.quantity('1234', 'each')).toBe('1,234');
  expect(germany.quantity('0.450', 'kg')).toBe('0,45 kg');
  expect(britain.quantity('2', 'm2')).toBe('2 m²');
  expect(britain.change('3')).toBe('+3');
});

test('times are those of the shop, with the day when it is not today', () => {
  const nowMs = Date.parse('2026-07-01T22:30:00Z');
  expect(britain.time('2026-07-01T09:42:00Z', nowMs)).toBe('10:42');
  expect(britain.time('2026-06-30T09:42:00Z', nowMs)).toBe('30 Jun, 10:42');
  expect(germany.day(nowMs)).toBe('2026-07-02');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessDayOf, extentOf } from './business-day.ts';

const SEED = Number(process.env['DAY_SEED'] ?? 20_261_123);
const HOUR_MS = 3_600_000;

const berlin = { timeZone: 'Europe/Berlin', dayStartsAt: '04:00' };

test.for([
  ['2026-11-24T02:59:59Z', '2026-11-23'],
  ['2026-11-24T03:00:00Z', '2026-11-24'],
  // Clocks were set forward at 01:00Z: it is four o’clock an hour earlier.
  ['2026-03-29T01:59:59Z', '2026-03-28'],
  ['2026-03-29T02:00:00Z', '2026-03-29'],
  // Clocks were set back at 01:00Z.
  ['2026-10-25T02:59:59Z', '2026-10-24'],
  ['2026-10-25T03:00:00Z', '2026-10-25'],
] as const)('at %s it is %s in a shop in Berlin whose day begins at four', ([instant, day]) => {
  expect(businessDayOf(Date.parse(instant), berlin)).toBe(day);
});

test.for([
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['America/New_York', '2026-03-08', 23],
  ['America/New_York', '2026-11-01', 25],
  ['Australia/Lord_Howe', '2026-10-04', 23.5],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
  ['Asia/Kolkata', '2026-03-29', 24],
] as const)('in %s the day %s has %s hours', ([timeZone, date, hours]) => {
  const { beginsMs, endsMs } = extentOf(date, { timeZone, dayStartsAt: '00:00' });
  expect((endsMs - beginsMs) / HOUR_MS).toBe(hours);
});

test('a day that begins in the hour that comes twice begins once', () => {
  const rules = { timeZone: 'Europe/Berlin', dayStartsAt: '02:30' };
  const firstMs = Date.parse('2026-10-25T00:30:00Z');
  expect(businessDayOf(firstMs - 1, rules)).toBe('2026-10-24');
  for (const minutes of [0, 30, 59, 60, 90, 120])
    expect(businessDayOf(firstMs + minutes * 60_000, rules)).toBe('2026-10-25');
});

const zones = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
);
const starts = fc.constantFrom('00:00', '02:00', '02:30', '04:00', '06:15', '23:30');
const fromMs = Date.parse('2010-01-01T00:00:00Z');
const instants = fc.integer({ min: fromMs, max: Date.parse('2037-12-31T00:00:00Z') });

test('every instant lies in one day, and days follow each other without a gap', () => {
  fc.assert(
    fc.property(instants, zones, starts, (instantMs, timeZone, dayStartsAt) => {
      // Samoa left out the whole of 2011-12-30.
      fc.pre(
        timeZone !== 'Pacific/Apia' || Math.abs(instantMs - Date.parse('2011-12-30T12:00Z')) > 72 * HOUR_MS,
      );
      const rules = { timeZone, dayStartsAt };
      const day = businessDayOf(instantMs, rules);
      const { beginsMs, endsMs } = extentOf(day, rules);
      expect(instantMs).toBeGreaterThanOrEqual(beginsMs);
      expect(instantMs).toBeLessThan(endsMs);
      expect(businessDayOf(beginsMs, rules)).toBe(day);
      expect(businessDayOf(endsMs - 1, rules)).toBe(day);
      expect(businessDayOf(endsMs, rules) > day).toBe(true);
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test('the day is what the clocks of the place say, less the hours before its beginning', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom('Asia/Kathmandu', 'UTC', 'Asia/Tokyo'), (instantMs, timeZone) => {
      const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
      const fourHoursAgo = local.format(instantMs - 4 * HOUR_MS);
      expect(businessDayOf(instantMs, { timeZone, dayStartsAt: '04:00' })).toBe(fourHoursAgo);
    }),
    { seed: SEED, numRuns: 200 },
  );
});

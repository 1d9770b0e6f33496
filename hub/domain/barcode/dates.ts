/**
 * The date of six digits, YYMMDD, as 2026-12-31; null where there is no such date. Day 00 is the last day of the
 * month. The century is the one that brings the date closest to `year`, the year of the scan: up to 49 years back
 * and 50 ahead. Source: GS1 General Specifications 7.12 and 3.4.
 */
export function isoDate(digits: string, year: number): string | null {
  const fullYear = yearOf(Number(digits.slice(0, 2)), year);
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6));
  return isoOf(fullYear, month, day === 0 ? lastDay(fullYear, month) : day);
}

/** The date of eight digits, YYYYMMDD. */
export function isoDateOfEight(digits: string): string | null {
  return isoOf(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8)));
}

const HALF_CENTURY = 50;

function yearOf(twoDigits: number, year: number): number {
  const century = year - (year % 100);
  const difference = twoDigits - (year % 100);
  if (difference > HALF_CENTURY) return century - 100 + twoDigits;
  return (difference <= -HALF_CENTURY ? century + 100 : century) + twoDigits;
}

function isoOf(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > lastDay(year, month)) return null;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function lastDay(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

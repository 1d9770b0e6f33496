import { hasCheckDigit } from './gtin.ts';

/** As people and machines write digits: ASCII, full-width, Arabic-Indic, Persian. Their last four bits are their value. */
const DIGIT = String.raw`[0-9\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]`;
/** Spaces and line ends of all widths and of none, hyphens and dashes, dots, slashes and underscores. */
const SEPARATOR = String.raw`[\s\u00ad\u200b-\u200f\u2060\ufeff\-\u2010-\u2015\u2212./_]{1,3}`;
const RUN = new RegExp(`${DIGIT}+(?:${SEPARATOR}${DIGIT}+)*`, 'g');
/** Most texts are known to hold none by this alone. */
const LONG_RUN = new RegExp(`${DIGIT}(?:(?:${SEPARATOR})?${DIGIT}){12}`);
const BETWEEN_GROUPS = new RegExp(`(${SEPARATOR})`);
const USUAL_SEPARATOR = /^[ -]$/;
/** Visa, Mastercard, Maestro, American Express, Diners Club, JCB, Discover, UnionPay. */
const ISSUER_PREFIX = /^(?:4|5[0-8]|2[2-7]|3[04-9]|6)/;
/** Parts of a date or an amount, as in 30.11.2026, are shorter. */
const GROUP_MIN = 3;
const DIGITS_MIN = 13;
const DIGITS_MAX = 19;

/**
 * Replaces what could be a full payment card number by asterisks and its last four digits: 13 to 19 digits, in
 * one group or in several that follow each other, with an issuer's prefix and a valid Luhn sum. Other groups
 * beside it, such as a quantity or an expiry date, do not hide it. Between groups stands a space or a hyphen, or, behind
 * three digits at least, what else may part them. A valid EAN-13 stays as it is: one in ten passes
 * Luhn, and cards of 13 digits are long out of use.
 */
export function maskCardNumbers(text: string): string {
  if (text.length < DIGITS_MIN || !LONG_RUN.test(text)) return text;
  return text.replace(RUN, (run) => (run.length < DIGITS_MIN ? run : maskRun(run)));
}

function maskRun(run: string): string {
  // Groups and separators in turn: the groups stand at the even places.
  const parts = run.split(BETWEEN_GROUPS);
  let masked = '';
  for (let start = 0; start < parts.length;) {
    const card = cardAt(parts, start);
    masked += card === null ? parts.slice(start, start + 2).join('') : card.mask + (parts[card.end] ?? '');
    start = card === null ? start + 2 : card.end + 1;
  }
  return masked;
}

/** The longest card number that begins with this group, and the place of the separator behind it. */
function cardAt(
  parts: readonly string[],
  start: number,
): { readonly mask: string; readonly end: number } | null {
  let digits = '';
  let card: { readonly mask: string; readonly end: number } | null = null;
  for (let place = start; place < parts.length; place += 2) {
    if (place > start && !belongsTogether(parts, place)) break;
    digits += asciiDigits(parts[place] ?? '');
    if (digits.length > DIGITS_MAX) break;
    if (isCardNumber(digits)) {
      card = { mask: '*'.repeat(digits.length - 4) + digits.slice(-4), end: place + 1 };
    }
  }
  return card;
}

/** Whether the group at this place goes on with the number of the group before it. */
function belongsTogether(parts: readonly string[], place: number): boolean {
  const [before = '', separator = ''] = parts.slice(place - 2, place);
  return USUAL_SEPARATOR.test(separator) || before.length >= GROUP_MIN;
}

function asciiDigits(group: string): string {
  return group.replaceAll(/[^0-9]/g, (digit) => String(digit.charCodeAt(0) % 16));
}

function isCardNumber(digits: string): boolean {
  if (digits.length < DIGITS_MIN || !ISSUER_PREFIX.test(digits)) return false;
  const isEan13 = digits.length === 13 && hasCheckDigit(digits);
  return hasValidLuhnSum(digits) && !isEan13;
}

const ZERO = 48;

/** ISO/IEC 7812-1 annex B. */
function hasValidLuhnSum(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - ZERO;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

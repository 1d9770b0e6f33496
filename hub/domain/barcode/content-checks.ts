import { hasCheckDigit } from '../../kit/gtin.ts';
import { hasCheckPair } from './check-pair.ts';
import { isoDate, isoDateOfEight } from './dates.ts';
import { type Fault, fault } from './problem.ts';

/** Checks the content of one component, for a scan in `year`; null where there is nothing to say against it. */
type Check = (text: string, year: number) => Fault | null;

const WRONG_DATE = 'is no date';
const WRONG_TIME = 'is no time of day';
const WRONG_PREFIX = 'does not begin with the number of a company';

/**
 * What the dictionary calls linters, by its names. The lists of countries, currencies and kinds of packages are not
 * here: such a code is checked for its form only, and so are coupons.
 */
const CHECKS: Readonly<Record<string, Check>> = {
  csum: (text) => (hasCheckDigit(text) ? null : fault('check-digit', 'has a wrong check digit')),
  csumalpha: (text) => (hasCheckPair(text) ? null : fault('check-digit', 'has wrong check characters')),
  gcppos1: pattern(/^\d{4}/, WRONG_PREFIX),
  gcppos2: pattern(/^.\d{4}/, WRONG_PREFIX),
  yymmd0: (text, year) => (isoDate(text, year) === null ? fault('date', WRONG_DATE) : null),
  yymmdd: (text, year) =>
    text.endsWith('00') || isoDate(text, year) === null ? fault('date', WRONG_DATE) : null,
  yyyymmdd: (text) => (isoDateOfEight(text) === null ? fault('date', WRONG_DATE) : null),
  hh: pattern(/^([01]\d|2[0-3])$/, WRONG_TIME, 'date'),
  mi: pattern(/^[0-5]\d$/, WRONG_TIME, 'date'),
  ss: pattern(/^[0-5]\d$/, WRONG_TIME, 'date'),
  hhmi: pattern(/^([01]\d|2[0-3])[0-5]\d$/, WRONG_TIME, 'date'),
  zero: pattern(/^0$/, 'does not begin with 0'),
  nonzero: pattern(/[1-9]/, 'is nothing but zeros'),
  nozeroprefix: pattern(/^(0$|[1-9])/, 'begins with 0'),
  hasnondigit: pattern(/\D/, 'is nothing but digits'),
  hyphen: pattern(/^-$/, 'ends in something else than a minus sign'),
  yesno: pattern(/^[01]$/, 'is neither 0 (no) nor 1 (yes)'),
  winding: pattern(/^[019]$/, 'has a winding direction that is none of 0, 1 and 9'),
  iso5218: pattern(/^[0129]$/, 'is none of 0, 1, 2 and 9'),
  mediatype: pattern(/^(0[1-9]|10|[89]\d)$/, 'is no kind of medium'),
  importeridx: pattern(/^[-\w]$/, 'has no index of an importer'),
  iso3166alpha2: pattern(/^[A-Z]{2}$/, 'is no country of two capital letters'),
  packagetype: pattern(/^[A-Z\d]{1,4}$/, 'is no kind of package'),
  pcenc: pattern(/^([^%]|%[\dA-Fa-f]{2})*$/, 'has a % without two hexadecimal digits'),
  couponcode: pattern(/^\d+$/, 'has more than digits'),
  couponposoffer: pattern(/^\d+$/, 'has more than digits'),
  iban: (text) => (isIban(text) ? null : fault('check-digit', 'is no valid IBAN')),
  latitude: (text) => (Number(text) <= 1_800_000_000 ? null : fault('value', 'is no latitude')),
  longitude: (text) => (Number(text) <= 3_600_000_000 ? null : fault('value', 'is no longitude')),
  pieceoftotal: (text) => (isPiece(text, 2) ? null : fault('value', 'is no piece of a total')),
  posinseqslash: (text) => (isPosition(text) ? null : fault('value', 'is no position such as 1/2')),
  iso3166: pattern(/^\d{3}$/, 'is no country of three digits'),
  iso3166999: pattern(/^\d{3}$/, 'is no country of three digits'),
  iso4217: pattern(/^\d{3}$/, 'is no currency of three digits'),
};

export function contentFault(check: string, text: string, year: number): Fault | null {
  return CHECKS[check]?.(text, year) ?? null;
}

/** Whether a check of the dictionary is known here; a new dictionary may bring new ones. */
export function isKnownCheck(check: string): boolean {
  return check in CHECKS;
}

function pattern(expression: RegExp, message: string, problem: Fault['problem'] = 'value'): Check {
  return (text) => (expression.test(text) ? null : fault(problem, message));
}

/** `0102`: the first piece of two. */
function isPiece(text: string, half: number): boolean {
  const piece = Number(text.slice(0, half));
  return piece >= 1 && piece <= Number(text.slice(half));
}

/** `1/2`: the first of two. */
function isPosition(text: string): boolean {
  const match = /^([1-9])\/([1-9])$/.exec(text);
  return match !== null && Number(match[1]) <= Number(match[2]);
}

const IBAN = /^[A-Z]{2}\d{2}[A-Z\d]{7,30}$/;
const LETTER_BEFORE_A = 55;

/** ISO 13616-1: the first four characters go to the end, letters count 10 to 35, and 97 leaves 1. */
function isIban(text: string): boolean {
  if (!IBAN.test(text)) return false;
  let rest = 0;
  for (const letter of text.slice(4) + text.slice(0, 4)) {
    const value = /\d/.test(letter) ? Number(letter) : letter.charCodeAt(0) - LETTER_BEFORE_A;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

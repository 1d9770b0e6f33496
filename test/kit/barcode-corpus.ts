import fc from 'fast-check';
import { checkPairOf } from '../../hub/domain/barcode/check-pair.ts';
import {
  type Component,
  type Entry,
  allEntries,
  entryOf,
  matchesPattern,
} from '../../hub/domain/barcode/dictionary.ts';
import { must } from '../../hub/kit/assert.ts';
import { checkDigitOf } from '../../hub/kit/gtin.ts';

/** Values that GS1's own dictionary allows, and elements that may stand together by its rules. */

/** Shortest, longest, or of any length. */
export type Size = 'min' | 'max' | 'any';

/** Values of which nothing is wrong, made from the rules of their components. */
export function validValue(entry: Entry, size: Size = 'any'): fc.Arbitrary<string> {
  const given = entry.components.filter(({ isOptional }) => !isOptional || size !== 'min');
  return fc.tuple(...given.map((component) => validPart(component, size))).map((parts) => parts.join(''));
}

/** The same value every time, such as the longest one. */
export function sampleValue(entry: Entry, size: Size): string {
  return must(fc.sample(validValue(entry, size), { numRuns: 1, seed: 1 })[0], 'a sample');
}

/** The identifier with the others that make a whole code of it, such as 37 with 00 and 02. */
export function companionsOf(ai: string): string[] {
  return must(consistent([ai]), `what (${ai}) may stand beside`);
}

/** The same for several identifiers in one code; null where no code may have them together. */
export function consistent(ais: readonly string[]): string[] | null {
  const entries = ais.map((ai) => must(entryOf(ai), ai));
  if (entries.some((entry) => ais.some((ai) => isExcluded(entry, ai)))) return null;
  const has = (pattern: string): boolean => ais.some((ai) => matchesPattern(ai, pattern));
  const unmet = entries
    .flatMap(({ required }) => required)
    .find((groups) => !groups.some((group) => group.every(has)));
  if (unmet === undefined) return [...ais];
  const tries = unmet.map((group) =>
    consistent([...new Set([...ais, ...group.map((pattern) => pattern.replaceAll('n', '0'))])]),
  );
  return tries.find((found) => found !== null) ?? null;
}

/** An identifier that must not stand beside this one, if there is one. */
export function excludedBy(entry: Entry): string | undefined {
  return allEntries().find(({ ai }) => isExcluded(entry, ai))?.ai;
}

function isExcluded(entry: Entry, ai: string): boolean {
  return ai !== entry.ai && entry.excluded.some((pattern) => matchesPattern(ai, pattern));
}

const LETTERS: Readonly<Record<Component['type'], string>> = {
  N: '0123456789',
  X: '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
  Y: '#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  Z: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
};
const COMPANY_DIGITS = 5;

/** Components whose checks leave few values. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  yymmd0: ['261231', '260200', '240229'],
  yymmdd: ['261231', '240229'],
  yyyymmdd: ['19900515', '20000229'],
  hh: ['00', '23'],
  mi: ['00', '59'],
  ss: ['00', '59'],
  hhmi: ['0000', '2359'],
  zero: ['0'],
  yesno: ['0', '1'],
  winding: ['0', '1', '9'],
  iso5218: ['0', '1', '2', '9'],
  mediatype: ['01', '10', '80', '99'],
  importeridx: ['-', '_', 'a', 'Z', '7'],
  hyphen: ['-'],
  iso3166: ['752', '826'],
  iso3166999: ['752', '999'],
  iso3166alpha2: ['SE', 'GB'],
  iso4217: ['978', '752'],
  latitude: ['0000000000', '1800000000'],
  longitude: ['0000000000', '3600000000'],
  pieceoftotal: ['0101', '0102', '9999'],
  posinseqslash: ['1/2', '9/9'],
};

function validPart(component: Component, size: Size): fc.Arbitrary<string> {
  const { checks } = component;
  const few = checks.map((check) => FIXED[check]).find((values) => values !== undefined);
  if (few !== undefined) return fc.constantFrom(...few);
  const smallest = checks.includes('csumalpha') ? COMPANY_DIGITS + 3 : checks.includes('iban') ? 12 : 1;
  const company = checks.some((check) => check.startsWith('gcppos')) ? COMPANY_DIGITS : 0;
  const lengthMin = Math.max(component.lengthMin, smallest, company);
  const length = fc.integer({
    min: size === 'max' ? component.lengthMax : lengthMin,
    max: size === 'min' ? lengthMin : component.lengthMax,
  });
  return length.chain((count) => textOf(component, count, company));
}

function textOf({ type, checks }: Component, length: number, company: number): fc.Arbitrary<string> {
  const isDigits = checks.some((check) => check.startsWith('coupon') || check === 'iban');
  const letters = Array.from(LETTERS[isDigits ? 'N' : checks.includes('packagetype') ? 'Y' : type]).filter(
    (letter) => letter !== '%' && !(checks.includes('packagetype') && /\W/.test(letter)),
  );
  const text = (from: readonly string[], count: number): fc.Arbitrary<string> =>
    fc.string({ unit: fc.constantFrom(...from), minLength: count, maxLength: count });
  return fc
    .tuple(text(Array.from(LETTERS.N), company), text(letters, length - company))
    .map(([digits, rest]) => corrected(digits + rest, checks));
}

/** Puts in what the checks want: check digits, a letter, no zeros only. */
function corrected(text: string, checks: readonly string[]): string {
  if (checks.includes('csum')) return text.slice(0, -1) + checkDigitOf(text.slice(0, -1));
  if (checks.includes('iban')) return ibanOf(text.slice(4));
  if (checks.includes('csumalpha')) {
    const body = checks.includes('hasnondigit') ? `${text.slice(0, -3)}A` : text.slice(0, -2);
    return body + checkPairOf(body);
  }
  return checks.includes('nonzero') || checks.includes('nozeroprefix') ? `1${text.slice(1)}` : text;
}

/** S is 28 and E is 14: see ISO 13616-1. */
function ibanOf(digits: string): string {
  const check = 98n - (BigInt(`${digits}281400`) % 97n);
  return `SE${String(check).padStart(2, '0')}${digits}`;
}

import { expandUpcE, gtinKey, hasCheckDigit } from '../../kit/gtin.ts';
import { elementsFault, withoutRepetition } from './associations.ts';
import { factsOf } from './code-facts.ts';
import { splitDigitalLink } from './digital-link.ts';
import { SEPARATOR, type Split, splitElementString, splitPrinted, withSeparators } from './element-string.ts';
import { type PriceWeightLayout, readInStore } from './price-weight-layout.ts';
import { type Fault, fault } from './problem.ts';
import type { ScannedCode, WrongCode } from './scanned-code.ts';
import { type Symbology, readSymbology } from './symbology.ts';

/** More than any symbol of GS1 and any address on a package has. */
export const SCAN_LENGTH_MAX = 2_048;

/**
 * What a scanned or typed code is, or what is wrong with it. `scanned` is what the scanner sent, with its symbology
 * identifier where it sends one; without it, what a code is shows in its form. `layouts` are the shop's own codes
 * with a price or weight inside, and `year` is the year of the scan, which settles the century of a date.
 *
 * Never throws, whatever the text. A shop may have a product under a number that is `wrong` here: look for the text
 * before saying what is wrong with it.
 */
export function readCode(scanned: string, layouts: readonly PriceWeightLayout[], year: number): ScannedCode {
  if (scanned.length > SCAN_LENGTH_MAX) {
    const problem = fault('too-long', `A code has ${SCAN_LENGTH_MAX} characters at most.`);
    return wrong(scanned.slice(0, SCAN_LENGTH_MAX), problem);
  }
  const { symbology, text } = readSymbology(scanned);
  if (text === '') return wrong(text, fault('empty', 'There is nothing in the code.'));
  if (/^https?:\/\//i.test(text)) return readAddress(text, year);
  if (/^\(\d{2,4}\)/.test(text)) return readElements('elements', splitPrinted(text), { text, year });
  const separated = withSeparators(text);
  if (symbology === 'gs1' || separated.includes(SEPARATOR)) {
    return readElements('elements', splitElementString(separated), { text, year });
  }
  if (/^\d+$/.test(text)) {
    const read = readDigits(text, symbology, layouts);
    if (read !== null) return read;
  }
  if (symbology === 'add-on') return readAddOn(text, layouts);
  return readUnmarked(text, year);
}

function readAddress(text: string, year: number): ScannedCode {
  const split = splitDigitalLink(text);
  return split === null ? { kind: 'plain', text } : readElements('digital-link', split, { text, year });
}

interface Scan {
  readonly text: string;
  readonly year: number;
}

function readElements(kind: 'elements' | 'digital-link', split: Split, { text, year }: Scan): ScannedCode {
  if (split.kind === 'wrong') return wrong(text, split.fault);
  if (split.elements.length === 0) return wrong(text, fault('empty', 'There is no element in the code.'));
  const found = elementsFault(split.elements, year);
  const elements = withoutRepetition(split.elements);
  if (found !== null) return { ...wrong(text, found), elements };
  return { kind, text, elements, ...factsOf(elements, year) };
}

const GTIN_DIGITS_MIN = 8;
const GTIN_LENGTHS: readonly number[] = [GTIN_DIGITS_MIN, 12, 13, 14];

/** Digits without anything around them; null where they are none of the numbers that are looked for here. */
function readDigits(
  text: string,
  symbology: Symbology,
  layouts: readonly PriceWeightLayout[],
): ScannedCode | null {
  const gtin14 = gtinOf(text, symbology);
  if (gtin14 !== null) return readGtin(text, gtin14, layouts);
  if (symbology === 'other' || symbology === 'add-on') return null;
  if (GTIN_LENGTHS.includes(text.length)) {
    return wrong(
      text,
      fault('check-digit', `${text} has a wrong check digit: a digit was read or typed wrongly.`),
    );
  }
  if (symbology !== 'ean' && symbology !== 'ean-8') return null;
  const problem = text.length < GTIN_DIGITS_MIN ? 'too-short' : 'too-long';
  return wrong(text, fault(problem, `An EAN or UPC does not have ${text.length} digits.`));
}

/** The symbol says what eight digits are; only one that is read as EAN or UPC may leave out more than zeros. */
function gtinOf(text: string, symbology: Symbology): string | null {
  if (symbology === 'ean-8') return text.length === 8 && hasCheckDigit(text) ? `000000${text}` : null;
  const upcA = symbology === 'ean' && (text.length === 6 || text.length === 7) ? expandUpcE(text) : null;
  return upcA === null ? gtinKey(text) : `00${upcA}`;
}

function readGtin(text: string, gtin14: string, layouts: readonly PriceWeightLayout[]): ScannedCode {
  const inStore = readInStore(gtin14, layouts);
  if (inStore?.kind === 'read') return { kind: 'in-store', text, ...inStore.read };
  if (inStore?.kind === 'wrong-verifier') {
    const message = `${text} is a code of ${inStore.layout}, and its verifier digit is wrong.`;
    return wrong(text, fault('verifier-digit', message));
  }
  return {
    kind: 'gtin',
    text,
    gtin14,
    shortest: shortestOf(gtin14),
    addOn: null,
    isShopsOwn: isShopsOwn(gtin14),
  };
}

function shortestOf(gtin14: string): string {
  if (gtin14.startsWith('000000')) return gtin14.slice(6);
  if (gtin14.startsWith('00')) return gtin14.slice(2);
  return gtin14.startsWith('0') ? gtin14.slice(1) : gtin14;
}

/** Prefixes 02, 04 and 20 to 29, and of EAN-8 those with 0 or 2. Source: GS1 General Specifications 1.4.3 and 1.4.4. */
function isShopsOwn(gtin14: string): boolean {
  return gtin14.startsWith('000000') ? /^0{6}[02]/.test(gtin14) : /^0(2|0[24])/.test(gtin14);
}

/** An EAN-13 with the two or five digits beside it. */
function readAddOn(text: string, layouts: readonly PriceWeightLayout[]): ScannedCode {
  const [, ean = '', addOn = ''] = /^(\d{13})(\d{2}|\d{5})$/.exec(text) ?? [];
  if (ean === '') return { kind: 'plain', text };
  const read = readDigits(ean, 'ean', layouts);
  return read?.kind === 'gtin' ? { ...read, addOn } : (read ?? { kind: 'plain', text });
}

/**
 * An element string from a scanner that neither names the symbol nor sends the leading separator is known by a GTIN or
 * a parcel number in front. Where that number does not prove itself and the rest does not fit either, it is none.
 */
function readUnmarked(text: string, year: number): ScannedCode {
  const [, number = ''] = /^(?:0[123](\d{14})|00(\d{18}))/.exec(text)?.filter(Boolean) ?? [];
  if (number === '') return { kind: 'plain', text };
  const split = splitElementString(text);
  if (split.kind === 'wrong' && !hasCheckDigit(number)) return { kind: 'plain', text };
  return readElements('elements', split, { text, year });
}

function wrong(text: string, { problem, message }: Fault): WrongCode {
  return { kind: 'wrong', text, problem, message, elements: [] };
}

/** How the digits of a barcode that a shop prints itself are laid out. */
export interface BarcodePattern {
  readonly kind: 'pattern';
  /** Matches the digits and has the groups prefix, item, verifier, measure and check. */
  readonly expression: RegExp;
  readonly digits: number;
  readonly holds: 'price' | 'weight';
}

const FORM = /^((?:\d|\[(?:\d-\d|\d)+\])+)(I+)(V?)(P+|W+)C$/;
const DIGITS: readonly number[] = [12, 13];
const VERIFIED_DIGITS: readonly number[] = [4, 5];
const TEXT_MAX = 64;

/**
 * Reads a pattern such as `2[0-5]IIIIIVPPPPC`: first the digits with which the code begins, one in brackets being one
 * of several; then the number of the item (I), a digit that verifies the measure (V, where there is one), the price
 * (P) or the weight (W), and the check digit of the whole (C). An EAN-13 has 13 digits in all, a UPC-A has 12.
 */
export function readBarcodePattern(
  text: string,
): BarcodePattern | { readonly kind: 'wrong'; readonly reason: string } {
  const match = text.length > TEXT_MAX ? null : FORM.exec(text);
  if (match === null) return { kind: 'wrong', reason: 'is not written like 2[0-5]IIIIIVPPPPC' };
  const [, prefix = '', item = '', verifier = '', measure = ''] = match;
  if (hasBackwardRange(prefix))
    return { kind: 'wrong', reason: 'has a range in brackets that runs backwards' };
  const prefixDigits = prefix.replaceAll(/\[[^\]]*\]/g, '0').length;
  const digits = prefixDigits + item.length + verifier.length + measure.length + 1;
  if (!DIGITS.includes(digits)) return { kind: 'wrong', reason: `has ${digits} digits, not 12 or 13` };
  if (verifier !== '' && !VERIFIED_DIGITS.includes(measure.length)) {
    return { kind: 'wrong', reason: 'has a V, which goes with four or five digits of price or weight' };
  }
  const group = (name: string, count: number): string => String.raw`(?<${name}>\d{${count}})`;
  const source = `^(?<prefix>${prefix})${group('item', item.length)}${group('verifier', verifier.length)}${group('measure', measure.length)}${group('check', 1)}$`;
  return {
    kind: 'pattern',
    expression: new RegExp(source),
    digits,
    holds: measure.startsWith('P') ? 'price' : 'weight',
  };
}

function hasBackwardRange(prefix: string): boolean {
  return [...prefix.matchAll(/(\d)-(\d)/g)].some(([, first = '', last = '']) => first > last);
}

const ZERO = 48;
const NINE = 57;

/**
 * Whether the last of these digits is the check digit of the others: weights 3 and 1 in turn from the right, the sum
 * a multiple of ten. It is the same for GTIN, SSCC, GLN and the other numbers of GS1, whatever their length.
 * Source: GS1 General Specifications 7.9.1.
 */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  let weight = 1;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const code = digits.charCodeAt(index);
    if (code < ZERO || code > NINE) return false;
    sum += (code - ZERO) * weight;
    weight = 4 - weight;
  }
  return sum % 10 === 0 && digits.length > 1;
}

/** The digit that goes behind these digits, as `checkDigitOf('400638133393')` is '1'. */
export function checkDigitOf(digits: string): string {
  let sum = 0;
  let weight = 3;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    sum += (digits.charCodeAt(index) - ZERO) * weight;
    weight = 4 - weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Whether a code is what a scanner reads off a package: an EAN-8, UPC-A, EAN-13 or GTIN-14 with its check digit. */
export function isGtin(code: string): boolean {
  const { length } = code;
  return (length === 13 || length === 12 || length === 8 || length === 14) && hasCheckDigit(code);
}

/**
 * The one form under which all spellings of a GTIN are the same: 14 digits, with zeros in front. EAN-13, UPC-A,
 * EAN-8, UPC-E with its check digit, GTIN-14 and each of them padded to 12, 13 or 14 digits come to the same key when
 * they are the same number. A GTIN-14 that begins with 1 to 9 is a case or a varying weight, and another product.
 * Null for what is no GTIN or has a wrong check digit.
 *
 * Eight digits that begin with 0 or 1 can be an EAN-8 or a UPC-E, and often prove as both: 0 is then taken for a UPC-E
 * and 1 for an EAN-8, which is how the two are in use.
 */
export function gtinKey(code: string): string | null {
  switch (code.length) {
    case 13:
      return hasCheckDigit(code) ? `0${code}` : null;
    case 12:
      return hasCheckDigit(code) ? `00${code}` : null;
    case 14:
      return hasCheckDigit(code) ? code : null;
    case 8:
      return eightDigitKey(code);
    default:
      return null;
  }
}

function eightDigitKey(code: string): string | null {
  const ean8 = hasCheckDigit(code) ? `000000${code}` : null;
  if (ean8 !== null && !code.startsWith('0')) return ean8;
  const upcA = expandUpcE(code);
  return upcA === null ? ean8 : `00${upcA}`;
}

/**
 * The UPC-A (12 digits) that a UPC-E stands for: eight digits are the number system (0 or 1), the six that are
 * printed and the check digit of the UPC-A; seven are without the check digit, six without the number system too,
 * which is then 0. Null for what is no UPC-E. Source: GS1 General Specifications 5.2.2.4.
 */
export function expandUpcE(digits: string): string | null {
  const match = /^([01]?)(\d{6})(\d?)$/.exec(digits.length === 6 ? `0${digits}` : digits);
  if (match === null) return null;
  const [, system = '', six = '', check = ''] = match;
  if (system === '') return null;
  const body = system + withoutSuppression(six);
  const upcA = body + checkDigitOf(body);
  return check === '' || upcA.endsWith(check) ? upcA : null;
}

/** The ten digits that six stand for: the last one tells where zeros were left out. */
function withoutSuppression(six: string): string {
  const last = six.slice(5);
  if (last <= '2') return `${six.slice(0, 2)}${last}0000${six.slice(2, 5)}`;
  if (last === '3') return `${six.slice(0, 3)}00000${six.slice(3, 5)}`;
  if (last === '4') return `${six.slice(0, 4)}00000${six.slice(4, 5)}`;
  return `${six.slice(0, 5)}0000${last}`;
}

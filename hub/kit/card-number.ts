const CANDIDATE = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;
const ISSUER_PREFIX = /^(?:4|5[1-5]|2[2-7]|3[47]|3[0689]|6)/;

/**
 * Replaces what could be a full payment card number by asterisks and its last four digits: a run of 13 to 19
 * digits (spaces and hyphens between them allowed) with an issuer's prefix and a valid Luhn sum.
 */
export function maskCardNumbers(text: string): string {
  return text.replace(CANDIDATE, (run) => {
    const digits = run.replace(/[ -]/g, '');
    if (!ISSUER_PREFIX.test(digits) || !hasValidLuhnSum(digits)) return run;
    return '*'.repeat(digits.length - 4) + digits.slice(-4);
  });
}

/** ISO/IEC 7812-1 annex B. */
function hasValidLuhnSum(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

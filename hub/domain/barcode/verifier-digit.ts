import { assert } from '../../kit/assert.ts';

/** A digit times 2 or 5, with the tens of that taken away (minus) or added (plus), last digit. */
const TWICE_MINUS = '0246891357';
const THRICE = '0369258147';
const FIVE_TIMES_PLUS = '0516273849';
const FIVE_TIMES_MINUS = '0594837261';

const FOUR = [TWICE_MINUS, TWICE_MINUS, THRICE, FIVE_TIMES_MINUS];
const FIVE = [FIVE_TIMES_PLUS, TWICE_MINUS, FIVE_TIMES_MINUS, FIVE_TIMES_PLUS, TWICE_MINUS];

/**
 * The digit that verifies the four or five digits of a price or a weight within a code: '2875' has 9, '14685' has 6.
 * Source: GS1 General Specifications 7.9.2 to 7.9.4.
 */
export function verifierDigitOf(measure: string): string {
  assert(measure.length === 4 || measure.length === 5, 'only four or five digits have a verifier digit');
  if (measure.length === 4) return String((weightedSum(measure, FOUR) * 3) % 10);
  const missing = (10 - (weightedSum(measure, FIVE) % 10)) % 10;
  return String(FIVE_TIMES_MINUS.indexOf(String(missing)));
}

function weightedSum(digits: string, tables: readonly string[]): number {
  return Array.from(digits).reduce((sum, digit, index) => sum + Number(tables[index]?.[Number(digit)]), 0);
}

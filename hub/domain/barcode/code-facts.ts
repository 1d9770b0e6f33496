import { isoDate } from './dates.ts';
import type { Element } from './element-string.ts';

/** What a code with elements says of the goods that carry it; null where it does not say it. */
export interface CodeFacts {
  /** AI 01, 14 digits with a check digit that is right. */
  readonly gtin: string | null;
  /** AI 10. */
  readonly lot: string | null;
  /** AI 21. */
  readonly serial: string | null;
  /** AI 17, as 2026-12-31. */
  readonly expires: string | null;
  /** AI 15, as 2026-12-31. */
  readonly bestBefore: string | null;
  /** AI 310n, in millionths of a kilogram. */
  readonly netWeightMicro: number | null;
  /** AI 392n, in the money of the shop, as it is printed: `12.50`. */
  readonly price: string | null;
  /** AI 30, how many items are in it, or AI 37, how many trade items are on the pallet. */
  readonly count: number | null;
  /** AI 02: the GTIN of what is on the pallet, 14 digits. */
  readonly contains: string | null;
  /** AI 00: the number of the pallet or parcel itself. */
  readonly sscc: string | null;
}

const WEIGHT_SCALE = 6;

/** Elements of which nothing is wrong, as facts; `year` is the year of the scan. */
export function factsOf(elements: readonly Element[], year: number): CodeFacts {
  const valueOf = (ai: string): string | null => elements.find((element) => element.ai === ai)?.value ?? null;
  const measured = (family: string): Element | undefined =>
    elements.find(({ ai }) => ai.length === 4 && ai.startsWith(family));
  const dateOf = (ai: string): string | null => {
    const digits = valueOf(ai);
    return digits === null ? null : isoDate(digits, year);
  };
  const [weight, price] = [measured('310'), measured('392')];
  const count = valueOf('30') ?? valueOf('37');
  return {
    gtin: valueOf('01'),
    lot: valueOf('10'),
    serial: valueOf('21'),
    expires: dateOf('17'),
    bestBefore: dateOf('15'),
    netWeightMicro: weight === undefined ? null : microOf(weight.value, decimalsOf(weight)),
    price: price === undefined ? null : decimalText(price.value, decimalsOf(price)),
    count: count === null ? null : Number(count),
    contains: valueOf('02'),
    sscc: valueOf('00'),
  };
}

/** Digits with that many of them behind the point, in millionths. */
export function microOf(digits: string, decimals: number): number {
  return Number(digits) * 10 ** (WEIGHT_SCALE - decimals);
}

/** Digits with that many of them behind the point, all of which are kept: `decimalText('001250', 2)` is `12.50`. */
export function decimalText(digits: string, decimals: number): string {
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  return decimals === 0 ? whole : `${whole}.${padded.slice(padded.length - decimals)}`;
}

/** The last digit of the identifier of a measure tells where the point is. */
function decimalsOf({ ai }: Element): number {
  return Number(ai.slice(3));
}

import type { ReceiptFacts } from './ledger-event.ts';
import { minorDigits } from './receipt-sums.ts';

/** What one receipt can earn. */
const POINTS_MAX = 999_999_999n;

const DAY_MS = 86_400_000;

/** How customers earn points, as the configuration has it. Decimal text. */
export interface LoyaltyRule {
  readonly pointsPerUnit: string;
  readonly unitsPerPoint: string;
  readonly expireAfterDays: number | null;
}

/** What a receipt sells of goods and services and what it takes back, both in minor units and not below zero. */
export interface GoodsPaid {
  readonly soldMinor: number;
  readonly returnedMinor: number;
}

/**
 * What a receipt says about points. Gift cards and deposits earn nothing: nothing is sold yet. Where a sale is named, the
 * lines below zero come back from that one; otherwise they make this one smaller.
 */
export function goodsPaid({
  kind,
  lines,
  original,
}: Pick<ReceiptFacts, 'kind' | 'lines' | 'original'>): GoodsPaid {
  let soldMinor = 0;
  let returnedMinor = 0;
  for (const { lineKind, amountMinor } of lines) {
    if (lineKind === 'gift_card' || lineKind === 'deposit') continue;
    if (amountMinor > 0) soldMinor += amountMinor;
    else returnedMinor -= amountMinor;
  }
  if (kind === 'refund') return { soldMinor: 0, returnedMinor: Math.max(0, returnedMinor - soldMinor) };
  if (original !== null) return { soldMinor, returnedMinor };
  return { soldMinor: Math.max(0, soldMinor - returnedMinor), returnedMinor: 0 };
}

/** Whole points for what was paid for goods and services; a part of a point is none. */
export function earnedPoints(
  rule: Pick<LoyaltyRule, 'pointsPerUnit'>,
  paidMinor: number,
  currency: string,
): number {
  const [whole = '', fraction = ''] = rule.pointsPerUnit.split('.');
  const perUnit = BigInt(whole + fraction);
  const points = (BigInt(paidMinor) * perUnit) / 10n ** BigInt(fraction.length + minorDigits(currency));
  return Number(points < POINTS_MAX ? points : POINTS_MAX);
}

/** What points are worth when they pay, in minor units, not rounded. */
function worthMinor(
  { unitsPerPoint }: Pick<LoyaltyRule, 'unitsPerPoint'>,
  points: number,
  currency: string,
): number {
  return Number(unitsPerPoint) * points * 10 ** minorDigits(currency);
}

/** Whether a tender has points for just what they are worth. How a part of a minor unit is rounded is the till's. */
export function isWorth(
  rule: Pick<LoyaltyRule, 'unitsPerPoint'>,
  { points, amountMinor }: { points: number; amountMinor: number },
  currency: string,
): boolean {
  return Math.abs(worthMinor(rule, points, currency) - amountMinor) < 1;
}

/** Whether points of that day have expired by `nowMs`, or will at the next look. */
export function isExpired(
  { expireAfterDays }: Pick<LoyaltyRule, 'expireAfterDays'>,
  earnedOn: string,
  nowMs: number,
): boolean {
  return expireAfterDays !== null && Date.parse(earnedOn) + expireAfterDays * DAY_MS <= nowMs;
}

/** What is left of the points of a sale when some of it went back: in proportion, and never more than was earned. */
export function pointsLeft(sale: {
  readonly points: number;
  readonly baseMinor: number;
  readonly returnedMinor: number;
  readonly isVoided: boolean;
}): number {
  if (sale.isVoided || sale.baseMinor <= 0) return 0;
  const keptMinor = Math.min(sale.baseMinor, Math.max(0, sale.baseMinor - sale.returnedMinor));
  return Number((BigInt(sale.points) * BigInt(keptMinor)) / BigInt(sale.baseMinor));
}

/** Points of one customer: what there is, what of it has come by the day that is asked about, and what was used ever. */
export interface PointSums {
  readonly points: number;
  readonly agedPoints: number;
  /** Not above zero. */
  readonly usedPoints: number;
}

/**
 * What is to expire of each of the ids of one customer. The oldest points are used first, whichever id they came under;
 * what is too old of all together is taken where there is something.
 */
export function expiring(sums: readonly PointSums[]): number[] {
  const total = (pick: (sum: PointSums) => number): number => sums.reduce((all, sum) => all + pick(sum), 0);
  const aged = total((sum) => sum.agedPoints) + total((sum) => sum.usedPoints);
  let left = Math.max(
    0,
    Math.min(
      aged,
      total((sum) => sum.points),
    ),
  );
  return sums.map(({ points }) => {
    const taken = Math.max(0, Math.min(points, left));
    left -= taken;
    return taken;
  });
}

type AdjustReason = 'opening' | 'goodwill' | 'correction' | 'redeemed' | 'expired';

/** The account at the other side of a customer’s. */
export type HouseAccount = 'issued' | 'redeemed' | 'expired';

export function houseAccount(reason: AdjustReason): HouseAccount {
  return reason === 'redeemed' || reason === 'expired' ? reason : 'issued';
}

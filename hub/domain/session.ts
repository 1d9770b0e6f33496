import type { SessionClosed } from '../contract/session-events.ts';
import { cashOf } from './journal.ts';
import type { Aspect, MoneyAmount } from './money-amounts.ts';
import type { NumberRange } from './sequence-set.ts';

/**
 * The cash that is to be in the drawer: the float, what was paid in cash less the change, less what was paid out on cards,
 * plus what was put in, less what was taken out. Refunds are below zero in `amounts`.
 */
export function expectedCash(floatMinor: number | null, amounts: readonly MoneyAmount[]): number {
  return (floatMinor ?? 0) + cashOf(amounts);
}

type Counting = Pick<SessionClosed, 'countedMinor' | 'denominations'>;

/** What was found in the drawer, by total or by coins and notes; null where it was not counted. */
export function countedCash({ countedMinor, denominations }: Counting): number | null {
  return countedMinor ?? worthOf(denominations) ?? null;
}

function worthOf(denominations: Counting['denominations']): number | undefined {
  return denominations?.reduce((sum, { valueMinor, count }) => sum + valueMinor * count, 0);
}

/** The numbers from first to last that are not among those that are here, in order and apart. */
export function missingNumbers(
  range: NumberRange,
  here: { readonly contiguous: number; readonly ahead: readonly NumberRange[] },
): NumberRange[] {
  const missing: NumberRange[] = [];
  let next = Math.max(range.first, here.contiguous + 1);
  for (const { first, last } of here.ahead) {
    if (first > range.last) break;
    if (first > next) missing.push({ first: next, last: first - 1 });
    next = Math.max(next, last + 1);
  }
  if (next <= range.last) missing.push({ first: next, last: range.last });
  return missing;
}

/** Such as `12, 15 to 17`; of many only the first. */
export function namedNumbers(ranges: readonly NumberRange[], most = 20): string {
  const named = ranges
    .slice(0, most)
    .map(({ first, last }) => (first === last ? String(first) : `${first} to ${last}`));
  return named.join(', ') + (ranges.length > most ? ' and more' : '');
}

/** Something that the till says of its session, and what the hub says of it. */
export interface ReportDifference {
  readonly aspect:
    | 'sales'
    | 'refunds'
    | 'sale-count'
    | 'refund-count'
    | 'tender'
    | 'tax'
    | 'expected-cash'
    | 'denominations';
  /** The kind of tender or the tax category; else empty. */
  readonly key: string;
  readonly tillMinor: number;
  readonly hubMinor: number;
}

/** What the hub knows of a session when it compares. */
export interface HubsView {
  readonly amounts: readonly MoneyAmount[];
  readonly floatMinor: number | null;
}

type Closing = Pick<SessionClosed, 'report' | 'countedMinor' | 'denominations'>;

/** Where the till’s own report differs from the hub’s. What the till does not say is not compared. */
export function reportDifferences(closing: Closing, hub: HubsView): ReportDifference[] {
  const { report = {} } = closing;
  const { amounts } = hub;
  const said: (readonly [ReportDifference['aspect'], number | undefined, number])[] = [
    ['sales', report.salesMinor, sumOf(amounts, 'total', 'sale').minor],
    ['refunds', report.refundsMinor, sumOf(amounts, 'total', 'refund').minor],
    ['sale-count', report.saleCount, sumOf(amounts, 'total', 'sale').count],
    ['refund-count', report.refundCount, sumOf(amounts, 'total', 'refund').count],
    ['expected-cash', report.expectedCashMinor, expectedCash(hub.floatMinor, amounts)],
    ['denominations', worthOf(closing.denominations), countedCash(closing) ?? 0],
  ];
  return [
    ...said.flatMap(([aspect, tillMinor, hubMinor]) =>
      tillMinor === undefined || tillMinor === hubMinor ? [] : [{ aspect, key: '', tillMinor, hubMinor }],
    ),
    ...differingKeys(
      'tender',
      report.tenders,
      keyed(amounts, 'tender', (key) => key),
    ),
    ...differingKeys('tax', report.taxes, keyed(amounts, 'tax', categoryOf)),
  ];
}

/** The sum of an aspect over all its keys. */
export function sumOf(
  amounts: readonly MoneyAmount[],
  aspect: Aspect,
  side: MoneyAmount['of'],
): { minor: number; count: number } {
  const sum = { minor: 0, count: 0 };
  for (const amount of amounts) {
    if (amount.aspect !== aspect || amount.of !== side) continue;
    sum.minor += amount.minor;
    sum.count += amount.count;
  }
  return sum;
}

function keyed(
  amounts: readonly MoneyAmount[],
  aspect: Aspect,
  keyOf: (key: string) => string,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const amount of amounts) {
    if (amount.aspect !== aspect) continue;
    const key = keyOf(amount.key);
    sums.set(key, (sums.get(key) ?? 0) + amount.minor);
  }
  return sums;
}

/** A list that the till gives is the whole list: what stands in only one of the two is zero in the other. */
function differingKeys(
  aspect: 'tender' | 'tax',
  said: readonly { key: string; amountMinor: number }[] | undefined,
  hub: ReadonlyMap<string, number>,
): ReportDifference[] {
  if (said === undefined) return [];
  const till = new Map<string, number>();
  for (const { key, amountMinor } of said) till.set(key, (till.get(key) ?? 0) + amountMinor);
  return [...new Set([...till.keys(), ...hub.keys()])].flatMap((key) => {
    const [tillMinor, hubMinor] = [till.get(key) ?? 0, hub.get(key) ?? 0];
    return tillMinor === hubMinor ? [] : [{ aspect, key, tillMinor, hubMinor }];
  });
}

/** Of `category rate`. */
function categoryOf(key: string): string {
  return key.slice(0, key.lastIndexOf(' '));
}

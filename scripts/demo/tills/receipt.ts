import type { RefundCompleted, SaleCompleted } from '../../../hub/contract/sale.ts';
import type { Random } from '../../replay/random.ts';
import { CURRENCY } from '../products.ts';
import type { SaleLine } from './basket.ts';

/** Who rings a receipt up, and when. */
export interface Counter {
  readonly registerSession: string;
  /** The day as the shop's calendar has it. */
  readonly businessDate: string;
  readonly receiptNumber: string;
  readonly customerId?: string | undefined;
}

/** A sale that is still to be refunded. */
export interface Receipt {
  readonly id: string;
  readonly source: string;
  readonly lines: readonly SaleLine[];
}

/** Coins below this are not in use, so cash is rounded to it. */
const SMALLEST_COIN_MINOR = 5;
const NOTES_MINOR = [500, 1_000, 2_000, 5_000, 10_000];
const CASH_PERCENT = 45;

export function saleOf(lines: readonly SaleLine[], counter: Counter, random: Random): SaleCompleted {
  return { ...headOf(counter, random), lines: [...lines], ...paid(totalOf(lines), random) };
}

/** One line of an earlier sale is brought back: onto the shelf, or broken. */
export function refundOf(receipt: Receipt, counter: Counter, random: Random): RefundCompleted | undefined {
  const goods = receipt.lines.filter(({ kind }) => kind === 'goods');
  if (goods.length === 0) return undefined;
  const line = random.pick(goods);
  const amountMinor = -line.amountMinor;
  const roundingMinor = roundingOf(amountMinor);
  return {
    ...headOf(counter, random),
    original: { source: receipt.source, id: receipt.id },
    lines: [
      {
        ...negative(line),
        disposition: random.chance(70) ? 'sellable' : 'damaged',
        originalLine: receipt.lines.indexOf(line) + 1,
      },
    ],
    tenders: [{ kind: 'cash', amountMinor: amountMinor + roundingMinor }],
    ...(roundingMinor === 0 ? {} : { roundingMinor }),
  };
}

function headOf({ registerSession, businessDate, receiptNumber, customerId }: Counter, random: Random) {
  return {
    currency: CURRENCY,
    businessDate,
    registerSession,
    receiptNumber,
    ...(customerId === undefined ? {} : { customerId }),
    employeeId: `staff-${1 + random.below(4)}`,
  };
}

function paid(
  totalMinor: number,
  random: Random,
): Pick<SaleCompleted, 'tenders' | 'roundingMinor' | 'changeMinor'> {
  if (!random.chance(CASH_PERCENT)) return { tenders: [cardOf(totalMinor, random)] };
  const roundingMinor = roundingOf(totalMinor);
  const dueMinor = totalMinor + roundingMinor;
  const givenMinor = NOTES_MINOR.find((note) => note >= dueMinor) ?? dueMinor;
  const changeMinor = givenMinor - dueMinor;
  return {
    tenders: [{ kind: 'cash', amountMinor: givenMinor }],
    ...(roundingMinor === 0 ? {} : { roundingMinor }),
    ...(changeMinor === 0 ? {} : { changeMinor }),
  };
}

function cardOf(amountMinor: number, random: Random): SaleCompleted['tenders'][number] {
  const digits = (count: number): string => String(random.below(10 ** count)).padStart(count, '0');
  const kind = random.chance(20) ? 'mobile' : 'card';
  return {
    kind,
    amountMinor,
    processor: 'Demo Pay',
    reference: `DP-${digits(9)}`,
    authorisation: digits(6),
    lastFour: digits(4),
  };
}

function roundingOf(amountMinor: number): number {
  const rounding = Math.round(amountMinor / SMALLEST_COIN_MINOR) * SMALLEST_COIN_MINOR - amountMinor;
  return rounding === 0 ? 0 : rounding;
}

function totalOf(lines: readonly SaleLine[]): number {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function negative(line: SaleLine): SaleLine {
  const { discounts, taxes, ...rest } = line;
  const turned = <T extends { amountMinor: number }>(each: T): T => ({
    ...each,
    amountMinor: -each.amountMinor,
  });
  return {
    ...turned(rest),
    quantity: `-${line.quantity}`,
    ...(discounts === undefined ? {} : { discounts: discounts.map(turned) }),
    ...(taxes === undefined ? {} : { taxes: taxes.map(turned) }),
  };
}

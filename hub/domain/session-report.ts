import type { MoneySums, SessionReport } from '../contract/session-views.ts';
import type { Aspect, MoneyAmount } from './money-amounts.ts';
import { expectedCash, sumOf } from './session.ts';

type Sum = MoneySums['sales'];
type KeyedSum = MoneySums['tenders'][number];

/** Sums of one currency, as people read them. Pure; the order of the rows makes no difference. */
export function moneySums(currency: string, amounts: readonly MoneyAmount[]): MoneySums {
  const all = (aspect: Aspect): number =>
    amounts.reduce((sum, amount) => (amount.aspect === aspect ? sum + amount.minor : sum), 0);
  return {
    currency,
    ...totals(amounts),
    taxes: taxes(amounts),
    tenders: byKey(amounts, 'tender'),
    departments: byKey(amounts, 'department'),
    liabilities: byKey(amounts, 'liability'),
    tipMinor: all('tip'),
    roundingMinor: all('rounding'),
    cashBackMinor: all('cash-back'),
    discountMinor: all('discount'),
    offMinor: all('off'),
    cashIn: byReason(amounts, 'cash-in'),
    cashOut: byReason(amounts, 'cash-out'),
  };
}

export function totals(amounts: readonly MoneyAmount[]): { sales: Sum; refunds: Sum; voids: Sum } {
  return {
    sales: sumOf(amounts, 'total', 'sale'),
    refunds: sumOf(amounts, 'total', 'refund'),
    voids: sumOf(amounts, 'total', 'void'),
  };
}

/** What is in the drawer, and what should be. */
export function drawerOf(
  known: { floatMinor: number | null; countedMinor: number | null },
  amounts: readonly MoneyAmount[],
): SessionReport['drawer'] {
  const { floatMinor, countedMinor } = known;
  const expectedMinor = expectedCash(floatMinor, amounts);
  const overMinor = countedMinor === null ? null : countedMinor - expectedMinor;
  return { floatMinor, expectedMinor, countedMinor, overMinor };
}

/** By category and rate: the tax, and what it is of. */
function taxes(amounts: readonly MoneyAmount[]): MoneySums['taxes'] {
  const bases = byKey(amounts, 'tax-base');
  return byKey(amounts, 'tax').map((tax) => {
    const base = bases.find(({ key }) => key === tax.key);
    const at = tax.key.lastIndexOf(' ');
    const baseMinor = (base?.salesMinor ?? 0) + (base?.refundsMinor ?? 0);
    return { ...tax, key: tax.key.slice(0, at), rate: tax.key.slice(at + 1), baseMinor };
  });
}

/** What came to nothing, since all of it was voided, is left out. */
function byKey(amounts: readonly MoneyAmount[], aspect: Aspect): KeyedSum[] {
  const sums = new Map<string, KeyedSum>();
  for (const { aspect: other, of, key, minor, count } of amounts) {
    if (other !== aspect) continue;
    const sum = sums.get(key) ?? { key, salesMinor: 0, refundsMinor: 0, count: 0 };
    if (of === 'sale') sum.salesMinor += minor;
    else sum.refundsMinor += minor;
    sum.count += count;
    sums.set(key, sum);
  }
  return inOrder([...sums.values()], ({ key }) => key).filter(
    ({ salesMinor, refundsMinor, count }) => salesMinor !== 0 || refundsMinor !== 0 || count !== 0,
  );
}

function byReason(amounts: readonly MoneyAmount[], aspect: Aspect): MoneySums['cashIn'] {
  const rows = amounts.filter((amount) => amount.aspect === aspect);
  const reasons = [...new Set(rows.map(({ key }) => key))];
  return inOrder(
    reasons.map((reason) => ({
      reason,
      minor: rows.reduce((sum, { key, minor }) => (key === reason ? sum + minor : sum), 0),
    })),
    ({ reason }) => reason,
  );
}

function inOrder<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Row[] {
  return rows.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

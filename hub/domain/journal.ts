import type { LiabilityAdjusted } from '../contract/payment-events.ts';
import {
  ACCOUNT,
  adjustmentAccount,
  drawerAccount,
  feesAccount,
  liabilityAccount,
  revenueAccount,
  taxAccount,
  tenderAccount,
} from './journal-accounts.ts';
import type { MoneyAmount } from './money-amounts.ts';
import type { PayoutPosting } from './payout-posting.ts';
import type { TenderKind } from './receipt-money.ts';
import { assert, unreachable } from '../kit/assert.ts';

export type EntryKind = 'session' | 'sale' | 'adjustment' | 'payout' | 'liability';

/** One of the two is above zero, the other is zero. */
export interface JournalLine {
  readonly account: string;
  readonly debitMinor: number;
  readonly creditMinor: number;
}

/** By how much each account is debited; below zero for credits. Accounts stand in the order in which they came. */
export class Posting {
  readonly #sums = new Map<string, number>();
  #isExact = true;

  debit(account: string, minor: number): this {
    const sum = (this.#sums.get(account) ?? 0) + minor;
    if (!Number.isSafeInteger(sum)) this.#isExact = false;
    this.#sums.set(account, sum);
    return this;
  }

  credit(account: string, minor: number): this {
    return this.debit(account, -minor);
  }

  /** Takes out what was posted before. */
  less(lines: readonly JournalLine[]): this {
    for (const { account, debitMinor, creditMinor } of lines) this.debit(account, creditMinor - debitMinor);
    return this;
  }

  sum(account: string): number {
    return this.#sums.get(account) ?? 0;
  }

  /**
   * The lines of a balanced entry, debits first; none when nothing is left to post. Null where a sum is beyond what can be
   * counted exactly.
   */
  lines(): JournalLine[] | null {
    const sums = [...this.#sums].filter(([, minor]) => minor !== 0);
    const total = sums.reduce((sum, [, minor]) => sum + Math.max(0, minor), 0);
    if (!this.#isExact || !Number.isSafeInteger(total)) return null;
    const difference = sums.reduce((sum, [, minor]) => sum + minor, 0);
    assert(difference === 0, `the entry balances, and is off by ${difference}`);
    const lines = sums.map(([account, minor]) => ({
      account,
      debitMinor: Math.max(0, minor),
      creditMinor: Math.max(0, -minor),
    }));
    return [
      ...lines.filter(({ debitMinor }) => debitMinor > 0),
      ...lines.filter(({ creditMinor }) => creditMinor > 0),
    ];
  }
}

/**
 * What sums of receipts and of drawers do to the books, out of the rounded values that stand on the receipts. It balances as
 * they do: see `amountsOf`.
 */
export function postAmounts(amounts: readonly MoneyAmount[], posting = new Posting()): Posting {
  for (const amount of amounts) postAmount(amount, posting);
  return posting;
}

function postAmount({ aspect, key, minor }: MoneyAmount, posting: Posting): Posting {
  switch (aspect) {
    case 'department':
      return posting.credit(revenueAccount(key), minor);
    case 'tax':
      return posting.credit(taxAccount(...apart(key)), minor);
    case 'liability':
      return posting.credit(`liability:${key}`, minor);
    case 'tip':
      return posting.credit(ACCOUNT.tips, minor);
    case 'rounding':
      return posting.credit(ACCOUNT.rounding, minor);
    case 'off':
      return posting.credit(ACCOUNT.suspense, minor);
    case 'cash-back':
      return posting.credit(ACCOUNT.till, minor);
    case 'tender':
      return posting.debit(tenderAccount(kindOf(key), null), minor);
    case 'processor': {
      const [kind, processor] = apartFirst(key);
      const account = tenderAccount(kindOf(kind), processor);
      return posting.debit(account, minor).credit(tenderAccount(kindOf(kind), null), minor);
    }
    case 'cash-in':
      return posting.debit(ACCOUNT.till, minor).credit(drawerAccount(key), minor);
    case 'cash-out':
      return posting.credit(ACCOUNT.till, minor).debit(drawerAccount(key), minor);
    case 'cost':
      return posting.debit(ACCOUNT.costOfGoods, minor).credit(ACCOUNT.inventory, minor);
    case 'total':
    case 'tax-base':
    case 'discount':
      return posting;
    default:
      return unreachable(aspect);
  }
}

/** More cash than expected, or less, below zero, was found in a drawer. */
export function postOver(overMinor: number, posting: Posting): Posting {
  return posting.debit(ACCOUNT.till, overMinor).credit(ACCOUNT.over, overMinor);
}

/** What these sums add to the cash in a drawer. */
export function cashOf(amounts: readonly MoneyAmount[]): number {
  let cash = 0;
  for (const { aspect, key, minor } of amounts) {
    if (aspect === 'cash-in' || (aspect === 'tender' && key === 'cash')) cash += minor;
    if (aspect === 'cash-out' || aspect === 'cash-back') cash -= minor;
  }
  return cash;
}

export function postPayout(payout: PayoutPosting): Posting {
  const posting = new Posting()
    .debit(ACCOUNT.bank, payout.bankMinor)
    .debit(feesAccount(payout.processor), payout.feeMinor);
  for (const { kind, processor, minor } of payout.settled) {
    posting.credit(tenderAccount(kind, processor), minor);
  }
  return posting
    .credit(ACCOUNT.chargebacks, payout.chargedBackMinor)
    .credit(ACCOUNT.suspense, payout.suspenseMinor);
}

export function postLiability(change: Pick<LiabilityAdjusted, 'kind' | 'amountMinor' | 'reason'>): Posting {
  return new Posting()
    .debit(adjustmentAccount(change.reason), change.amountMinor)
    .credit(liabilityAccount(change.kind), change.amountMinor);
}

/** The category and the rate of a tax: codes have spaces, rates have none. */
function apart(key: string): [string, string] {
  const space = key.lastIndexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}

/** The kind of a tender and its processor: kinds have no spaces. */
function apartFirst(key: string): [string, string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}

/** Keys of tenders are kinds of tenders: `amountsOf` makes them. */
function kindOf(key: string): TenderKind {
  return key as TenderKind;
}

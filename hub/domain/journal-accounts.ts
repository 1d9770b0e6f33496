import { unreachable } from '../kit/assert.ts';
import type { LiabilityKind } from '../contract/payment-events.ts';
import type { TenderKind } from './receipt-money.ts';

/**
 * The accounts of the journal, by keys of our own: what stands before the first colon says what kind of account it is, and
 * everything behind the last part that is ours is as the shop calls it. Other systems may call them otherwise.
 */
export const ACCOUNT = {
  bank: 'bank',
  till: 'cash:till',
  safe: 'cash:safe',
  transit: 'cash:transit',
  otherCash: 'cash:other',
  tips: 'liability:tips',
  rounding: 'rounding',
  over: 'cash-over-short',
  suspense: 'suspense',
  pettyExpenses: 'expenses:petty',
  goodwill: 'expenses:goodwill',
  corrections: 'expenses:corrections',
  loyalty: 'expenses:loyalty',
  chargebacks: 'expenses:chargebacks',
  breakage: 'income:breakage',
  opening: 'equity:opening',
  inventory: 'inventory',
  costOfGoods: 'cost-of-goods',
} as const;

export type AccountKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense';

const KINDS: Readonly<Record<string, AccountKind>> = {
  bank: 'asset',
  cash: 'asset',
  clearing: 'asset',
  inventory: 'asset',
  suspense: 'asset',
  liability: 'liability',
  tax: 'liability',
  equity: 'equity',
  revenue: 'income',
  income: 'income',
  rounding: 'income',
  expenses: 'expense',
  fees: 'expense',
  'cash-over-short': 'expense',
  'cost-of-goods': 'expense',
};

export function accountKind(account: string): AccountKind {
  return KINDS[account.split(':', 1)[0] ?? ''] ?? 'asset';
}

/** What goods and services of a department brought in, without tax. Those of no department share one. */
export function revenueAccount(department: string): string {
  return department === '' ? 'revenue' : `revenue:${department}`;
}

/** `7`, `7.0` and `7.00` per cent are one rate. */
export function taxAccount(category: string, rate: string): string {
  return `tax:${taxKey(category, rate)}`;
}

function taxKey(category: string, rate: string): string {
  const short = rate.replace(/^0+(?=\d)/, '').replace(/\.0+$|(\.\d*?)0+$/, '$1');
  return `${category} ${short}`;
}

export function liabilityAccount(kind: LiabilityKind): string {
  return `liability:${kind}`;
}

export function feesAccount(processor: string): string {
  return `fees:${processor}`;
}

/** Where what was paid stands until it is settled. What the shop owed is owed no more; cash lies in the till. */
export function tenderAccount(kind: TenderKind, processor: string | null): string {
  switch (kind) {
    case 'cash':
      return ACCOUNT.till;
    case 'gift_card':
    case 'store_credit':
    case 'deposit':
      return liabilityAccount(kind);
    case 'loyalty':
      return ACCOUNT.loyalty;
    case 'card':
    case 'voucher':
    case 'mobile':
    case 'other':
      return processor === null ? `clearing:${kind}` : `clearing:${kind}:${processor}`;
    default:
      return unreachable(kind);
  }
}

/** What stands against the till where cash goes in or out without a sale. */
export function drawerAccount(reason: string): string {
  switch (reason) {
    case 'float':
    case 'change':
      return ACCOUNT.safe;
    case 'bank':
      return ACCOUNT.transit;
    case 'expense':
      return ACCOUNT.pettyExpenses;
    case 'tips':
      return ACCOUNT.tips;
    case 'correction':
      return ACCOUNT.over;
    default:
      return ACCOUNT.otherCash;
  }
}

/** What stands against a liability that changes without a sale. */
export function adjustmentAccount(reason: 'opening' | 'goodwill' | 'correction' | 'expired'): string {
  switch (reason) {
    case 'opening':
      return ACCOUNT.opening;
    case 'goodwill':
      return ACCOUNT.goodwill;
    case 'correction':
      return ACCOUNT.corrections;
    case 'expired':
      return ACCOUNT.breakage;
    default:
      return unreachable(reason);
  }
}

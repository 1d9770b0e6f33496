import type { LiabilityKind } from '../contract/payment-events.ts';
import type { ReceiptFacts } from './ledger-event.ts';
import type { TenderFact } from './receipt-money.ts';

/**
 * Money of customers that the shop owes: what a receipt does to gift cards, store credit and deposits. Each account is
 * a sum over the events that name it, so that the order in which they come does not matter for its balance. An account
 * holds one currency: what comes in another one is kept beside it, as a balance of its own.
 */
export interface LiabilityChange {
  readonly kind: LiabilityKind;
  readonly account: string;
  /** Minor units of the receipt's currency; above zero is owed to the customer. */
  readonly changeMinor: number;
  readonly reason: 'sold' | 'given back' | 'spent' | 'refunded';
}

/** What no card, credit, deposit or customer is named for. */
export const ANONYMOUS = 'anonymous';

const NONE: readonly LiabilityChange[] = [];

/** In the order of the lines, then of the tenders. A line counts without its tax: that is owed to somebody else. */
export function liabilityChanges(facts: ReceiptFacts): readonly LiabilityChange[] {
  let changes: LiabilityChange[] | null = null;
  const add = (change: LiabilityChange): void => {
    if (change.changeMinor !== 0) (changes ??= []).push(change);
  };
  for (const { lineKind: kind, account, amountMinor, taxMinor } of facts.lines) {
    if (kind !== 'gift_card' && kind !== 'deposit') continue;
    const changeMinor = amountMinor - taxMinor;
    const reason = changeMinor > 0 ? 'sold' : 'given back';
    add({ kind, account: accountOf(kind, account, facts), changeMinor, reason });
  }
  for (const tender of facts.money.tenders) {
    const kind = liabilityOf(tender);
    if (kind === null) continue;
    const changeMinor = 0 - tender.amountMinor;
    const reason = changeMinor < 0 ? 'spent' : 'refunded';
    add({ kind, account: accountOf(kind, tender.account, facts), changeMinor, reason });
  }
  return changes ?? NONE;
}

const OF_CUSTOMER = 'customer:';

/** The account of a customer who has no card, credit or deposit by name. */
export function accountOfCustomer(customer: string): string {
  return OF_CUSTOMER + customer;
}

/** Whose account it is; null where it goes by a name of its own. Customers that are one have their accounts together. */
export function customerOfAccount({
  kind,
  account,
}: {
  kind: LiabilityKind;
  account: string;
}): string | null {
  return kind !== 'gift_card' && account.startsWith(OF_CUSTOMER) ? account.slice(OF_CUSTOMER.length) : null;
}

function liabilityOf({ kind }: TenderFact): LiabilityKind | null {
  return kind === 'gift_card' || kind === 'store_credit' || kind === 'deposit' ? kind : null;
}

/** Whoever has a gift card has the money: one without a number belongs to no customer. */
function accountOf(kind: LiabilityKind, named: string | null, { money }: ReceiptFacts): string {
  if (named !== null) return named;
  return kind === 'gift_card' || money.customer === null ? ANONYMOUS : accountOfCustomer(money.customer);
}

/** Ten million million minor units: sums of several are exact. */
const BALANCE_MAX_MINOR = 1_000_000_000_000_000;

/** Null where it would be beyond what can be counted. */
export function newBalance(balanceMinor: number, changeMinor: number): number | null {
  const total = balanceMinor + changeMinor;
  return Math.abs(total) <= BALANCE_MAX_MINOR ? total : null;
}

/** What is wrong with a balance: told when it begins, and over when it ends. */
export interface LiabilityProblems {
  readonly isOverdrawn: boolean;
  /** What is held for somebody was spent by somebody else. */
  readonly isHeldSpent: boolean;
}

export function problemsOf(state: { balanceMinor: number; heldMinor: number }): LiabilityProblems {
  const { balanceMinor, heldMinor } = state;
  const isOverdrawn = balanceMinor < 0;
  return { isOverdrawn, isHeldSpent: !isOverdrawn && heldMinor > balanceMinor };
}

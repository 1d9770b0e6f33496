import { tenderAccount } from '../../domain/journal-accounts.ts';
import type { Pair } from '../../domain/reconciliation.ts';
import type { TenderKind } from '../../domain/receipt-money.ts';

/** A sum of sessions. */
export interface AmountRow {
  readonly currency: string;
  readonly aspect: string;
  readonly key: string;
  readonly minor: number;
}

export interface AccountRow {
  readonly account: string;
  readonly currency: string;
  readonly minor: number;
}

/** Sums by account, or by kind of account, and currency. What is owed or was earned is above zero where it is by kind. */
export class AccountSums {
  readonly #sums = new Map<string, { about: string; currency: string; minor: number }>();

  add(about: string, currency: string, minor: number): void {
    const key = `${currency} ${about}`;
    const sum = this.#sums.get(key);
    if (sum === undefined) this.#sums.set(key, { about, currency, minor });
    else sum.minor += minor;
  }

  /** A sum of the journal, where the Z reports have one to compare it with. */
  addPosted(account: string, currency: string, minor: number): void {
    const kind = postedKind(account);
    if (kind !== null) this.add(kind, currency, kind === 'clearing' ? minor : 0 - minor);
  }

  /** A sum of Z reports. */
  addAmount({ aspect, key, currency, minor }: AmountRow): void {
    if (aspect === 'department') this.add('revenue', currency, minor);
    else if (aspect === 'tax') this.add('tax', currency, minor);
    else if (aspect === 'liability') this.add('liabilities', currency, minor);
    else if (aspect === 'tender') this.#addTender(key as TenderKind, currency, minor);
  }

  /** A tender of a session whose money is not in the books yet. */
  takeTender({ aspect, key, currency, minor }: AmountRow): void {
    const [kind, processor] = apart(key);
    if (!isClearing(kind as TenderKind)) return;
    this.add(
      tenderAccount(kind as TenderKind, aspect === 'processor' ? processor : null),
      currency,
      0 - minor,
    );
    // A sum by processor is a part of the sum of its kind.
    if (aspect === 'processor') this.add(tenderAccount(kind as TenderKind, null), currency, minor);
  }

  /** What either of the two has, with ours first. */
  beside(theirs: AccountSums): Pair[] {
    const keys = [...new Set([...this.#sums.keys(), ...theirs.#sums.keys()])].toSorted();
    return keys.flatMap((key) => {
      const [ours, other] = [this.#sums.get(key), theirs.#sums.get(key)];
      const named = ours ?? other;
      if (named === undefined) return [];
      const { about, currency } = named;
      return [{ about, currency, oursMinor: ours?.minor ?? 0, theirsMinor: other?.minor ?? 0 }];
    });
  }

  #addTender(kind: TenderKind, currency: string, minor: number): void {
    if (isClearing(kind)) this.add('clearing', currency, minor);
    else if (kind === 'gift_card' || kind === 'store_credit' || kind === 'deposit')
      this.add('liabilities', currency, 0 - minor);
  }
}

function isClearing(kind: TenderKind): boolean {
  return tenderAccount(kind, null).startsWith('clearing:');
}

function postedKind(account: string): string | null {
  if (account.startsWith('clearing:')) return 'clearing';
  if (account === 'revenue' || account.startsWith('revenue:')) return 'revenue';
  if (account.startsWith('tax:')) return 'tax';
  if (account === 'cash-over-short') return 'cash over';
  return /^liability:(gift_card|store_credit|deposit)$/.test(account) ? 'liabilities' : null;
}

/** A kind of tender, and the processor behind it: kinds have no spaces. */
function apart(key: string): [string, string | null] {
  const space = key.indexOf(' ');
  return space === -1 ? [key, null] : [key.slice(0, space), key.slice(space + 1)];
}

import { accountOfCustomer, customerOfAccount } from '../../domain/liability.ts';
import type { CustomerBook } from './customer-book.ts';
import type { LiabilityBook, LiabilityKey, LiabilityRow } from './liability-book.ts';

/** What there is of one account, or of several together, in one currency. */
export type Credit = Pick<LiabilityRow, 'kind' | 'account' | 'currency' | 'balance_minor' | 'held_minor'>;

/**
 * Store credit and deposits of customers. Each id keeps its own account, whatever it is merged into: what is asked is
 * answered of all ids that are one by now, so that a merge moves no money and its undo gives each back what it had.
 */
export class CustomerCredit {
  readonly #customers: Pick<CustomerBook, 'find' | 'family' | 'survivor'>;
  readonly #book: Pick<LiabilityBook, 'find' | 'ofAccount'>;

  constructor(customers: Pick<CustomerBook, 'find' | 'family' | 'survivor'>, book: LiabilityBook) {
    this.#customers = customers;
    this.#book = book;
  }

  /** Of all that are one with the account's customer, under the id that they are known by; null where it is of none. */
  of(key: LiabilityKey): Credit | null {
    const family = this.#family(key);
    if (family === null) return null;
    const rows = this.#rows(key, family.accounts);
    return { kind: key.kind, currency: key.currency, account: family.account, ...sum(rows) };
  }

  /** The same, with the account of which something can be held; for any account. Null where there is none at all. */
  together(key: LiabilityKey): (Credit & { readonly liability: number }) | null {
    const accounts = this.#family(key)?.accounts ?? [key.account];
    const rows = this.#rows(key, accounts);
    const row = rows.find(({ account }) => account === key.account) ?? rows[0];
    return row === undefined ? null : { ...row, ...sum(rows) };
  }

  /** By kind and currency, of these customers together. */
  ofCustomers(customerIds: readonly string[]): ReadonlyMap<string, Credit> {
    const credits = new Map<string, Credit>();
    for (const row of customerIds.flatMap((id) => this.#book.ofAccount(accountOfCustomer(id)))) {
      if (customerOfAccount(row) === null) continue;
      const key = `${row.kind} ${row.currency}`;
      const known = credits.get(key);
      credits.set(key, known === undefined ? row : { ...known, ...sum([known, row]) });
    }
    return credits;
  }

  /** Null for an account of no customer; a customer that nothing has named yet is one with nobody. */
  #family(key: LiabilityKey): { account: string; accounts: readonly string[] } | null {
    const customerId = customerOfAccount(key);
    if (customerId === null) return null;
    const customer = this.#customers.find(customerId);
    if (customer === null) return { account: key.account, accounts: [key.account] };
    return {
      account: accountOfCustomer(this.#customers.survivor(customer).customer_id),
      accounts: this.#customers.family(customer).map((member) => accountOfCustomer(member.customer_id)),
    };
  }

  #rows({ kind, currency }: LiabilityKey, accounts: readonly string[]): LiabilityRow[] {
    return accounts.flatMap((account) => this.#book.find({ kind, account, currency }) ?? []);
  }
}

function sum(rows: readonly Pick<Credit, 'balance_minor' | 'held_minor'>[]) {
  return {
    balance_minor: rows.reduce((total, row) => total + row.balance_minor, 0),
    held_minor: rows.reduce((total, row) => total + row.held_minor, 0),
  };
}

import { accountOfCustomer, ANONYMOUS, newBalance, problemsOf } from '../../domain/liability.ts';
import { moneyWords } from '../../domain/money-words.ts';
import { must } from '../../kit/assert.ts';
import type { CustomerCredit, Credit } from './customer-credit.ts';
import type { EntryReason, LiabilityBook, LiabilityKey, LiabilityRow } from './liability-book.ts';
import type { ShopBooks } from './shop-books.ts';

/** Customers that were one, and are now; `survivor`: under whose id it is told. */
export interface RegroupedSide {
  readonly survivor: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What moves a balance or what is held of it, and tells a person when there is something wrong with it. */
export class LiabilityBalance {
  readonly #books: ShopBooks;
  readonly #book: LiabilityBook;
  readonly #credit: CustomerCredit;

  constructor(books: ShopBooks, book: LiabilityBook, credit: CustomerCredit) {
    this.#books = books;
    this.#book = book;
    this.#credit = credit;
  }

  /** Books one entry. A balance below zero is a fact like any other. */
  change(key: LiabilityKey, entry: { seq: number; changeMinor: number; reason: EntryReason }): void {
    this.#enter(this.#account(key, entry.seq), entry);
  }

  /** Turns round what the sale at `saleSeq` did itself. */
  void(saleSeq: number, seq: number): void {
    for (const { liability, change_minor: minor } of this.#book.entriesOf(saleSeq)) {
      this.#enter(this.#row(liability), { seq, changeMinor: 0 - minor, reason: 'voided' });
    }
  }

  /** More is held of an account, or less: `heldMinor` is signed. */
  hold(liability: number, heldMinor: number, seq: number): void {
    const row = this.#row(liability);
    this.#book.addHeld(liability, heldMinor);
    this.#tell(row, seq);
  }

  #enter(row: LiabilityRow, entry: { seq: number; changeMinor: number; reason: EntryReason }): void {
    if (newBalance(row.balance_minor, entry.changeMinor) === null) return this.#raiseOutOfRange(row, entry);
    this.#book.add(row.liability, entry);
    this.#tell(row, entry.seq);
  }

  #account(key: LiabilityKey, seq: number): LiabilityRow {
    const known = this.#book.find(key);
    if (known !== null) return known;
    const other = key.account === ANONYMOUS ? null : this.#book.otherCurrency(key);
    if (other !== null) {
      const detail = `${nameOf(key)} has money in ${other}, and is used in ${key.currency}. The two are kept apart.`;
      this.#books.raise(seq, { cause: 'liability.other_currency', subject: nameOf(key), detail });
    }
    return this.#book.open(key, seq);
  }

  #row(liability: number): LiabilityRow {
    return must(this.#book.get(liability), `liability ${liability}`);
  }

  /** Other customers are one from now on: what was wrong with one may not be with all together, and back. */
  regroup(sides: readonly RegroupedSide[], seq: number): void {
    for (const { survivor, before, after } of sides) {
      const [was, is] = [this.#credit.ofCustomers(before), this.#credit.ofCustomers(after)];
      for (const key of new Set([...was.keys(), ...is.keys()])) {
        const { kind, currency } = must(is.get(key) ?? was.get(key), key);
        const none = {
          kind,
          currency,
          account: accountOfCustomer(survivor),
          balance_minor: 0,
          held_minor: 0,
        };
        this.#cross({ ...none, ...was.get(key) }, { ...none, ...is.get(key), account: none.account }, seq);
      }
    }
  }

  /** What there is of an account; of a customer's, of all that are one with it. */
  together(key: LiabilityKey): (Credit & { readonly liability: number }) | null {
    return this.#credit.together(key);
  }

  #tell(before: LiabilityRow, seq: number): void {
    const row = this.#row(before.liability);
    const now = this.#credit.of(row);
    if (now === null) return this.#cross(before, row, seq);
    const balance_minor = now.balance_minor - (row.balance_minor - before.balance_minor);
    const held_minor = now.held_minor - (row.held_minor - before.held_minor);
    this.#cross({ ...now, balance_minor, held_minor }, now, seq);
  }

  #cross(before: Credit, now: Credit, seq: number): void {
    const [was, is] = [problems(before), problems(now)];
    const subject = `${nameOf(now)} ${now.currency}`;
    const [balance, held] = [now.balance_minor, now.held_minor].map((minor) =>
      moneyWords(minor, now.currency),
    );
    const tell = (
      cause: 'liability.overdrawn' | 'liability.held_spent',
      isWrong: boolean,
      words: string,
    ): void => {
      if (isWrong) this.#books.raise(seq, { cause, subject, detail: `${nameOf(now)}: ${words}` });
      else this.#books.resolve(seq, cause, subject);
    };
    if (was.isOverdrawn !== is.isOverdrawn)
      tell(
        'liability.overdrawn',
        is.isOverdrawn,
        `more was spent than the ledger knew of, the balance is ${balance}.`,
      );
    if (was.isHeldSpent !== is.isHeldSpent)
      tell('liability.held_spent', is.isHeldSpent, `${held} are held for a till, the balance is ${balance}.`);
  }

  #raiseOutOfRange(row: LiabilityRow, { seq, changeMinor }: { seq: number; changeMinor: number }): void {
    const detail = `${nameOf(row)}: ${moneyWords(changeMinor, row.currency)} more is beyond what can be counted. The balance stays as it was.`;
    this.#books.raise(seq, { cause: 'liability.out_of_range', subject: nameOf(row), detail });
  }
}

function problems(credit: Credit) {
  return problemsOf({ balanceMinor: credit.balance_minor, heldMinor: credit.held_minor });
}

/** An account as exceptions name it. */
function nameOf({ kind, account }: Pick<LiabilityKey, 'kind' | 'account'>): string {
  return `${kind} ${account}`;
}

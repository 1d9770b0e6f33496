import { ANONYMOUS, newBalance, problemsOf } from '../../domain/liability.ts';
import type { LiabilityProblems } from '../../domain/liability.ts';
import { moneyWords } from '../../domain/money-words.ts';
import { must } from '../../kit/assert.ts';
import type { EntryReason, LiabilityBook, LiabilityKey, LiabilityRow } from './liability-book.ts';
import type { ShopBooks } from './shop-books.ts';

/** What moves a balance or what is held of it, and tells a person when there is something wrong with it. */
export class LiabilityBalance {
  readonly #books: ShopBooks;
  readonly #book: LiabilityBook;

  constructor(books: ShopBooks, book: LiabilityBook) {
    this.#books = books;
    this.#book = book;
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

  #tell(before: LiabilityRow, seq: number): void {
    const row = this.#row(before.liability);
    const [was, is] = [problems(before), problems(row)];
    const [balance, held] = [row.balance_minor, row.held_minor].map((minor) =>
      moneyWords(minor, row.currency),
    );
    this.#cross(row, seq, {
      cause: 'liability.overdrawn',
      was: was.isOverdrawn,
      is: is.isOverdrawn,
      detail: `${nameOf(row)}: more was spent than the ledger knew of, the balance is ${balance}.`,
    });
    this.#cross(row, seq, {
      cause: 'liability.held_spent',
      was: was.isHeldSpent,
      is: is.isHeldSpent,
      detail: `${nameOf(row)}: ${held} are held for a till, the balance is ${balance}.`,
    });
  }

  #cross(
    row: LiabilityRow,
    seq: number,
    told: {
      cause: 'liability.overdrawn' | 'liability.held_spent';
      was: boolean;
      is: boolean;
      detail: string;
    },
  ): void {
    const { cause, was, is, detail } = told;
    const subject = `${nameOf(row)} ${row.currency}`;
    if (was && !is) this.#books.resolve(seq, cause, subject);
    if (!was && is) this.#books.raise(seq, { cause, subject, detail });
  }

  #raiseOutOfRange(row: LiabilityRow, { seq, changeMinor }: { seq: number; changeMinor: number }): void {
    const detail = `${nameOf(row)}: ${moneyWords(changeMinor, row.currency)} more is beyond what can be counted. The balance stays as it was.`;
    this.#books.raise(seq, { cause: 'liability.out_of_range', subject: nameOf(row), detail });
  }
}

function problems(row: LiabilityRow): LiabilityProblems {
  return problemsOf({ balanceMinor: row.balance_minor, heldMinor: row.held_minor });
}

/** An account as exceptions name it. */
function nameOf({ kind, account }: Pick<LiabilityKey, 'kind' | 'account'>): string {
  return `${kind} ${account}`;
}

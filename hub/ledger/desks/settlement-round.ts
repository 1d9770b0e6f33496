import { moneyWords } from '../../domain/money-words.ts';
import { settle, troubleOf } from '../../domain/settlement.ts';
import type { Allocation, Owed, Settling, Trouble, TroubleCause } from '../../domain/settlement.ts';
import { must } from '../../kit/assert.ts';
import type { EntryRow, PaymentBook, PaymentName, PaymentRow } from '../books/payment-book.ts';
import type { ShopBooks } from '../books/shop-books.ts';
import type { SettledSums } from './settled-sums.ts';

/** What an event changed of one name. What was before follows from it: what settles what depends on nothing else. */
export interface Change {
  readonly seq: number;
  readonly settled: SettledSums;
  /** Entries that the event brought. */
  readonly isNewEntry?: (entry: EntryRow) => boolean;
  /** Payments that the event brought. */
  readonly isNewPayment?: (payment: PaymentRow) => boolean;
  /** Payments whose sale the event voided. */
  readonly isVoidedPayment?: (payment: PaymentRow) => boolean;
  /** A payment that has another name since the event. */
  readonly gone?: PaymentRow;
}

const SIGNS = [
  { sign: 1, of: '' },
  { sign: -1, of: ', refund' },
] as const;

/** Works out anew what settles what among the payments and payout entries of one name. */
export class SettlementRound {
  readonly #book: PaymentBook;
  readonly #books: ShopBooks;

  constructor(book: PaymentBook, books: ShopBooks) {
    this.#book = book;
    this.#books = books;
  }

  settle(name: PaymentName, change: Change): void {
    const rows = { payments: this.#book.named(name), entries: this.#book.entries(name) };
    const [before, after] = [settlingBefore(rows, change), settlingOf(rows)];
    const settling = { before: settle(before), after: settle(after) };
    this.#write(rows, settling, change);
    for (const { sign, of } of SIGNS) {
      const was = troubleOf(before, sign);
      const is = troubleOf(after, sign);
      this.#tell({ name, of, rows }, { was, is }, change.seq);
    }
  }

  #write(rows: Rows, { before, after }: { before: Allocation[]; after: Allocation[] }, change: Change): void {
    const was = new Map(before.map((allocation) => [keyOf(allocation), allocation.minor]));
    const is = new Set(after.map(keyOf));
    const gone = before.filter((allocation) => !is.has(keyOf(allocation)));
    const known = change.gone === undefined ? rows.payments : [...rows.payments, change.gone];
    const payments = new Map(known.map((row) => [`${row.seq} ${row.tender}`, row]));
    for (const allocation of [...gone.map((each) => ({ ...each, minor: 0 })), ...after]) {
      const beforeMinor = was.get(keyOf(allocation)) ?? 0;
      if (allocation.minor === beforeMinor) continue;
      this.#book.settle(allocation, beforeMinor);
      const { kind, processor } = must(
        payments.get(`${allocation.receiptSeq} ${allocation.tender}`),
        'a payment that is settled',
      );
      change.settled.add(allocation.payoutSeq, { kind, processor, minor: allocation.minor - beforeMinor });
    }
    this.#leave(rows, after);
  }

  /** Notes what of each payment and entry is left open. */
  #leave({ payments, entries }: Rows, after: readonly Allocation[]): void {
    const settled = new Map<string, number>();
    const add = (key: string, minor: number): void => void settled.set(key, (settled.get(key) ?? 0) + minor);
    for (const { payoutSeq, entry, receiptSeq, tender, minor } of after) {
      add(`entry ${payoutSeq} ${entry}`, minor);
      add(`payment ${receiptSeq} ${tender}`, minor);
    }
    for (const entry of entries) {
      const open = entry.gross_minor - (settled.get(`entry ${entry.seq} ${entry.entry}`) ?? 0);
      if (open !== entry.open_minor) this.#book.leaveEntry(entry, open);
    }
    for (const payment of payments) {
      if (payment.voided_seq !== null) continue;
      const open = payment.amount_minor - (settled.get(`payment ${payment.seq} ${payment.tender}`) ?? 0);
      if (open !== payment.open_minor) this.#book.leavePayment(payment, open);
    }
  }

  #tell(
    about: { name: PaymentName; of: string; rows: Rows },
    { was, is }: { was: Trouble | null; is: Trouble | null },
    seq: number,
  ): void {
    const { reference, currency } = about.name;
    const processor = this.#processorOf(about.rows, about.name);
    const subject = `${processor} ${reference}${about.of}`;
    if (was !== null && was.cause !== is?.cause) this.#books.resolve(seq, was.cause, subject);
    if (is === null) return;
    const isMore = Math.abs(is.unexplainedMinor) > Math.abs(was?.unexplainedMinor ?? 0);
    if (is.cause === was?.cause && !isMore) return;
    const detail = `${WORDS[is.cause](`${processor}, reference ${reference}${about.of}`)} ${unexplained(is, currency)}`;
    this.#books.raise(seq, { cause: is.cause, subject, detail });
  }

  /** As the payout spells it. */
  #processorOf({ entries }: Rows, name: PaymentName): string {
    const [first] = entries;
    return first === undefined ? name.processorKey : this.#book.payout(first.seq).processor;
  }
}

interface Rows {
  readonly payments: readonly PaymentRow[];
  readonly entries: readonly EntryRow[];
}

function settlingOf({ payments, entries }: Rows): Settling {
  return {
    payments: payments.map(owedOf),
    entries: entries.map((row) => ({ seq: row.seq, entry: row.entry, grossMinor: row.gross_minor })),
  };
}

function owedOf(row: PaymentRow): Owed {
  const { seq, tender, amount_minor: amountMinor, voided_seq: voided } = row;
  return { seq, tender, amountMinor, isVoided: voided !== null };
}

/** As it was before the event: without what it brought, and with what it took away. */
function settlingBefore({ payments, entries }: Rows, change: Change): Settling {
  const { isNewEntry = none, isNewPayment = none, isVoidedPayment = none, gone } = change;
  const before = payments
    .filter((row) => !isNewPayment(row))
    .map((row) => (isVoidedPayment(row) ? { ...row, voided_seq: null } : row));
  return settlingOf({
    payments: gone === undefined ? before : [...before, gone],
    entries: entries.filter((row) => !isNewEntry(row)),
  });
}

function none(): boolean {
  return false;
}

function keyOf({ payoutSeq, entry, receiptSeq, tender }: Allocation): string {
  return `${payoutSeq} ${entry} ${receiptSeq} ${tender}`;
}

const WORDS: Record<TroubleCause, (name: string) => string> = {
  'payout.unknown_payment': (name) => `${name}: paid out, and no till has told of such a payment yet.`,
  'payment.settled_twice': (name) => `${name}: paid out more than once.`,
  'payment.voided_settled': (name) => `${name}: paid out, and its sale was voided.`,
  'payout.other_amount': (name) => `${name}: paid out with another amount than the till has.`,
};

function unexplained({ unexplainedMinor }: Trouble, currency: string): string {
  if (unexplainedMinor === 0) return 'The rest is still open.';
  return `${moneyWords(unexplainedMinor, currency)} stands in suspense.`;
}

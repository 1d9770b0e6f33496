import type { ReceiptFacts } from './ledger-event.ts';
import type { TenderFact, TenderKind } from './receipt-money.ts';

/**
 * Which payout entries settle which payments. Both are looked at by processor, reference and currency; refunds are below
 * zero and apart from payments. What comes out depends on nothing but the two lists, in whatever order they came:
 *
 *   Σ settled = the smaller of Σ payments and Σ entries
 *
 * Entries of just the amount of a payment settle that one; what is left is settled in the order of the amounts.
 */
export interface Owed {
  readonly seq: number;
  readonly tender: number;
  readonly amountMinor: number;
  /** Its sale counts no more: nothing is owed for it. */
  readonly isVoided: boolean;
}

export interface Paid {
  readonly seq: number;
  readonly entry: number;
  readonly grossMinor: number;
}

export interface Allocation {
  readonly payoutSeq: number;
  readonly entry: number;
  readonly receiptSeq: number;
  readonly tender: number;
  readonly minor: number;
}

export interface Settling {
  readonly payments: readonly Owed[];
  readonly entries: readonly Paid[];
}

export function settle({ payments, entries }: Settling): Allocation[] {
  return [1, -1].flatMap((sign) => {
    const owed = payments
      .filter(({ isVoided, amountMinor }) => !isVoided && amountMinor * sign > 0)
      .map((payment) => ({ ...payment, left: payment.amountMinor * sign }))
      .sort((a, b) => a.left - b.left || a.seq - b.seq || a.tender - b.tender);
    const paid = entries
      .filter(({ grossMinor }) => grossMinor * sign > 0)
      .map((entry) => ({ ...entry, left: entry.grossMinor * sign }))
      .sort((a, b) => a.left - b.left || a.seq - b.seq || a.entry - b.entry);
    return allocate(owed, paid).map((allocation) => ({ ...allocation, minor: allocation.minor * sign }));
  });
}

type Left<Row> = Row & { left: number };

/** Both are in the order of their amounts, so that one walk is enough. */
function allocate(owed: readonly Left<Owed>[], paid: readonly Left<Paid>[]): Allocation[] {
  const allocations: Allocation[] = [];
  const take = (payment: Left<Owed>, entry: Left<Paid>): void => {
    const minor = Math.min(payment.left, entry.left);
    if (minor === 0) return;
    payment.left -= minor;
    entry.left -= minor;
    const { seq: receiptSeq, tender } = payment;
    allocations.push({ payoutSeq: entry.seq, entry: entry.entry, receiptSeq, tender, minor });
  };
  for (const [payment, entry] of sameAmounts(owed, paid)) take(payment, entry);
  let next = 0;
  for (const entry of paid) {
    for (let payment = owed[next]; payment !== undefined && entry.left > 0; payment = owed[next]) {
      take(payment, entry);
      if (payment.left === 0) next += 1;
    }
  }
  return allocations;
}

function sameAmounts(
  owed: readonly Left<Owed>[],
  paid: readonly Left<Paid>[],
): (readonly [Left<Owed>, Left<Paid>])[] {
  let next = 0;
  return paid.flatMap((entry) => {
    while ((owed[next]?.left ?? Infinity) < entry.left) next += 1;
    const payment = owed[next];
    if (payment?.left !== entry.left) return [];
    next += 1;
    return [[payment, entry] as const];
  });
}

/** Why payments and entries of one reference do not go together. */
export type TroubleCause =
  | 'payout.unknown_payment'
  | 'payment.settled_twice'
  | 'payment.voided_settled'
  | 'payout.other_amount';

export interface Trouble {
  readonly cause: TroubleCause;
  /** What no payment explains. */
  readonly unexplainedMinor: number;
}

/** Null where they go together, or where a payout is still to come. `sign`: 1 for payments, -1 for refunds. */
export function troubleOf(settling: Settling, sign: 1 | -1): Trouble | null {
  const entries = settling.entries.filter(({ grossMinor }) => grossMinor * sign > 0);
  const known = settling.payments.filter(({ amountMinor }) => amountMinor * sign > 0);
  if (entries.length === 0) return null;
  const payments = known.filter(({ isVoided }) => !isVoided);
  const allocations = settle({ payments, entries });
  const unexplainedMinor =
    sum(entries, ({ grossMinor }) => grossMinor) - sum(allocations, ({ minor }) => minor);
  const told = (cause: TroubleCause): Trouble => ({ cause, unexplainedMinor });
  if (payments.length === 0)
    return told(known.length > 0 ? 'payment.voided_settled' : 'payout.unknown_payment');
  if (hasPart(payments, allocations)) return told('payout.other_amount');
  if (unexplainedMinor === 0) return null;
  const used = new Set(allocations.map(({ payoutSeq, entry }) => `${payoutSeq} ${entry}`));
  const amounts = new Set(payments.map(({ amountMinor }) => amountMinor));
  const isTwice = entries.some(
    ({ seq, entry, grossMinor }) => !used.has(`${seq} ${entry}`) && amounts.has(grossMinor),
  );
  return told(isTwice ? 'payment.settled_twice' : 'payout.other_amount');
}

/** Whether a payment is settled in part. */
function hasPart(payments: readonly Owed[], allocations: readonly Allocation[]): boolean {
  const settled = new Map<string, number>();
  for (const { receiptSeq, tender, minor } of allocations) {
    const name = `${receiptSeq} ${tender}`;
    settled.set(name, (settled.get(name) ?? 0) + minor);
  }
  return payments.some(({ seq, tender, amountMinor }) => {
    const settledMinor = settled.get(`${seq} ${tender}`) ?? 0;
    return settledMinor !== 0 && settledMinor !== amountMinor;
  });
}

function sum<Row>(rows: readonly Row[], minorOf: (row: Row) => number): number {
  return rows.reduce((total, row) => total + minorOf(row), 0);
}

/** A tender that somebody else settles. Cash is in the drawer; gift cards, credit, deposits and points are the shop's own. */
export interface PaymentFact extends Pick<TenderFact, 'processor' | 'reference' | 'amountMinor'> {
  readonly kind: PaymentKind;
  /** Its place among the tenders of the receipt, from 1. */
  readonly tender: number;
}

export type PaymentKind = Extract<TenderKind, 'card' | 'mobile' | 'voucher' | 'other'>;

const NO_PAYMENTS: readonly PaymentFact[] = [];

export function paymentsOf({ money }: Pick<ReceiptFacts, 'money'>): readonly PaymentFact[] {
  let payments: PaymentFact[] | null = null;
  for (const [index, { kind, amountMinor, processor, reference }] of money.tenders.entries()) {
    if (!isSettledByOthers(kind) || amountMinor === 0) continue;
    payments ??= [];
    payments.push({ kind, amountMinor, processor, reference, tender: index + 1 });
  }
  return payments ?? NO_PAYMENTS;
}

function isSettledByOthers(kind: TenderKind): kind is PaymentKind {
  return kind === 'card' || kind === 'mobile' || kind === 'voucher' || kind === 'other';
}

import type { PayoutRecorded } from '../contract/payment-events.ts';
import type { ExceptionFact } from './decide.ts';
import { moneyWords } from './money-words.ts';

export type PayoutEntry = PayoutRecorded['entries'][number];

/** A payout added up. */
export interface PayoutSums {
  /** What the processor keeps, by its entries; by its header where it has none. */
  readonly feeMinor: number;
  /** Chargebacks: below zero. */
  readonly chargedBackMinor: number;
  /** Σ gross of what says that it settles payments and refunds, or is an adjustment. */
  readonly grossMinor: number;
  /** What arrived and was kept, less what the entries say it is of. */
  readonly offMinor: number;
}

/**
 * The bank has what the header says has arrived. An entry of kind `fee` is a fee, whether it stands in its gross (below
 * zero) or as its fee.
 */
export function payoutSums({ netMinor, feeMinor: headerFeeMinor, entries }: PayoutRecorded): PayoutSums {
  const sum = (amountOf: (entry: PayoutEntry) => number): number =>
    entries.reduce((total, entry) => total + amountOf(entry), 0);
  const grossOf = (...kinds: readonly PayoutEntry['kind'][]): number =>
    sum(({ kind, grossMinor }) => (kinds.includes(kind) ? grossMinor : 0));
  const feeMinor = entries.length === 0 ? headerFeeMinor : sum((entry) => entry.feeMinor) - grossOf('fee');
  const chargedBackMinor = grossOf('chargeback');
  const grossMinor = grossOf('payment', 'refund', 'adjustment');
  return {
    feeMinor,
    chargedBackMinor,
    grossMinor,
    offMinor: netMinor + feeMinor - grossMinor - chargedBackMinor,
  };
}

/** Whether an entry says that it settles a payment or a refund, and which. */
export function settles({ kind, reference }: Pick<PayoutEntry, 'kind' | 'reference'>): boolean {
  return reference !== undefined && (kind === 'payment' || kind === 'refund');
}

/** What of an entry nothing explains as long as no payment does. */
export function unexplainedOf({ kind, grossMinor }: Pick<PayoutEntry, 'kind' | 'grossMinor'>): number {
  return kind === 'fee' || kind === 'chargeback' ? 0 : grossMinor;
}

/** What is wrong with a payout by itself. */
export function payoutTroubles(payout: PayoutRecorded): ExceptionFact[] {
  const { processor, payoutId, currency } = payout;
  const subject = `${processor} ${payoutId}`;
  const troubles = payout.entries.flatMap((entry, index) => entryTroubles(payout, entry, index + 1));
  if (addsUp(payout)) return troubles;
  const { offMinor } = payoutSums(payout);
  const detail =
    `The entries of payout ${payoutId} of ${processor} are not what the payout says it is of. ` +
    `What arrived counts; ${moneyWords(offMinor, currency)} stand in suspense.`;
  return [{ cause: 'payout.does_not_add_up', subject, detail }, ...troubles];
}

function addsUp({ grossMinor, feeMinor, netMinor, entries }: PayoutRecorded): boolean {
  const sums = { gross: 0, fee: 0, net: 0 };
  for (const entry of entries) {
    if (entry.netMinor !== entry.grossMinor - entry.feeMinor) return false;
    sums.gross += entry.grossMinor;
    sums.fee += entry.feeMinor;
    sums.net += entry.netMinor;
  }
  return sums.gross === grossMinor && sums.fee === feeMinor && sums.net === netMinor;
}

function entryTroubles(payout: PayoutRecorded, entry: PayoutEntry, number: number): ExceptionFact[] {
  const { processor, payoutId, currency } = payout;
  const amount = moneyWords(entry.grossMinor, currency);
  const subject = `${processor} ${entry.reference ?? `${payoutId}, entry ${number}`}`;
  if (entry.kind === 'chargeback') {
    const detail = `${processor} took ${amount} back for a customer, in payout ${payoutId}.`;
    return [{ cause: 'payment.charged_back', subject, detail }];
  }
  if (unexplainedOf(entry) === 0 || settles(entry)) return [];
  const what = entry.kind === 'adjustment' ? 'an adjustment' : `a ${entry.kind} without a reference`;
  const detail = `Payout ${payoutId} of ${processor} has ${what} of ${amount}. It stands in suspense.`;
  return [{ cause: 'payout.unexplained', subject, detail }];
}

import { formatQuantity } from '../kit/quantity.ts';
import type { ExceptionFact } from './decide.ts';
import type { LotFact } from './lot-fact.ts';

/**
 * Lots never stand in the way of a sale: goods without a lot have none, and what is sold of a lot that is not there is
 * below zero. A last day is judged by the business date of the sale, not by a clock.
 *
 * What does not commute: of a recall and its end, the later one in the ledger holds; and a sale before the recall is
 * listed with it, one after it is an exception of its own.
 */

/** A lot as far as a decision needs it. */
export interface LotState {
  readonly expires: string | null;
  readonly isRecalled: boolean;
}

/** The day that holds where two are told: the earlier one, whichever came first. */
export function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

export function subjectOfLot(sku: string, code: string | null): string {
  return code === null ? sku : `${sku} lot ${code}`;
}

/** What is wrong with handing these goods to a customer. */
export function soldExceptions(sku: string, sold: LotFact, lot: LotState): ExceptionFact[] {
  const subject = subjectOfLot(sku, sold.code);
  const exceptions: ExceptionFact[] = [];
  if (sold.soldOn !== null && lot.expires !== null && sold.soldOn > lot.expires) {
    const detail = `${subject} was sold on ${sold.soldOn}, and its last day was ${lot.expires}.`;
    exceptions.push({ cause: 'lot.expired_sold', subject, detail });
  }
  if (lot.isRecalled) {
    const detail = `${subject} is recalled, and was handed to a customer all the same.`;
    exceptions.push({ cause: 'lot.recalled_sold', subject, detail });
  }
  return exceptions;
}

/** Goods were sold before anybody told that their last day was over. */
export function expiryToldLate(subject: string, expires: string, sales: number): ExceptionFact {
  const many = sales === 1 ? 'in a sale' : `in ${sales} sales`;
  const detail = `${subject} was sold ${many} after ${expires}, which is told only now to be its last day.`;
  return { cause: 'lot.expired_sold', subject, detail };
}

export function recallException(
  subject: string,
  recalled: { reason: string; sales: number; onHandMicro: number; unit: string },
): ExceptionFact {
  const { reason, sales, onHandMicro, unit } = recalled;
  const left = `${formatQuantity(onHandMicro)}${unit === 'each' ? '' : ` ${unit}`}`;
  const why = reason === '' ? '' : ` (${reason})`;
  const inSales = sales === 1 ? '1 sale holds it' : `${sales} sales hold it`;
  const detail = `${subject} is recalled${why}: ${inSales}, and ${left} should be on hand. Take them off the shelf.`;
  return { cause: 'lot.recalled', subject, detail };
}

/** A lot at one place. */
export interface LotAtPlace {
  readonly expires: string | null;
  readonly onHandMicro: number;
  readonly isRecalled: boolean;
  /** In which order lots without a last day go: the older one first. */
  readonly lot: number;
}

/** The lots in the order in which they are to be sold or picked: the first to expire first, without a last day last. */
export function firstExpiredFirst<Lot extends LotAtPlace>(lots: readonly Lot[]): Lot[] {
  return lots.toSorted((a, b) => {
    if (a.expires === b.expires) return a.lot - b.lot;
    if (a.expires === null) return 1;
    if (b.expires === null) return -1;
    return a.expires < b.expires ? -1 : 1;
  });
}

/** The lot to take next: the first to expire of those that are there and may be sold on that day. */
export function lotToTake<Lot extends LotAtPlace>(lots: readonly Lot[], today: string): Lot | null {
  const sellable = lots.filter(
    ({ onHandMicro, isRecalled, expires }) =>
      onHandMicro > 0 && !isRecalled && (expires === null || expires >= today),
  );
  return firstExpiredFirst(sellable)[0] ?? null;
}

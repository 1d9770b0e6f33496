import type { LineFact, ReceiptFacts } from './ledger-event.ts';

/**
 * What can still be given back of a sale: what it sold, less what went back by every refund and every exchange that
 * names it. What comes back within a sale (lines below zero) is no part of what it sold.
 */
export function soldMinor({ lines }: Pick<ReceiptFacts, 'lines'>): number {
  let sum = 0;
  for (const { amountMinor } of lines) if (amountMinor > 0) sum += amountMinor;
  return sum;
}

/** What a refund or an exchange gives back of the sale that it names; above zero. */
export function givenBackMinor(facts: Pick<ReceiptFacts, 'kind' | 'lines' | 'totalMinor'>): number {
  if (facts.kind === 'refund') return 0 - facts.totalMinor;
  let sum = 0;
  for (const { amountMinor } of facts.lines) if (amountMinor < 0) sum -= amountMinor;
  return sum;
}

export interface SaleStanding {
  readonly soldMinor: number;
  readonly refundedMinor: number;
  /** By open holds. */
  readonly heldMinor: number;
  readonly isVoided: boolean;
}

export function refundableMinor({ soldMinor: sold, ...standing }: SaleStanding): number {
  if (standing.isVoided) return 0;
  return Math.max(0, sold - standing.refundedMinor - standing.heldMinor);
}

/** What goes back of one line of a sale; above zero. */
export interface LineRefund {
  /** From 1. */
  readonly line: number;
  readonly quantityMicro: number;
  readonly amountMinor: number;
}

/** Of each line that names one of the sale's, added up. */
export function lineRefunds({ lines }: Pick<ReceiptFacts, 'lines'>): LineRefund[] {
  const refunds = new Map<number, LineRefund>();
  for (const { originalLine: line, quantityMicro, amountMinor } of lines) {
    if (line === 0) continue;
    const { quantityMicro: quantity, amountMinor: amount } = refunds.get(line) ?? NOTHING;
    refunds.set(line, { line, quantityMicro: quantity - quantityMicro, amountMinor: amount - amountMinor });
  }
  return [...refunds.values()];
}

const NOTHING = { quantityMicro: 0, amountMinor: 0 };

/** Whether more went back than was sold on that line; `sold` is undefined where the sale has no such line. */
export function exceedsLine(
  refunded: Omit<LineRefund, 'line'>,
  sold: Pick<LineFact, 'quantityMicro' | 'amountMinor'> | undefined,
): boolean {
  const { quantityMicro, amountMinor } = sold ?? NOTHING;
  return (
    refunded.quantityMicro > Math.max(0, quantityMicro) || refunded.amountMinor > Math.max(0, amountMinor)
  );
}

import type { TenderKind } from './receipt-money.ts';

/** What of a payout settles payments of one kind and processor, as the tender names them: it leaves their clearing account. */
export interface SettledSum {
  readonly kind: TenderKind;
  readonly processor: string | null;
  readonly minor: number;
}

/**
 * What a payout does to the books. It balances:
 *
 *   bankMinor + feeMinor = Σ settled.minor + chargedBackMinor + suspenseMinor
 *
 * The left side is debit, the right side credit. A payment that comes after its payout, or is taken back after it, makes
 * one of its own, without bank and fee: between suspense and clearing, on the day of the payout.
 */
export interface PayoutPosting {
  readonly payoutId: string;
  readonly processor: string;
  readonly currency: string;
  /** The day of the payout. */
  readonly arrivedOn: string;
  readonly bankMinor: number;
  readonly feeMinor: number;
  readonly settled: readonly SettledSum[];
  /** Of payments that were settled before: below zero. */
  readonly chargedBackMinor: number;
  /** What nothing explains. */
  readonly suspenseMinor: number;
}

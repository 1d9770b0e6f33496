import type { ReceiptFacts } from './ledger-event.ts';
import { givenBackMinor } from './refundable.ts';

/**
 * What a hold comes to. Its events are added up, and what it holds is worked out anew from the sums after each, so that
 * a use that comes before the hold itself, or after its time is over, leads to the same end. The first use uses it up:
 * what it did not take is free again.
 *
 * What does not commute: of two holds under one id the first counts, and whether there was enough is decided when the
 * hold comes, so that of two that race for the last of a card the first one has it.
 */
export interface HoldFacts {
  readonly isMade: boolean;
  readonly isRefused: boolean;
  readonly isReleased: boolean;
  readonly isExpired: boolean;
  readonly amountMinor: number;
  /** How many receipts used it; one that was voided since is one of them. */
  readonly uses: number;
  /** What they took, less what was voided. */
  readonly usedMinor: number;
}

export type HoldState = 'awaited' | 'refused' | 'open' | 'used' | 'released' | 'expired';

/** Without an end of its own, a hold ends this long after the hub received it. */
export const HOLD_LASTS_MS = 15 * 60_000;

export function stateOfHold(facts: HoldFacts): HoldState {
  if (!facts.isMade) return 'awaited';
  if (facts.isRefused) return 'refused';
  if (facts.uses > 0) return 'used';
  if (facts.isReleased) return 'released';
  return facts.isExpired ? 'expired' : 'open';
}

export function heldMinorOf(facts: HoldFacts): number {
  return stateOfHold(facts) === 'open' ? facts.amountMinor : 0;
}

/** More was used than was held. Of a hold that is not here yet nobody knows. */
export function isExceeded(facts: HoldFacts): boolean {
  if (!facts.isMade) return false;
  return facts.usedMinor > (facts.isRefused ? 0 : facts.amountMinor);
}

/** What a receipt uses of one hold: of what it takes from an account, or gives back. */
export interface HoldUse {
  readonly hold: string;
  readonly minor: number;
}

const NO_USES: readonly HoldUse[] = [];

/** Each hold once, with all that the receipt uses of it. What a refund gives to an account counts as given back. */
export function usesOf(facts: ReceiptFacts): readonly HoldUse[] {
  const { hold: ofSale, tenders } = facts.money;
  let uses: Map<string, number> | null = null;
  if (ofSale !== null) (uses = new Map()).set(ofSale, givenBackMinor(facts));
  const sign = facts.kind === 'refund' ? -1 : 1;
  for (const { hold, amountMinor } of tenders) {
    // The whole receipt uses it already.
    if (hold === null || hold === ofSale) continue;
    uses ??= new Map();
    uses.set(hold, (uses.get(hold) ?? 0) + sign * amountMinor);
  }
  return uses === null ? NO_USES : Array.from(uses, ([hold, minor]) => ({ hold, minor }));
}

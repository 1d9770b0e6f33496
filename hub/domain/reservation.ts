/**
 * What a reservation comes to. Its events are added up, and what is promised and what has left the shop is worked out
 * anew from the sums after each: so a posting that comes late, before its reservation, or before another one leads to
 * the same end. “All that is left” is a flag, not a quantity: parts that come after it were in it already, and a part
 * that was freed or that a till sold after all comes back to the shelf. Products that turn out to be one are
 * added up as one, also where the reservation is over.
 *
 * What does not commute: of two reservations under one id the first counts; a hold is decided when it comes, so that of
 * two that race for the last piece the first one has it; and whether something came after the end is told by the order
 * of the ledger.
 */
export interface ReservationFacts {
  /** The reservation itself is here. */
  readonly isMade: boolean;
  /** It wanted all or nothing, and less was available. */
  readonly isRefused: boolean;
  /** All that was left was handed over, and left the shop with that. */
  readonly isPosted: boolean;
  /** All that was left was taken out by a till’s sale. */
  readonly isSold: boolean;
  readonly isVoided: boolean;
  readonly isExpired: boolean;
}

/** The sums of one product, over the events of a reservation. Each may be below zero where events say so. */
export interface ReservationSums {
  readonly madeMicro: number;
  /** Handed over, apart from what tills sold. */
  readonly postedMicro: number;
  readonly soldMicro: number;
  readonly voidedMicro: number;
}

export interface Standing {
  /** Still promised. */
  readonly reservedMicro: number;
  /** Gone from the place to the customer by the reservation’s own postings. */
  readonly leftMicro: number;
  /** Handed over or freed beyond what was reserved. */
  readonly beyondMicro: number;
}

export type ReservationState = 'awaited' | 'refused' | 'open' | 'posted' | 'voided' | 'expired';

/** What is promised and what has left, of one product. */
export function standingOf(facts: ReservationFacts, sums: ReservationSums): Standing {
  if (!facts.isMade) return { reservedMicro: 0, leftMicro: 0, beyondMicro: 0 };
  const notYetMicro = openMicro(facts, sums);
  const openNowMicro = Math.max(0, notYetMicro);
  const restMicro = facts.isPosted && !facts.isSold ? openNowMicro : 0;
  return {
    reservedMicro: isOver(facts) ? 0 : openNowMicro,
    leftMicro: sums.postedMicro + restMicro,
    beyondMicro: Math.max(0, -notYetMicro),
  };
}

export function stateOf(facts: ReservationFacts, products: readonly ReservationSums[]): ReservationState {
  if (!facts.isMade) return 'awaited';
  if (facts.isRefused) return 'refused';
  if (products.every((sums) => openMicro(facts, sums) <= 0)) return wasFreed(products) ? 'voided' : 'posted';
  if (facts.isPosted || facts.isSold) return 'posted';
  if (facts.isVoided) return wasHandedOver(products) ? 'posted' : 'voided';
  return facts.isExpired ? 'expired' : 'open';
}

/**
 * How much of what is available a hold takes: what it promises, and what was handed over for it before it came.
 * What a till’s sale took out is gone from the stock already.
 */
export function needOf(facts: ReservationFacts, sums: ReservationSums): number {
  const { reservedMicro, leftMicro } = standingOf({ ...facts, isMade: true }, sums);
  return Math.max(0, reservedMicro + leftMicro);
}

/**
 * Divides what is promised among products that were merged into one: each keeps what it has open itself, and where
 * more of one was handed over than was reserved, the others give it, the first ones first.
 */
export function sharesOf(
  facts: ReservationFacts,
  merged: readonly ReservationSums[],
  reservedMicro: number,
): number[] {
  const open = merged.map((sums) => Math.max(0, openMicro(facts, sums)));
  let tooMuchMicro = open.reduce((sum, share) => sum + share, 0) - reservedMicro;
  return open.map((share) => {
    const givenMicro = Math.min(share, Math.max(0, tooMuchMicro));
    tooMuchMicro -= givenMicro;
    return share - givenMicro;
  });
}

export function sumsOf(merged: readonly ReservationSums[]): ReservationSums {
  const sum = (pick: (sums: ReservationSums) => number): number =>
    merged.reduce((total, sums) => total + pick(sums), 0);
  return {
    madeMicro: sum(({ madeMicro }) => madeMicro),
    postedMicro: sum(({ postedMicro }) => postedMicro),
    soldMicro: sum(({ soldMicro }) => soldMicro),
    voidedMicro: sum(({ voidedMicro }) => voidedMicro),
  };
}

/** Nothing is promised any more, whatever the sums say. */
function isOver(facts: ReservationFacts): boolean {
  return facts.isRefused || facts.isPosted || facts.isSold || facts.isVoided || facts.isExpired;
}

/** What is neither handed over nor freed; below zero where it is more than was reserved. */
function openMicro(facts: ReservationFacts, sums: ReservationSums): number {
  const madeMicro = facts.isRefused ? 0 : sums.madeMicro;
  return madeMicro - sums.postedMicro - sums.soldMicro - sums.voidedMicro;
}

function wasFreed(products: readonly ReservationSums[]): boolean {
  return sumsOf(products).voidedMicro > 0 && !wasHandedOver(products);
}

function wasHandedOver(products: readonly ReservationSums[]): boolean {
  const { postedMicro, soldMicro } = sumsOf(products);
  return postedMicro + soldMicro > 0;
}

/** A thousand million units: four such sums are added up exactly. */
const SUM_MAX_MICRO = 1_000_000_000_000_000;

/** Null where it would be beyond what can be counted. */
export function addUp(sumMicro: number, changeMicro: number): number | null {
  const total = sumMicro + changeMicro;
  return Math.abs(total) <= SUM_MAX_MICRO ? total : null;
}

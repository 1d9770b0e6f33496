/**
 * The places that every ledger has, by the numbers that the migrations give them. Other places are locations, and count
 * up from where the first migration ended: what came later is below zero.
 */
export const PLACE = {
  shop: 1,
  customer: 2,
  supplier: 3,
  damaged: 4,
  difference: 5,
  merged: 6,
  transit: -1,
} as const;

/** Places with a number above this one are locations that somebody named. */
export const LAST_OF_FIRST_PLACES = 6;

/** The way of goods from one place to another. */
export interface Route {
  readonly from: number;
  readonly to: number;
}

/** The places that every ledger has, by their numbers in the first migration. Other places are locations. */
export const PLACE = { shop: 1, customer: 2, supplier: 3, damaged: 4, difference: 5, merged: 6 } as const;

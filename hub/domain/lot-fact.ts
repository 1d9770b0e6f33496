/** What a line tells of the lot of its goods. */
export interface LotFact {
  /** Null: only a last day is known. */
  readonly code: string | null;
  /** ISO 8601 date: the last day on which the goods may be sold. */
  readonly expires: string | null;
  /** The business date of the sale that hands them over; null for everything that is no sale. */
  readonly soldOn: string | null;
}

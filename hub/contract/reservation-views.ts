import { z } from 'zod';

/**
 * awaited: something was said of it, and it is not here yet. refused: it wanted all or nothing, and got nothing. posted:
 * all of it was handed over, or a part and the rest is free. voided: freed by a person. expired: its time was over.
 */
export const ReservationState = z.enum(['open', 'posted', 'voided', 'expired', 'refused', 'awaited']);
export type ReservationState = z.infer<typeof ReservationState>;

/** One reservation in a list. */
export const ReservationSummary = z.object({
  /** The hub’s own number of it, by which lists are paged. */
  reservation: z.int(),
  reservationId: z.string(),
  state: ReservationState,
  /** Null while it is awaited. */
  location: z.string().nullable(),
  orderNumber: z.string().nullable(),
  channel: z.string().nullable(),
  madeAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** Why it got nothing. */
  refusal: z.string().nullable(),
});
export type ReservationSummary = z.infer<typeof ReservationSummary>;

/** One page of a list; `next` is the `before` of the next one. */
export const ReservationPage = z.object({
  reservations: z.array(ReservationSummary),
  next: z.int().nullable(),
});

/** One product of a reservation, as it is by now where it was merged into another. */
const ReservedLine = z.object({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  asked: z.string(),
  /** Handed over: by postings, or by the till’s sale. */
  posted: z.string(),
  voided: z.string(),
  /** Still promised. */
  reserved: z.string(),
});

export const ReservationAnswer = ReservationSummary.extend({
  lines: z.array(ReservedLine),
  /** The ledger position that this answer knows of. */
  asOfSeq: z.int(),
});
export type ReservationAnswer = z.infer<typeof ReservationAnswer>;

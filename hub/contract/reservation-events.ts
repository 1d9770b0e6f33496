import { z } from 'zod';
import { Code, Name, Note, Reference } from './fields.ts';
import { EventId, Source } from './envelope.ts';
import { LIMITS } from './limits.ts';
import { doneBy, linesOf, StockLine } from './stock-line.ts';

/** Goods that are promised to somebody: an online order, a customer who comes by later. */
export const ReservationMade = z.object({
  reservationId: Reference,
  location: Code.optional(),
  orderNumber: Reference.optional(),
  channel: Name.optional().describe('Where the order comes from, such as `web shop`.'),
  customerId: Reference.optional(),
  expiresAt: z.iso.datetime({ offset: true }).max(LIMITS.time).optional(),
  ifAvailable: z
    .boolean()
    .optional()
    .describe(
      'All of it or nothing: refused where less is available. Otherwise it is a fact, and a person is told.',
    ),
  ...doneBy,
  note: Note.optional(),
  lines: linesOf(StockLine),
});
export type ReservationMade = z.infer<typeof ReservationMade>;

/** Reserved goods were handed over, all of them or the lines that are given. */
export const ReservationPosted = z.object({
  reservationId: Reference,
  soldBy: z
    .object({ source: Source.optional(), id: EventId })
    .optional()
    .describe('The till’s sale that took the goods out already. Without it they leave with this event.'),
  ...doneBy,
  lines: linesOf(StockLine).optional(),
});
export type ReservationPosted = z.infer<typeof ReservationPosted>;

/** Reserved goods are free again, all that is left of them or the lines that are given. */
export const ReservationVoided = z.object({
  reservationId: Reference,
  reason: Note.optional(),
  ...doneBy,
  lines: linesOf(StockLine).optional(),
});
export type ReservationVoided = z.infer<typeof ReservationVoided>;

/** Its time is over. Made by the hub itself. */
export const ReservationExpired = z.object({ reservationId: Reference });
export type ReservationExpired = z.infer<typeof ReservationExpired>;

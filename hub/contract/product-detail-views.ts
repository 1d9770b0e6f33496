import { z } from 'zod';

/** What the page of a product says beyond its stock. Quantities are decimal text. */
export const StockElsewhere = z.object({
  /** Broken, and not for sale. */
  damaged: z.string(),
  /** Left one location of the shop, and has not come to another. */
  inTransit: z.string(),
});
export type StockElsewhere = z.infer<typeof StockElsewhere>;

/** Why goods moved, in the words of the event that moved them. Null where it does not say. */
export const EntryWords = z.object({
  seq: z.int(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  employeeId: z.string().nullable(),
  /** As the shop has it now; it stands beside the log, and may be erased. */
  employeeName: z.string().nullable(),
  supplier: z.string().nullable(),
  /** The number of the delivery, transfer, count or reservation that it belongs to. */
  reference: z.string().nullable(),
});
export type EntryWords = z.infer<typeof EntryWords>;

/** What an open exception is found by. */
export const ExceptionSubject = z.object({ cause: z.string(), subject: z.string() });
export type ExceptionSubject = z.infer<typeof ExceptionSubject>;

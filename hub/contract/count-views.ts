import { z } from 'zod';

/** awaited: something was said of it, and it was not started yet. */
export const CountState = z.enum(['open', 'posted', 'cancelled', 'awaited']);
export type CountState = z.infer<typeof CountState>;

/** open: counted, and nobody has looked at it. recount: to be counted again. */
export const CountLineState = z.enum(['open', 'approved', 'recount']);
export type CountLineState = z.infer<typeof CountLineState>;

/** One count in a list. */
export const CountSummary = z.object({
  /** The hub’s own number of it, by which lists are paged. */
  count: z.int(),
  countId: z.string(),
  state: CountState,
  /** Null while it is awaited, as everything that its start says. */
  kind: z.string().nullable(),
  location: z.string().nullable(),
  shelf: z.string().nullable(),
  department: z.string().nullable(),
  /** Whoever counts is not to see what is expected. */
  blind: z.boolean(),
  note: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type CountSummary = z.infer<typeof CountSummary>;

/** A count with its progress, in products. */
export const CountAnswer = CountSummary.extend({
  /** How many belonged to it when it was started; null while it is awaited. */
  belonging: z.int().nullable(),
  counted: z.int(),
  /** Of those counted: nobody has looked at them. */
  open: z.int(),
  approved: z.int(),
  recount: z.int(),
  missingAsZero: z.boolean(),
  /** What it booked was taken back. */
  takenBack: z.boolean(),
  /** The ledger position that this answer knows of. */
  asOfSeq: z.int(),
});
export type CountAnswer = z.infer<typeof CountAnswer>;

/** What was counted of one product. */
export const CountLineAnswer = z.object({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  state: CountLineState,
  counted: z.string(),
  /** What the ledger had at the position at which it was counted. Null: not to be shown, or the count is awaited. */
  expected: z.string().nullable(),
  /** Above zero: more is there than the ledger had. */
  variance: z.string().nullable(),
  /** What the variance is worth, in major units of the shop’s currency; null where no cost is known. */
  value: z.string().nullable(),
  /** The ledger position at which the latest piece was counted. */
  atSeq: z.int(),
  /** Some was sold or came between the first piece and the latest: the sum may be off. Better counted again. */
  movedWhileCounted: z.boolean(),
  /** A sale came that may lie before the count, and that nobody knew of then. */
  lateSale: z.boolean(),
  /** Another count of the product was booked, for this position or a later one: this one books nothing. */
  superseded: z.boolean(),
  /** False: nobody found any, and it was counted as none. */
  found: z.boolean(),
});
export type CountLineAnswer = z.infer<typeof CountLineAnswer>;

export const CountPage = z.object({ counts: z.array(CountSummary), next: z.int().nullable() });

export const CountLinePage = z.object({ lines: z.array(CountLineAnswer), next: z.int().nullable() });

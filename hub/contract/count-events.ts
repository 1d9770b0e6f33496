import { z } from 'zod';
import {
  Code,
  Name,
  NAMES_ITS_PRODUCT,
  NAMES_ITS_PRODUCT_SCHEMA,
  namesItsProduct,
  Note,
  Reference,
} from './fields.ts';
import { LIMITS } from './limits.ts';
import { doneBy, linesOf, stockLine } from './stock-line.ts';

/** Counting what is there, while the shop goes on selling. */
export const CountStarted = z.object({
  countId: Reference,
  kind: z.enum(['full', 'shelf', 'department', 'spot']),
  location: Code.optional(),
  shelf: Code.optional().describe('For a count by shelf.'),
  department: Name.optional().describe('For a count by department.'),
  skus: z.array(Code).max(LIMITS.lines).optional().describe('For a spot count.'),
  blind: z.boolean().optional().describe('Whoever counts is not shown what is expected.'),
  ...doneBy,
  note: Note.optional(),
});
export type CountStarted = z.infer<typeof CountStarted>;

/** What somebody counted. Several people count at once, and their pieces add up. */
export const CountScanned = z.object({
  countId: Reference,
  ...doneBy,
  lines: linesOf(
    z
      .object({
        ...stockLine,
        atSeq: z
          .int()
          .min(0)
          .optional()
          .describe(
            'The ledger position that the counter’s device knew of when the piece was counted. Without it, or ahead of the ledger: the position at which the scan comes in.',
          ),
        again: z
          .boolean()
          .optional()
          .describe('A recount: from here on, what was counted of this product before counts no more.'),
      })
      .refine(namesItsProduct, NAMES_ITS_PRODUCT)
      .meta(NAMES_ITS_PRODUCT_SCHEMA),
  ),
});
export type CountScanned = z.infer<typeof CountScanned>;

/** A person looked at the differences: which count, and which are to be counted again. */
export const CountReviewed = z.object({
  countId: Reference,
  ...doneBy,
  approve: z.union([z.literal('all'), z.array(Code).max(LIMITS.countLines)]).optional(),
  recount: z.array(Code).max(LIMITS.countLines).optional(),
});
export type CountReviewed = z.infer<typeof CountReviewed>;

/** The approved differences are booked, all in one; the count is over. */
export const CountPosted = z.object({
  countId: Reference,
  missingAsZero: z
    .boolean()
    .optional()
    .describe('What belongs to the count and nobody found is counted as none.'),
  ...doneBy,
});
export type CountPosted = z.infer<typeof CountPosted>;

export const CountCancelled = z.object({ countId: Reference, ...doneBy, reason: Note.optional() });
export type CountCancelled = z.infer<typeof CountCancelled>;

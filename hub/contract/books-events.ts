import { z } from 'zod';
import { Code, Currency, label, Name, PositiveDecimal, Reference } from './fields.ts';
import { LIMITS } from './limits.ts';

/**
 * What of the configuration decides how the books are kept. The hub writes it down at each start where it differs from what
 * it wrote before, so that a replay of the log comes to the same books.
 */
export const BooksSettingsSet = z.object({
  currency: Currency,
  timeZone: Name.describe('IANA, such as Europe/Berlin.'),
  dayStartsAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 04:00'),
  journalPer: z.enum(['session', 'sale']),
  costOfGoods: z.boolean().describe('Whether what sold goods cost goes from inventory to cost of goods.'),
  loyalty: z
    .object({
      pointsPerUnit: PositiveDecimal.describe(
        'Points for each major unit of the currency that is paid for goods and services.',
      ),
      unitsPerPoint: PositiveDecimal.describe('What a point is worth in major units, when redeemed.'),
      expireAfterDays: z.int().min(1).max(LIMITS.days).optional(),
    })
    .optional(),
});
export type BooksSettingsSet = z.infer<typeof BooksSettingsSet>;

/** What another system calls something of ours; without `theirs`, nothing any more. */
export const MappingSet = z.object({
  system: Code.describe('The destination, as the configuration names it.'),
  kind: z.enum(['account', 'tax', 'tender', 'department', 'location', 'product', 'class']),
  ours: label(LIMITS.account),
  theirs: Reference.optional(),
  by: Name.optional(),
});
export type MappingSet = z.infer<typeof MappingSet>;

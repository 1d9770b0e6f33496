import { z } from 'zod';
import {
  Code,
  words,
  Name,
  NAMES_ITS_PRODUCT,
  NAMES_ITS_PRODUCT_SCHEMA,
  namesItsProduct,
  Note,
  PositiveDecimal,
  Quantity,
  Reference,
} from './fields.ts';
import { EventId, Sequence, Source } from './envelope.ts';
import { LIMITS } from './limits.ts';
import { doneBy, linesOf, StockLine, stockLine } from './stock-line.ts';

/** What happens to goods apart from sales. */
const AdjustmentReason = z.enum([
  'damage',
  'theft',
  'sample',
  'own_use',
  'expired',
  'found',
  'correction',
  'opening',
]);

/** Goods that came from a supplier. A negative quantity is a return to the supplier. */
export const StockReceived = z.object({
  location: Code.optional().describe('Where they came; without it, the shop’s first location.'),
  supplier: Name.optional(),
  deliveryNumber: Reference.optional(),
  deliveryId: Reference.optional().describe('The expected delivery that this is a part of, or all of it.'),
  receivedAt: z.iso
    .datetime({ offset: true })
    .max(LIMITS.time)
    .optional()
    .describe('When the goods came, where that is told only later.'),
  ...doneBy,
  note: Note.optional(),
  lines: linesOf(
    z
      .object({
        ...stockLine,
        unitCost: PositiveDecimal.optional().describe('Per unit in major units of the shop’s currency.'),
        rejected: Quantity.optional().describe(
          'What came besides and was not taken in: broken, wrong, too late.',
        ),
        rejectedReason: Note.optional(),
      })
      .refine(namesItsProduct, NAMES_ITS_PRODUCT)
      .meta(NAMES_ITS_PRODUCT_SCHEMA),
  ),
});
export type StockReceived = z.infer<typeof StockReceived>;

/** A signed change of stock with its reason: −2 for two pieces lost, 3 for three found. */
export const StockAdjusted = z.object({
  location: Code.optional(),
  reason: AdjustmentReason,
  ...doneBy,
  note: Note.optional(),
  lines: linesOf(StockLine),
});
export type StockAdjusted = z.infer<typeof StockAdjusted>;

/** Goods go from one location of the shop to another, there and then: from the back room to the shelf. */
export const StockMoved = z.object({
  from: Code,
  to: Code,
  ...doneBy,
  note: Note.optional(),
  lines: linesOf(StockLine),
});
export type StockMoved = z.infer<typeof StockMoved>;

const OriginalEvent = z
  .object({ source: Source.optional(), id: EventId })
  .describe('The event that is meant; without a source, one of the same installation.');

/** Takes back what another stock event did, by entries of its own: a delivery, an adjustment, a move, a posted count. */
export const StockReversed = z.object({
  original: OriginalEvent,
  reason: words(LIMITS.note).min(1),
  ...doneBy,
});
export type StockReversed = z.infer<typeof StockReversed>;

/** Numbers of this installation that will never come: a till that lost its queue closes the gap with this. */
export const SequenceSkipped = z
  .object({ first: Sequence, last: Sequence, reason: words(LIMITS.note).min(1) })
  .refine((range) => range.first <= range.last, 'first is not after last')
  .describe('Both numbers are included; the first is not after the last.');
export type SequenceSkipped = z.infer<typeof SequenceSkipped>;

import { z } from 'zod';
import {
  Code,
  label,
  Name,
  NAMES_ITS_PRODUCT,
  NAMES_ITS_PRODUCT_SCHEMA,
  namesItsProduct,
  Note,
  PositiveDecimal,
  Quantity,
  Reference,
} from './fields.ts';
import { Sequence } from './envelope.ts';
import { LIMITS } from './limits.ts';

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

const stockLine = { sku: Code.optional(), barcode: Code.optional(), quantity: Quantity };

/** Goods that came from a supplier. A negative quantity is a return to the supplier. */
export const StockReceived = z.object({
  location: Code.optional(),
  supplier: Name.optional(),
  deliveryNumber: Reference.optional(),
  employeeId: Reference.optional(),
  note: Note.optional(),
  lines: z
    .array(
      z
        .object({ ...stockLine, unitCost: PositiveDecimal.optional() })
        .refine(namesItsProduct, NAMES_ITS_PRODUCT)
        .meta(NAMES_ITS_PRODUCT_SCHEMA),
    )
    .min(1)
    .max(LIMITS.lines),
});
export type StockReceived = z.infer<typeof StockReceived>;

/** A signed change of stock with its reason: −2 for two pieces lost, 3 for three found. */
export const StockAdjusted = z.object({
  location: Code.optional(),
  reason: AdjustmentReason,
  employeeId: Reference.optional(),
  note: Note.optional(),
  lines: z
    .array(z.object(stockLine).refine(namesItsProduct, NAMES_ITS_PRODUCT).meta(NAMES_ITS_PRODUCT_SCHEMA))
    .min(1)
    .max(LIMITS.lines),
});
export type StockAdjusted = z.infer<typeof StockAdjusted>;

/** Numbers of this installation that will never come: a till that lost its queue closes the gap with this. */
export const SequenceSkipped = z
  .object({ first: Sequence, last: Sequence, reason: label(LIMITS.note) })
  .refine((range) => range.first <= range.last, 'first is not after last')
  .describe('Both numbers are included; the first is not after the last.');
export type SequenceSkipped = z.infer<typeof SequenceSkipped>;

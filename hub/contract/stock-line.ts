import { z } from 'zod';
import {
  Code,
  NAMES_ITS_PRODUCT,
  NAMES_ITS_PRODUCT_SCHEMA,
  namesItsProduct,
  Quantity,
  Reference,
} from './fields.ts';
import { LIMITS } from './limits.ts';

/** The lot or batch of goods, as the supplier calls it, and the day after which they are not to be sold. */
export const lotFields = {
  lot: Code.optional().describe('The lot or batch, GS1 AI 10.'),
  expires: z.iso.date().optional().describe('The last day on which the goods may be sold, GS1 AI 17.'),
};

/** What goes through hands, in a line of anything that is no receipt. */
export const stockLine = {
  sku: Code.optional(),
  barcode: Code.optional(),
  quantity: Quantity,
  quantityIn: z
    .enum(['unit', 'pack'])
    .optional()
    .describe('`pack`: as many packs as the quantity says, of the size that the barcode stands for.'),
  ...lotFields,
};

export const StockLine = z
  .object(stockLine)
  .refine(namesItsProduct, NAMES_ITS_PRODUCT)
  .meta(NAMES_ITS_PRODUCT_SCHEMA);
export type StockLine = z.infer<typeof StockLine>;

export const linesOf = <Line extends z.ZodType>(line: Line) => z.array(line).min(1).max(LIMITS.lines);

/** Who did it, and what there is to say of it. */
export const doneBy = { employeeId: Reference.optional() };

import { z } from 'zod';
import {
  Code,
  Decimal,
  Name,
  NAMES_ITS_PRODUCT,
  NAMES_ITS_PRODUCT_SCHEMA,
  namesItsProduct,
  Note,
  Quantity,
} from './fields.ts';
import { doneBy } from './stock-line.ts';

/** Where the shop keeps its goods, and how much of each is to be there. Made by the hub itself. */
export const LocationSet = z.object({
  code: Code,
  name: Name,
  role: z.enum(['sales_floor', 'back_room', 'receiving', 'warehouse', 'other']),
});
export type LocationSet = z.infer<typeof LocationSet>;

/** At or below the level the product is low there; it is told once, until there is more than level and margin. */
export const StockLevelSet = z.object({
  sku: Code,
  location: Code.optional(),
  level: Quantity.nullable().describe('Null: the level of the product holds here too.'),
  margin: Quantity.optional(),
});
export type StockLevelSet = z.infer<typeof StockLevelSet>;

/** The hub tells once that a product is low somewhere, and once that it is not any more. */
export const LowStockTold = z.object({
  sku: Code,
  name: Name,
  location: Code,
  state: z.enum(['low', 'cleared']),
  /** What is there may be more than any one event may move. */
  onHand: Decimal,
  available: Decimal,
  level: Quantity.optional(),
  unit: Code,
  /** The ledger position that made it so: a product is low once for each. */
  sinceSeq: z.int().min(1),
});
export type LowStockTold = z.infer<typeof LowStockTold>;

/** A lot that must not be sold any more. The sales that hold it are listed. */
export const LotRecalled = z
  .object({
    sku: Code.optional(),
    barcode: Code.optional(),
    lot: Code,
    reason: Note,
    ended: z.boolean().optional().describe('The recall is over.'),
    ...doneBy,
  })
  .refine(namesItsProduct, NAMES_ITS_PRODUCT)
  .meta(NAMES_ITS_PRODUCT_SCHEMA);
export type LotRecalled = z.infer<typeof LotRecalled>;

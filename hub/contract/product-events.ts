import { z } from 'zod';
import { Code, Currency, Name, PositiveDecimal, Quantity, Reference } from './fields.ts';
import { LIMITS } from './limits.ts';

const Instant = z.iso.datetime({ offset: true }).max(LIMITS.time);

/** What the shop sells. These events come from the hub itself: its page, its API, its command line. */
export const ProductUnit = z.enum(['each', 'kg', 'g', 'l', 'ml', 'm', 'm2', 'hour']);
export const ProductKind = z.enum(['goods', 'service', 'gift_card', 'deposit']);

/** More than nothing, in units of the product. */
const PackQuantity = Quantity.regex(/^[^-]/, 'is negative').regex(/[1-9]/, 'is zero');

/** A barcode that stands for several units: a case of 12 is scanned as 12. */
export const Pack = z.object({
  barcode: Code,
  quantity: PackQuantity,
  name: Name.optional(),
  from: Instant.optional().describe('The instant from which tills take the barcode; without it, at once.'),
});
export type Pack = z.infer<typeof Pack>;

/**
 * The whole product as it is from now on. A product of that SKU is replaced, barcodes included. One that was merged stays
 * merged: what is set is kept for when the merge is undone.
 */
export const ProductSet = z.object({
  sku: Code,
  name: Name,
  department: Name.optional(),
  kind: ProductKind,
  unit: ProductUnit,
  /** Per unit, tax included, in major units: `2.49`. */
  price: PositiveDecimal.optional(),
  currency: Currency.optional(),
  taxCategory: Code.optional(),
  barcodes: z.array(Code).max(LIMITS.barcodesPerProduct),
  /** At or below this much on hand the product is low. */
  lowStockLevel: Quantity.optional(),
  /** The barcodes of packs: a case of 12 is scanned as 12. They need not stand in `barcodes` too. */
  packs: z.array(Pack).max(LIMITS.barcodesPerProduct).optional(),
  /** Where it stands in the shop. */
  shelf: Code.optional(),
  /** The customer’s age in years below which it is not sold. */
  ageLimit: z.int().min(1).max(99).optional(),
  /** The product that is charged with each unit: the deposit on a bottle. */
  depositSku: Code.optional(),
  /** Not to be sold any more. What is left in stock stays in stock. */
  withdrawn: z.boolean().optional(),
});
export type ProductSet = z.infer<typeof ProductSet>;

/** An unlisted product that turns out to be a listed one: its stock, codes and history go over to it. */
export const ProductMerged = z.object({ sku: Code, into: Code });
export type ProductMerged = z.infer<typeof ProductMerged>;

/** The merge was a mistake: the product is a product of its own again, with its codes. */
export const ProductMergeUndone = z.object({ sku: Code });
export type ProductMergeUndone = z.infer<typeof ProductMergeUndone>;

/** A barcode that two products claim belongs to this one. */
export const BarcodeMoved = z.object({ barcode: Code, sku: Code });
export type BarcodeMoved = z.infer<typeof BarcodeMoved>;

/** One part of a large import. Nothing of it counts before the import is completed. */
export const ProductsStaged = z.object({
  importId: Reference,
  part: z.int().min(1),
  products: z.array(ProductSet).min(1).max(LIMITS.productsPerImportPart),
});
export type ProductsStaged = z.infer<typeof ProductsStaged>;

export const ImportCompleted = z.object({
  importId: Reference,
  parts: z.int().min(0),
  products: z.int().min(0),
});
export type ImportCompleted = z.infer<typeof ImportCompleted>;

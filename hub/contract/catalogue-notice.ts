import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Retained on `catalogue/version`: grows with every change of what tills sell from: products, barcodes, prices, taxes. */
export const CatalogueNotice = z.object({ version: z.int().min(0).max(LIMITS.catalogueVersion) });
export type CatalogueNotice = z.infer<typeof CatalogueNotice>;

import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Retained on `catalogue/version`: grows with every change of a product. */
export const CatalogueNotice = z.object({ version: z.int().min(0).max(LIMITS.catalogueVersion) });
export type CatalogueNotice = z.infer<typeof CatalogueNotice>;

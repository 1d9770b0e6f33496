import { z } from 'zod';
import { ProductAnswer } from './views.ts';

/** What a scanned code is, as a till or a page needs it. */
export const ScanAnswer = z.object({
  kind: z
    .enum(['gtin', 'elements', 'digital-link', 'in-store', 'plain', 'wrong'])
    .describe(
      '`elements`: GS1 element string. `in-store`: with a price or weight inside. `plain`: any other text.',
    ),
  text: z.string().describe('The code as it was read, without what the scanner puts around it.'),
  product: ProductAnswer.nullable(),
  quantity: z
    .string()
    .nullable()
    .describe(
      'In the unit of the product: 12 for a case of 12, the kilograms of a weight label. Null without a product.',
    ),
  price: z.string().nullable().describe('Of all of it, where the code says it: in the money of the shop.'),
  weight: z.string().nullable().describe('In kilograms, where the code says it.'),
  lot: z.string().nullable(),
  expires: z.string().nullable().describe('The last day on which it may be sold, as 2026-12-31.'),
  bestBefore: z.string().nullable(),
  serial: z.string().nullable(),
  sscc: z.string().nullable().describe('The number of the pallet or parcel itself.'),
  elements: z.array(z.object({ ai: z.string(), value: z.string(), title: z.string() })),
  problem: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .describe('What is wrong with the code, for the person with the scanner.'),
});
export type ScanAnswer = z.infer<typeof ScanAnswer>;

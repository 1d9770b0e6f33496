import { z } from 'zod';
import {
  Code,
  Name,
  NAMES_ITS_PRODUCT,
  NAMES_ITS_PRODUCT_SCHEMA,
  namesItsProduct,
  Note,
  PositiveDecimal,
  Reference,
} from './fields.ts';
import { doneBy, linesOf, StockLine, stockLine } from './stock-line.ts';

/** Goods on their way: deliveries of suppliers, and transfers between locations. */
export const DeliveryExpected = z
  .object({
    deliveryId: Reference,
    location: Code.optional().describe('Where it is expected; without it, the shop’s first location.'),
    supplier: Name.optional(),
    deliveryNumber: Reference.optional(),
    expectedOn: z.iso.date().optional(),
    note: Note.optional(),
    lines: linesOf(
      z
        .object({ ...stockLine, unitCost: PositiveDecimal.optional() })
        .refine(namesItsProduct, NAMES_ITS_PRODUCT)
        .meta(NAMES_ITS_PRODUCT_SCHEMA),
    ),
  })
  .describe('The whole delivery as it is expected from now on.');
export type DeliveryExpected = z.infer<typeof DeliveryExpected>;

/** Nothing more will come of this delivery: what is missing is short. */
export const DeliveryClosed = z.object({ deliveryId: Reference, ...doneBy, note: Note.optional() });
export type DeliveryClosed = z.infer<typeof DeliveryClosed>;

/** Goods leave one location for another, and are in transit until they are received there. */
export const TransferDispatched = z.object({
  transferId: Reference,
  from: Code,
  to: Code,
  ...doneBy,
  note: Note.optional(),
  lines: linesOf(StockLine),
});
export type TransferDispatched = z.infer<typeof TransferDispatched>;

/** What came of a transfer: all at once, or part by part. */
export const TransferReceived = z.object({
  transferId: Reference,
  location: Code.optional().describe('Where it came; without it, where it was sent.'),
  ...doneBy,
  note: Note.optional(),
  lines: linesOf(StockLine),
});
export type TransferReceived = z.infer<typeof TransferReceived>;

/** Nothing more will come: what is still in transit is lost, what came too much was found. */
export const TransferClosed = z.object({ transferId: Reference, ...doneBy, note: Note.optional() });
export type TransferClosed = z.infer<typeof TransferClosed>;

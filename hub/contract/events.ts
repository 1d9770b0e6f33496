import type { z } from 'zod';
import { ExceptionClosed } from './exception-closed.ts';
import { ImportCompleted, ProductMerged, ProductSet, ProductsStaged } from './product-events.ts';
import { RefundCompleted, SaleCompleted, SaleVoided } from './sale.ts';
import { SequenceSkipped, StockAdjusted, StockReceived } from './stock-events.ts';

/**
 * Every type of event that this hub understands. Types evolve by adding optional fields. Types made by the
 * hub itself are refused from anyone else.
 */
export const EVENT_TYPES = {
  'backroom.sale.completed.v1': { data: SaleCompleted, madeBy: 'till' },
  'backroom.sale.voided.v1': { data: SaleVoided, madeBy: 'till' },
  'backroom.refund.completed.v1': { data: RefundCompleted, madeBy: 'till' },
  'backroom.stock.received.v1': { data: StockReceived, madeBy: 'till' },
  'backroom.stock.adjusted.v1': { data: StockAdjusted, madeBy: 'till' },
  'backroom.sequence.skipped.v1': { data: SequenceSkipped, madeBy: 'till' },
  'backroom.product.set.v1': { data: ProductSet, madeBy: 'hub' },
  'backroom.product.merged.v1': { data: ProductMerged, madeBy: 'hub' },
  'backroom.products.staged.v1': { data: ProductsStaged, madeBy: 'hub' },
  'backroom.import.completed.v1': { data: ImportCompleted, madeBy: 'hub' },
  'backroom.exception.closed.v1': { data: ExceptionClosed, madeBy: 'hub' },
} as const satisfies Record<string, { data: z.ZodType; madeBy: 'till' | 'hub' }>;

export type EventType = keyof typeof EVENT_TYPES;

/** The data of one type of event, as it is after validation. */
export type EventData<Type extends EventType> = z.infer<(typeof EVENT_TYPES)[Type]['data']>;

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_TYPES, type);
}

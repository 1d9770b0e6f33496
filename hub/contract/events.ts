import type { z } from 'zod';
import { BooksSettingsSet, MappingSet } from './books-events.ts';
import { CountCancelled, CountPosted, CountReviewed, CountScanned, CountStarted } from './count-events.ts';
import {
  CustomerCaptured,
  CustomerErased,
  CustomerMerged,
  CustomerMergeUndone,
  EmployeeSet,
  LoyaltyAdjusted,
} from './customer-events.ts';
import {
  DeliveryClosed,
  DeliveryExpected,
  TransferClosed,
  TransferDispatched,
  TransferReceived,
} from './delivery-events.ts';
import { ExceptionClosed } from './exception-closed.ts';
import { LocationSet, LotRecalled, LowStockTold, StockLevelSet } from './location-events.ts';
import {
  HoldExpired,
  HoldMade,
  HoldReleased,
  LiabilityAdjusted,
  PaymentIdentified,
  PayoutRecorded,
} from './payment-events.ts';
import { PriceListSet, PriceSet, TaxRateSet } from './price-events.ts';
import {
  BarcodeMoved,
  ImportCompleted,
  ProductMerged,
  ProductMergeUndone,
  ProductSet,
  ProductsStaged,
} from './product-events.ts';
import {
  ReservationExpired,
  ReservationMade,
  ReservationPosted,
  ReservationVoided,
} from './reservation-events.ts';
import { RefundCompleted, SaleCompleted, SaleVoided } from './sale.ts';
import {
  CashMoved,
  DayClosed,
  DayReconciled,
  SessionClosed,
  SessionOpened,
  SessionSealed,
} from './session-events.ts';
import { SequenceSkipped, StockAdjusted, StockMoved, StockReceived, StockReversed } from './stock-events.ts';

interface EventTypeEntry {
  readonly data: z.ZodType;
  readonly madeBy: 'till' | 'hub';
  /** Fields of the data that tell who somebody is: they never stand in the log. */
  readonly personal?: readonly string[];
}

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
  'backroom.stock.moved.v1': { data: StockMoved, madeBy: 'till' },
  'backroom.stock.reversed.v1': { data: StockReversed, madeBy: 'till' },
  'backroom.delivery.expected.v1': { data: DeliveryExpected, madeBy: 'till' },
  'backroom.delivery.closed.v1': { data: DeliveryClosed, madeBy: 'till' },
  'backroom.transfer.dispatched.v1': { data: TransferDispatched, madeBy: 'till' },
  'backroom.transfer.received.v1': { data: TransferReceived, madeBy: 'till' },
  'backroom.transfer.closed.v1': { data: TransferClosed, madeBy: 'till' },
  'backroom.count.started.v1': { data: CountStarted, madeBy: 'till' },
  'backroom.count.scanned.v1': { data: CountScanned, madeBy: 'till' },
  'backroom.count.reviewed.v1': { data: CountReviewed, madeBy: 'till' },
  'backroom.count.posted.v1': { data: CountPosted, madeBy: 'till' },
  'backroom.count.cancelled.v1': { data: CountCancelled, madeBy: 'till' },
  'backroom.reservation.made.v1': { data: ReservationMade, madeBy: 'till' },
  'backroom.reservation.posted.v1': { data: ReservationPosted, madeBy: 'till' },
  'backroom.reservation.voided.v1': { data: ReservationVoided, madeBy: 'till' },
  'backroom.lot.recalled.v1': { data: LotRecalled, madeBy: 'till' },
  'backroom.session.opened.v1': { data: SessionOpened, madeBy: 'till' },
  'backroom.session.closed.v1': { data: SessionClosed, madeBy: 'till' },
  'backroom.cash.moved.v1': { data: CashMoved, madeBy: 'till' },
  'backroom.hold.made.v1': { data: HoldMade, madeBy: 'till' },
  'backroom.hold.released.v1': { data: HoldReleased, madeBy: 'till' },
  'backroom.liability.adjusted.v1': { data: LiabilityAdjusted, madeBy: 'till' },
  'backroom.payment.identified.v1': { data: PaymentIdentified, madeBy: 'till' },
  'backroom.payout.recorded.v1': { data: PayoutRecorded, madeBy: 'till' },
  'backroom.customer.captured.v1': {
    data: CustomerCaptured,
    madeBy: 'till',
    personal: ['name', 'email', 'phone', 'loyaltyCard'],
  },
  'backroom.loyalty.adjusted.v1': { data: LoyaltyAdjusted, madeBy: 'till' },
  'backroom.sequence.skipped.v1': { data: SequenceSkipped, madeBy: 'till' },
  'backroom.product.set.v1': { data: ProductSet, madeBy: 'hub' },
  'backroom.product.merged.v1': { data: ProductMerged, madeBy: 'hub' },
  'backroom.product.merge-undone.v1': { data: ProductMergeUndone, madeBy: 'hub' },
  'backroom.barcode.moved.v1': { data: BarcodeMoved, madeBy: 'hub' },
  'backroom.price-list.set.v1': { data: PriceListSet, madeBy: 'hub' },
  'backroom.price.set.v1': { data: PriceSet, madeBy: 'hub' },
  'backroom.tax-rate.set.v1': { data: TaxRateSet, madeBy: 'hub' },
  'backroom.location.set.v1': { data: LocationSet, madeBy: 'hub' },
  'backroom.stock-level.set.v1': { data: StockLevelSet, madeBy: 'hub' },
  'backroom.low-stock.told.v1': { data: LowStockTold, madeBy: 'hub' },
  'backroom.reservation.expired.v1': { data: ReservationExpired, madeBy: 'hub' },
  'backroom.products.staged.v1': { data: ProductsStaged, madeBy: 'hub' },
  'backroom.import.completed.v1': { data: ImportCompleted, madeBy: 'hub' },
  'backroom.session.sealed.v1': { data: SessionSealed, madeBy: 'hub' },
  'backroom.day.closed.v1': { data: DayClosed, madeBy: 'hub' },
  'backroom.day.reconciled.v1': { data: DayReconciled, madeBy: 'hub' },
  'backroom.hold.expired.v1': { data: HoldExpired, madeBy: 'hub' },
  'backroom.customer.merged.v1': { data: CustomerMerged, madeBy: 'hub' },
  'backroom.customer.merge-undone.v1': { data: CustomerMergeUndone, madeBy: 'hub' },
  'backroom.customer.erased.v1': { data: CustomerErased, madeBy: 'hub' },
  'backroom.employee.set.v1': { data: EmployeeSet, madeBy: 'hub', personal: ['name'] },
  'backroom.books-settings.set.v1': { data: BooksSettingsSet, madeBy: 'hub' },
  'backroom.mapping.set.v1': { data: MappingSet, madeBy: 'hub' },
  'backroom.exception.closed.v1': { data: ExceptionClosed, madeBy: 'hub' },
} as const satisfies Record<string, EventTypeEntry>;

export type EventType = keyof typeof EVENT_TYPES;

/** The data of one type of event, as it is after validation. */
export type EventData<Type extends EventType> = z.infer<(typeof EVENT_TYPES)[Type]['data']>;

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_TYPES, type);
}

/** The fields of this type's data that are kept out of the log. */
export function personalFields(type: EventType): readonly string[] {
  const entry: EventTypeEntry = EVENT_TYPES[type];
  return entry.personal ?? [];
}

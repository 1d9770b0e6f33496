import {
  DeliveryClosed,
  DeliveryExpected,
  TransferClosed,
  TransferDispatched,
  TransferReceived,
} from '../delivery-events.ts';
import {
  DeliveryAnswer,
  DeliverySummary,
  LocationAnswer,
  TransferAnswer,
  TransferSummary,
} from '../goods-views.ts';
import { LocationSet } from '../location-events.ts';
import { StockAdjusted, StockMoved, StockReceived, StockReversed } from '../stock-events.ts';

/** What is asked and answered about goods that come and go apart from sales. */
export const GOODS_SCHEMAS = {
  DeliveryAnswer,
  DeliveryClosing: DeliveryClosed.omit({ deliveryId: true }),
  DeliveryFields: DeliveryExpected.partial({ deliveryId: true }),
  DeliveryReceipt: StockReceived.omit({ deliveryId: true }),
  DeliverySummary,
  LocationAnswer,
  LocationFields: LocationSet.omit({ code: true }),
  StockAdjustment: StockAdjusted,
  StockMove: StockMoved,
  StockReceipt: StockReceived,
  StockReversal: StockReversed,
  TransferAnswer,
  TransferClosing: TransferClosed.omit({ transferId: true }),
  TransferDispatch: TransferDispatched.omit({ transferId: true }),
  TransferFields: TransferDispatched.partial({ transferId: true }),
  TransferReceipt: TransferReceived.omit({ transferId: true }),
  TransferSummary,
};

import type {
  DeliveryAnswer,
  DeliverySummary,
  GoodsState,
  LocationAnswer,
  TransferAnswer,
  TransferSummary,
} from '../contract/goods-views.ts';

interface Page {
  readonly state: GoodsState;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Goods that are expected, came, or are on their way, and the places where they are. */
export interface GoodsReader {
  /** Newest first. */
  deliveries(page: Page): DeliverySummary[];
  delivery(deliveryId: string): DeliveryAnswer | null;
  /** Newest first. */
  transfers(page: Page): TransferSummary[];
  transfer(transferId: string): TransferAnswer | null;
  locations(): LocationAnswer[];
}

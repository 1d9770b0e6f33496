import { ACTIVITY_PATHS } from './paths/activity-paths.ts';
import { COST_PATHS } from './paths/cost-paths.ts';
import { CATALOGUE_PATHS } from './paths/catalogue-paths.ts';
import { COUNT_PATHS } from './paths/count-paths.ts';
import { CUSTOMER_PATHS } from './paths/customer-paths.ts';
import { DESTINATION_PATHS } from './paths/destination-paths.ts';
import { EVENT_PATHS } from './paths/event-paths.ts';
import { GOODS_PATHS } from './paths/goods-paths.ts';
import { HEALTH_PATHS } from './paths/health-paths.ts';
import { JOURNAL_PATHS } from './paths/journal-paths.ts';
import { LIABILITY_PATHS } from './paths/liability-paths.ts';
import { LOT_PATHS } from './paths/lot-paths.ts';
import { LOW_STOCK_PATHS } from './paths/low-stock-paths.ts';
import { PAYMENT_PATHS } from './paths/payment-paths.ts';
import { PRODUCT_PATHS } from './paths/product-paths.ts';
import { RESERVATION_PATHS } from './paths/reservation-paths.ts';
import { SESSION_PATHS } from './paths/session-paths.ts';
import type { JsonObject } from './schemas.ts';

/** Every path of the HTTP API: one file for each area. */
export const API_PATHS: JsonObject = {
  ...EVENT_PATHS,
  ...PRODUCT_PATHS,
  ...CATALOGUE_PATHS,
  ...GOODS_PATHS,
  ...RESERVATION_PATHS,
  ...SESSION_PATHS,
  ...COUNT_PATHS,
  ...COST_PATHS,
  ...JOURNAL_PATHS,
  ...LIABILITY_PATHS,
  ...CUSTOMER_PATHS,
  ...LOT_PATHS,
  ...LOW_STOCK_PATHS,
  ...PAYMENT_PATHS,
  ...ACTIVITY_PATHS,
  ...DESTINATION_PATHS,
  ...HEALTH_PATHS,
};

import { z } from 'zod';

/** What the hub answers about lots. On hand of a lot is what lines told of it: below zero where more left than came. */
const Recall = z.object({ seq: z.int(), at: z.string(), reason: z.string() });

const LotPlace = z.object({
  location: z.string(),
  onHand: z.string(),
  /** The lot to sell or pick next there: the first to expire of those that may be sold. */
  takeFirst: z.boolean(),
});

const Lot = z.object({
  lot: z.string(),
  /** The last day on which it may be sold. */
  expires: z.string().nullable(),
  expired: z.boolean(),
  /** Null: it is not recalled. */
  recall: Recall.nullable(),
  onHand: z.string(),
  places: z.array(LotPlace),
});

export const ProductLots = z.object({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  onHand: z.string(),
  /** The first to expire first. Lots that are over and not recalled come last, as far as the limit goes. */
  lots: z.array(Lot),
  /** What is on hand beside the lots: nobody told its lot. Below zero where the lots say more than is there. */
  unassigned: z.array(z.object({ location: z.string(), onHand: z.string() })),
});
export type ProductLots = z.infer<typeof ProductLots>;

const LotMovement = z.object({
  seq: z.int(),
  at: z.string(),
  type: z.string(),
  from: z.string(),
  to: z.string(),
  quantity: z.string(),
});

const LotSale = z.object({
  seq: z.int(),
  at: z.string(),
  businessDate: z.string(),
  till: z.string(),
  receiptNumber: z.string().nullable(),
  customerId: z.string().nullable(),
  quantity: z.string(),
  voided: z.boolean(),
});

/** The sales that hold a lot, the newest first. */
export const LotSales = z.object({
  sales: z.array(LotSale),
  /** `before` for the next page; null on the last one. */
  next: z.int().nullable(),
});
export type LotSales = z.infer<typeof LotSales>;

export const LotAnswer = Lot.extend({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  /** How many sales hold it and were not voided. */
  saleCount: z.int(),
  /** The newest ones. */
  sales: z.array(LotSale),
  movements: z.array(LotMovement),
});
export type LotAnswer = z.infer<typeof LotAnswer>;

/** A lot with a last day that is over or near, and something on hand. */
const ExpiringLot = z.object({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  lot: z.string(),
  expires: z.string(),
  /** Below zero: it is over. */
  daysLeft: z.int(),
  onHand: z.string(),
  recalled: z.boolean(),
});

export const ExpiringLots = z.object({
  lots: z.array(ExpiringLot),
  /** What to ask on from with `after`; null at the end. */
  next: z.string().nullable(),
});
export type ExpiringLots = z.infer<typeof ExpiringLots>;

import { z } from 'zod';

/** closed: nothing more will come of it. */
export const GoodsState = z.enum(['open', 'closed']);
export type GoodsState = z.infer<typeof GoodsState>;

/** One delivery in a list. */
export const DeliverySummary = z.object({
  /** The hub’s own number of it, by which lists are paged. */
  delivery: z.int(),
  deliveryId: z.string(),
  state: GoodsState,
  /** False where goods of it came, or it was closed, and nobody said what is expected. */
  isExpected: z.boolean(),
  /** Where it is expected; null while nobody said so. */
  location: z.string().nullable(),
  supplier: z.string().nullable(),
  deliveryNumber: z.string().nullable(),
  expectedOn: z.string().nullable(),
});
export type DeliverySummary = z.infer<typeof DeliverySummary>;

const product = { sku: z.string(), name: z.string(), unit: z.string() };

export const DeliveryPage = z.object({ deliveries: z.array(DeliverySummary), next: z.int().nullable() });

/** One product of a delivery, as it is by now where it was merged into another. */
const DeliveryLineAnswer = z.object({
  ...product,
  expected: z.string(),
  received: z.string(),
  rejected: z.string(),
  /** Came beyond what was expected. */
  over: z.string(),
  /** Did not come, and will not come any more. */
  short: z.string(),
  toCome: z.string(),
  /** As it is expected, per unit in major units of the shop’s currency. */
  unitCost: z.string().nullable(),
});

/** An event of a delivery or transfer. Its source and id are what a reversal names. */
const GoodsPart = z.object({
  seq: z.int(),
  source: z.string(),
  id: z.string(),
  kind: z.enum(['received', 'dispatched']),
  at: z.string(),
  /** The entry that took it back. */
  reversedSeq: z.int().nullable(),
});
export type GoodsPart = z.infer<typeof GoodsPart>;

const RejectedGoods = z.object({
  seq: z.int(),
  sku: z.string(),
  quantity: z.string(),
  reason: z.string().nullable(),
});

export const DeliveryAnswer = DeliverySummary.extend({
  note: z.string().nullable(),
  lines: z.array(DeliveryLineAnswer),
  parts: z.array(GoodsPart),
  /** What was not taken in, and why. What was taken back is left out. */
  rejections: z.array(RejectedGoods),
  /** The ledger position that this answer knows of. */
  asOfSeq: z.int(),
});
export type DeliveryAnswer = z.infer<typeof DeliveryAnswer>;

/** One transfer in a list. */
export const TransferSummary = z.object({
  transfer: z.int(),
  transferId: z.string(),
  state: GoodsState,
  /** Both null while its dispatch is not here. */
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type TransferSummary = z.infer<typeof TransferSummary>;

const TransferLineAnswer = z.object({
  ...product,
  dispatched: z.string(),
  received: z.string(),
  inTransit: z.string(),
  /** Lost on the way. */
  short: z.string(),
  /** Came beyond what was sent. */
  over: z.string(),
});

export const TransferAnswer = TransferSummary.extend({
  note: z.string().nullable(),
  lines: z.array(TransferLineAnswer),
  parts: z.array(GoodsPart),
  asOfSeq: z.int(),
});
export type TransferAnswer = z.infer<typeof TransferAnswer>;

/** A place where the shop keeps its goods. One that nobody set up has no name and no role. */
export const LocationAnswer = z.object({
  code: z.string(),
  name: z.string().nullable(),
  role: z.string().nullable(),
});
export type LocationAnswer = z.infer<typeof LocationAnswer>;

export const LocationList = z.object({ locations: z.array(LocationAnswer) });

import { z } from 'zod';

/**
 * What the hub answers about costs: decimal text in major units of the shop’s currency, at most six digits behind the
 * point. Averages are over all places of the shop, goods in transit and damaged goods included.
 */
const DeliveryCost = z.object({
  seq: z.int(),
  /** When it takes effect: when the goods came, or when the ledger heard of it. */
  at: z.string(),
  /** It was told later than it takes effect. */
  late: z.boolean(),
  /** It counts no more. */
  takenBack: z.boolean(),
  quantity: z.string(),
  unitCost: z.string(),
  value: z.string(),
  /** The average from then on; null where no cost is known. */
  averageAfter: z.string().nullable(),
});

const CostDifference = z.object({
  seq: z.int(),
  at: z.string(),
  /** `variance`: goods had left, or had come, at another cost. `revaluation`: a delivery was told late or taken back. */
  kind: z.enum(['variance', 'revaluation']),
  /** What is on hand became worth that much more, and what was sold cost that much less. */
  value: z.string(),
});

export const CostAnswer = z.object({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  onHand: z.string(),
  /** Null: nothing of the product ever came at a cost. */
  average: z.string().nullable(),
  /** Of the last delivery that counts. */
  lastCost: z.string().nullable(),
  /** Of what is on hand; below zero where more left than came. */
  value: z.string(),
  /** The newest first, at most as many as were asked for. */
  deliveries: z.array(DeliveryCost),
  differences: z.array(CostDifference),
});
export type CostAnswer = z.infer<typeof CostAnswer>;

const ValuedProduct = z.object({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  onHand: z.string(),
  average: z.string().nullable(),
  value: z.string(),
});

/** One page of what the shop’s goods are worth, by SKU. */
export const ValuationPage = z.object({
  products: z.array(ValuedProduct),
  /** The SKU to ask on from; null at the end. A page may be short. */
  next: z.string().nullable(),
});
export type ValuationPage = z.infer<typeof ValuationPage>;

export const ValuationAnswer = ValuationPage.extend({
  /** Of all products of the shop, this page or not. */
  total: z.string(),
  /** Goods on hand whose cost nobody told: they count as nothing. */
  productsWithoutCost: z.int(),
  /** The ledger position of the total. */
  asOfSeq: z.int(),
  /** False: the shop went on selling while it was added up, by what came after `asOfSeq`. */
  exact: z.boolean(),
});
export type ValuationAnswer = z.infer<typeof ValuationAnswer>;

import { z } from 'zod';
import { Pack } from './product-events.ts';

/** What the hub answers about the shop, over HTTP and MQTT. Quantities are decimal text, instants are ISO 8601 in UTC. */
export const Badge = z.enum(['ok', 'low', 'out', 'negative', 'untracked']);
export type Badge = z.infer<typeof Badge>;

/** What is on hand, what of it is promised, and what is on its way. */
export const stockQuantities = {
  onHand: z.string(),
  reserved: z.string().describe('Promised to somebody: reservations that are open.'),
  available: z.string().describe('On hand less reserved. Below zero where more is promised than is there.'),
  incoming: z.string().describe('Expected of suppliers, or on its way from another location.'),
};

const StockAtLocation = z.object({ location: z.string(), ...stockQuantities, badge: Badge });

export const StockAnswer = z.object({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  ...stockQuantities,
  badge: Badge,
  locations: z.array(StockAtLocation),
  /** The ledger position that this answer knows of. */
  asOfSeq: z.int(),
});
export type StockAnswer = z.infer<typeof StockAnswer>;

export const ProductAnswer = z.object({
  sku: z.string(),
  name: z.string(),
  department: z.string().nullable(),
  kind: z.string(),
  unit: z.string(),
  price: z.string().nullable().describe('The shop’s own, without an end.'),
  currentPrice: z
    .string()
    .nullable()
    .describe('What holds now: an offer goes before the price without an end.'),
  currency: z.string().nullable(),
  taxCategory: z.string().nullable(),
  /** Of one unit each. */
  barcodes: z.array(z.string()),
  packs: z.array(Pack),
  lowStockLevel: z.string().nullable(),
  shelf: z.string().nullable(),
  ageLimit: z.int().nullable(),
  depositSku: z.string().nullable(),
  withdrawn: z.boolean(),
  /** False: a till sold a code that no product has; a person names it or merges it. */
  listed: z.boolean(),
  ...stockQuantities,
  badge: Badge,
});
export type ProductAnswer = z.infer<typeof ProductAnswer>;

export const MovementAnswer = z.object({
  seq: z.int(),
  at: z.string(),
  type: z.string(),
  source: z.string(),
  from: z.string(),
  to: z.string(),
  /** Signed as seen from the location. */
  change: z.string(),
});
export type MovementAnswer = z.infer<typeof MovementAnswer>;

/** `unknown`: the operating system does not say, or the event is older than this question. */
const ReceiveClock = z.enum(['synced', 'unsynced', 'unknown']);

export const ActivityAnswer = z.object({
  seq: z.int(),
  at: z.string(),
  /** How well the hub knew the time then: `at` of an unsynced clock may be years off, and the order never is. */
  clock: ReceiveClock,
  type: z.string(),
  /** Who made it: a till's name, or `hub`. */
  by: z.string(),
  standing: z.enum(['counted', 'conflict']),
  currency: z.string().nullable(),
  totalMinor: z.int().nullable(),
  lines: z.int().nullable(),
});
export type ActivityAnswer = z.infer<typeof ActivityAnswer>;

export const ExceptionAnswer = z.object({
  exception: z.int(),
  seq: z.int(),
  at: z.string(),
  cause: z.string(),
  subject: z.string(),
  detail: z.string(),
  by: z.string(),
});
export type ExceptionAnswer = z.infer<typeof ExceptionAnswer>;

export const DestinationAnswer = z.object({
  name: z.string(),
  kind: z.string(),
  /** Counted up to a limit; `moreWaiting` says that there are more than this. */
  waiting: z.int(),
  moreWaiting: z.boolean(),
  parked: z.int(),
  delivered: z.int(),
  oldestWaitingAt: z.string().nullable(),
  lastDeliveredAt: z.string().nullable(),
  /** Set while the destination does not answer; null when all is well. */
  failingSince: z.string().nullable(),
  /** While it fails: it was reached at the last attempt, and answered with an error. False when all is well. */
  answersWithErrors: z.boolean(),
  lastError: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
});
export type DestinationAnswer = z.infer<typeof DestinationAnswer>;

export const ParkedAnswer = z.object({
  destination: z.string(),
  seq: z.int(),
  eventId: z.string(),
  type: z.string(),
  reason: z.string(),
  attempts: z.int(),
  parkedAt: z.string(),
});
export type ParkedAnswer = z.infer<typeof ParkedAnswer>;

export const RejectedAnswer = z.object({
  rejected: z.int(),
  at: z.string(),
  from: z.string(),
  sha256: z.string(),
  reason: z.string(),
  timesSeen: z.int(),
});
export type RejectedAnswer = z.infer<typeof RejectedAnswer>;

export const DayTotalAnswer = z.object({
  businessDate: z.string(),
  currency: z.string(),
  sales: z.int(),
  salesMinor: z.int(),
  refunds: z.int(),
  refundsMinor: z.int(),
  voids: z.int(),
  voidsMinor: z.int(),
});
export type DayTotalAnswer = z.infer<typeof DayTotalAnswer>;

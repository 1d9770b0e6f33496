import { z } from 'zod';
import { ActingEmployee } from './customer-views.ts';

/** awaited: named by receipts or cash only. closing: closed by its till, and some numbers are missing. closed: its Z is fixed. */
const SessionState = z.enum(['awaited', 'open', 'closing', 'closed']);
export type SessionState = z.infer<typeof SessionState>;

const Minor = z.int().describe('Minor units of the currency.');
const Sum = z.object({ minor: Minor, count: z.int() });
const KeyedSum = z.object({
  key: z.string(),
  salesMinor: Minor,
  refundsMinor: Minor,
  count: z.int(),
});
const Reasoned = z.object({ reason: z.string(), minor: Minor });

/** What receipts and the drawer add up to, in one currency. Refunds are below zero; voided sales are in `voids` only. */
export const MoneySums = z.object({
  currency: z.string(),
  sales: Sum,
  refunds: Sum,
  voids: Sum,
  taxes: z.array(KeyedSum.extend({ rate: z.string(), baseMinor: Minor })).describe('By category and rate.'),
  tenders: z.array(KeyedSum).describe('By kind; of cash, less the change.'),
  departments: z.array(KeyedSum).describe('Without tax; an empty key is for goods of no department.'),
  liabilities: z.array(KeyedSum).describe('Gift cards and deposits sold.'),
  tipMinor: Minor,
  roundingMinor: Minor,
  cashBackMinor: Minor,
  discountMinor: Minor,
  offMinor: Minor.describe('What receipts lack or have too much: it is posted to suspense.'),
  cashIn: z.array(Reasoned),
  cashOut: z.array(Reasoned),
});
export type MoneySums = z.infer<typeof MoneySums>;

const Numbers = z.object({ first: z.int(), last: z.int() });
const Drawer = z.object({
  floatMinor: Minor.nullable(),
  expectedMinor: Minor,
  countedMinor: Minor.nullable(),
  overMinor: Minor.nullable().describe('Counted less expected: below zero, it is short.'),
});

/** An X report of a session as it is, or the Z report that was fixed when it was closed. */
const SessionReport = z.object({
  kind: z.enum(['X', 'Z']),
  source: z.string(),
  till: z.string(),
  registerSession: z.string(),
  businessDate: z.string(),
  zNumber: z.int().nullable(),
  currency: z.string(),
  openedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  numbers: Numbers.nullable().describe('Null while its till has not closed it.'),
  missing: z.array(Numbers).describe('Numbers between them that are not here.'),
  sums: z.array(MoneySums).describe('The session’s own currency first.'),
  drawer: Drawer,
  grandTotals: z
    .array(z.object({ currency: z.string(), sales: Sum, refunds: Sum, voids: Sum }))
    .describe('Of the installation, over all its Z reports and adjustments, this one among them.'),
});
export type SessionReport = z.infer<typeof SessionReport>;

export const SessionSummary = z.object({
  /** The entry of the ledger that first named it. */
  session: z.int(),
  till: z.string(),
  registerSession: z.string(),
  businessDate: z.string(),
  currency: z.string(),
  state: SessionState,
  zNumber: z.int().nullable(),
  isSealed: z.boolean(),
  sales: Sum,
  refunds: Sum,
  voids: Sum,
  drawer: Drawer.describe('With what came late.'),
  adjustments: z.int(),
  missing: z.array(Numbers),
});
export type SessionSummary = z.infer<typeof SessionSummary>;

export const SessionPage = z.object({ sessions: z.array(SessionSummary), next: z.int().nullable() });
export type SessionPage = z.infer<typeof SessionPage>;

const Adjustment = z.object({
  seq: z.int(),
  at: z.string(),
  kind: z.enum(['sale', 'refund', 'void', 'cash', 'opening', 'closing']),
  session: z.int(),
  currency: z.string(),
  totalMinor: Minor,
});
export type Adjustment = z.infer<typeof Adjustment>;

const TillDifference = z.object({
  aspect: z.string(),
  key: z.string(),
  tillMinor: Minor.describe('What the till says.'),
  hubMinor: Minor.describe('What the hub says.'),
});
export type TillDifference = z.infer<typeof TillDifference>;

const Seal = z.object({
  seq: z.int(),
  at: z.string(),
  zSha256: z.string(),
  headSeq: z.int(),
  headHash: z.string(),
  publicKey: z.string(),
  signature: z.string(),
  /** The entry at `headSeq` of this ledger has this hash. */
  isOfThisChain: z.boolean(),
});
export type Seal = z.infer<typeof Seal>;

/** What came after the Z report: adjustments of the day. */
export const Adjusted = z.object({ rows: z.array(Adjustment), sums: z.array(MoneySums) });

export const SessionAnswer = SessionSummary.extend({
  report: SessionReport,
  openedBy: ActingEmployee.nullable().describe(
    'A name is in no report: that is signed, and a name can be erased.',
  ),
  closedBy: ActingEmployee.nullable(),
  zSha256: z.string().nullable().describe('Of the Z report as canonical JSON; null while it is an X report.'),
  seal: Seal.nullable(),
  adjusted: Adjusted,
  differences: z.array(TillDifference),
  asOfSeq: z.int(),
});
export type SessionAnswer = z.infer<typeof SessionAnswer>;

import { z } from 'zod';
import { AmountMinor, BusinessDate, Code, Currency, Name, Note, Reference } from './fields.ts';
import { Sequence, Source } from './envelope.ts';
import { LIMITS } from './limits.ts';
import { doneBy } from './stock-line.ts';

/**
 * The till's day: a register session from its opening to its close. A session belongs to the installation that names it:
 * two tills may both call theirs `1`.
 */
const ofSession = { registerSession: Reference, businessDate: BusinessDate, currency: Currency };

/** The drawer is opened with a float. */
export const SessionOpened = z.object({
  ...ofSession,
  location: Code.optional(),
  floatMinor: AmountMinor.min(0).describe('The cash in the drawer to begin with.'),
  ...doneBy,
  note: Note.optional(),
});
export type SessionOpened = z.infer<typeof SessionOpened>;

/** Why cash goes into or out of a drawer without a sale. */
const CashReason = z.enum(['float', 'change', 'bank', 'expense', 'tips', 'correction', 'other']);

/** Cash goes into the drawer or out of it, apart from sales and refunds. */
export const CashMoved = z.object({
  ...ofSession,
  direction: z.enum(['in', 'out']),
  amountMinor: AmountMinor.min(1),
  reason: CashReason,
  ...doneBy,
  note: Note.optional(),
});
export type CashMoved = z.infer<typeof CashMoved>;

const Denomination = z.object({
  valueMinor: AmountMinor.min(1).describe('The worth of one coin or note.'),
  count: z.int().min(0).max(LIMITS.denominationCount),
});

const TillAmount = z.object({ key: Reference, amountMinor: AmountMinor });

/** What the till itself adds up to at its close; the hub compares, and tells differences. */
const TillReport = z.object({
  salesMinor: AmountMinor.optional().describe(
    'Σ of the totals of its sales, without those that were voided.',
  ),
  refundsMinor: AmountMinor.optional().describe('Σ of the totals of its refunds: zero or less.'),
  saleCount: z.int().min(0).max(LIMITS.sequence).optional(),
  refundCount: z.int().min(0).max(LIMITS.sequence).optional(),
  tenders: z
    .array(TillAmount)
    .max(LIMITS.tenders)
    .optional()
    .describe('By kind of tender, such as `cash`; of cash, what was given less the change.'),
  taxes: z.array(TillAmount).max(LIMITS.tenders).optional().describe('By tax category.'),
  expectedCashMinor: AmountMinor.optional(),
});

/** The drawer is counted and the session is closed. */
export const SessionClosed = z.object({
  ...ofSession,
  firstSequence: Sequence.describe('The number of the event that opened the session.'),
  lastSequence: Sequence.describe('The number of the last event before this one.'),
  countedMinor: AmountMinor.min(0).optional().describe('Cash in the drawer, float included.'),
  denominations: z
    .array(Denomination)
    .max(LIMITS.tenders)
    .optional()
    .describe('Instead of `countedMinor`, or beside it.'),
  report: TillReport.optional(),
  ...doneBy,
  note: Note.optional(),
});
export type SessionClosed = z.infer<typeof SessionClosed>;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in hexadecimal');

/** The Z report of a session is signed together with the head of the ledger's chain. Made by the hub itself. */
export const SessionSealed = z.object({
  source: Source.describe('The installation whose session it is.'),
  registerSession: Reference,
  zSha256: Sha256,
  headSeq: z.int().min(1),
  headHash: Sha256,
  /** Ed25519 (RFC 8032), base64url, over the text that `docs` of the contract name: see hub/contract/README.md. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not an Ed25519 key in base64url'),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'is not an Ed25519 signature in base64url'),
});
export type SessionSealed = z.infer<typeof SessionSealed>;

/** A business day is over: what comes late is an adjustment of that day. Made by the hub itself. */
export const DayClosed = z.object({ businessDate: BusinessDate, by: Name.optional(), note: Note.optional() });
export type DayClosed = z.infer<typeof DayClosed>;

/**
 * What a business day came to when it was compared with everything that has a word about it: told again where something that
 * came late has changed that. Made by the hub itself.
 */
export const DayReconciled = z.object({
  businessDate: BusinessDate,
  differenceCount: z.int().min(0).max(LIMITS.sequence).describe('None: the day agrees.'),
  differences: z
    .array(z.object({ cause: Reference, detail: Note }))
    .max(LIMITS.tenders)
    .describe('The first of them. What waits for a destination is none: it goes by itself.'),
});
export type DayReconciled = z.infer<typeof DayReconciled>;

import { z } from 'zod';

/** What the hub answers about the accounting journal. Amounts are minor units of the entry’s currency. */
const JournalKind = z.enum(['session', 'sale', 'adjustment', 'payout', 'liability']);

const JournalLine = z.object({
  /** A key of our own, such as `revenue:tea`. */
  account: z.string(),
  accountKind: z.enum(['asset', 'liability', 'equity', 'income', 'expense']),
  /** One of the two is above zero, the other is zero. */
  debitMinor: z.int(),
  creditMinor: z.int(),
});

export const JournalEntryAnswer = z.object({
  entry: z.int(),
  kind: JournalKind,
  businessDate: z.string(),
  currency: z.string(),
  /** The ledger position of the event that made it. */
  seq: z.int(),
  /** The ledger position of what it tells of: the closing of a session, a sale that is voided. */
  about: z.int().nullable(),
  till: z.string().nullable(),
  registerSession: z.string().nullable(),
  /** Of a payout or a liability: the shop’s own name for it. */
  reference: z.string().nullable(),
  /** Debits first; they balance. */
  lines: z.array(JournalLine),
});
export type JournalEntryAnswer = z.infer<typeof JournalEntryAnswer>;

export const JournalPage = z.object({
  /** By business date, oldest first. */
  entries: z.array(JournalEntryAnswer),
  /** The entry to ask on `after`; null on the last page. */
  next: z.int().nullable(),
});
export type JournalPage = z.infer<typeof JournalPage>;

const AccountBalance = z.object({
  account: z.string(),
  accountKind: JournalLine.shape.accountKind,
  currency: z.string(),
  debitMinor: z.int(),
  creditMinor: z.int(),
  /** Debit less credit. */
  balanceMinor: z.int(),
});

export const AccountBalances = z.object({ accounts: z.array(AccountBalance) });
export type AccountBalances = z.infer<typeof AccountBalances>;

export const MappingKind = z.enum(['account', 'tax', 'tender', 'department', 'location', 'product', 'class']);

export const MappingAnswer = z.object({
  system: z.string(),
  kind: MappingKind,
  ours: z.string(),
  theirs: z.string(),
});
export type MappingAnswer = z.infer<typeof MappingAnswer>;

export const MappingList = z.object({ mappings: z.array(MappingAnswer) });

/** What waits to be posted to a system, since something in it has no name there. */
export const HeldPostings = z.object({
  /** Accounts that the journal uses and the system has no name for. */
  unmapped: z.array(z.string()),
  held: z.array(
    z.object({
      entry: z.int(),
      businessDate: z.string(),
      /** For a person: what is missing, and what to do. */
      reason: z.string(),
    }),
  ),
});
export type HeldPostings = z.infer<typeof HeldPostings>;

export const BooksSettingsAnswer = z.object({
  currency: z.string(),
  timeZone: z.string(),
  dayStartsAt: z.string(),
  journalPer: z.enum(['session', 'sale']),
  costOfGoods: z.boolean(),
  loyalty: z
    .object({ pointsPerUnit: z.string(), unitsPerPoint: z.string(), expireAfterDays: z.int().optional() })
    .nullable(),
});
export type BooksSettingsAnswer = z.infer<typeof BooksSettingsAnswer>;

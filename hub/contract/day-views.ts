import { z } from 'zod';
import { Adjusted, MoneySums, SessionSummary } from './session-views.ts';

const Minor = z.int().describe('Minor units of the currency.');

const Pair = z.object({
  about: z.string(),
  currency: z.string(),
  oursMinor: Minor,
  theirsMinor: Minor,
});

/** Something about a business day that does not agree, why, and what a person does about it. */
const DayDifference = z.object({
  cause: z.string(),
  about: z.string(),
  session: z.int().nullable().describe('The session that it is about; null where it is about the whole day.'),
  currency: z.string().nullable(),
  oursMinor: Minor.nullable().describe('What the hub says; a number of things where there is no currency.'),
  theirsMinor: Minor.nullable().describe('What the other side says.'),
  detail: z.string().describe('A sentence for a person.'),
  advice: z.string().describe('What a person does about it.'),
});
export type DayDifference = z.infer<typeof DayDifference>;

/** Whether a destination holds what the books have of the day; `behind` while something waits for it or is parked. */
const DestinationHolds = z.enum(['agrees', 'differs', 'behind', 'does_not_say', 'no_answer', 'not_asked']);

const DestinationOfDay = z.object({
  name: z.string(),
  waiting: z.int().describe('Events of the day that are on the way to it: 500 stands for so many or more.'),
  parked: z.int(),
  holds: DestinationHolds,
  detail: z.string().describe('The same in a sentence.'),
});

const agreement = {
  /** Nothing differs. */
  agrees: z.boolean(),
  sales: z.array(Pair).describe('Ours: the receipts of this date. Theirs: the sessions of the day.'),
  journal: z.array(Pair).describe('Ours: the journal. Theirs: the Z reports with their adjustments.'),
  clearing: z
    .array(Pair)
    .describe('Of all days. Ours: the journal. Theirs: the unsettled payments that are posted.'),
  unsettled: z.array(z.object({ account: z.string(), currency: z.string(), count: z.int(), minor: Minor })),
  destinations: z.array(DestinationOfDay),
  differences: z.array(DayDifference),
};

/** Whether a business day agrees, with every two sums that were compared. */
export const ReconciliationAnswer = z.object({ businessDate: z.string(), ...agreement, asOfSeq: z.int() });
export type ReconciliationAnswer = z.infer<typeof ReconciliationAnswer>;

export const DayAnswer = z.object({
  businessDate: z.string(),
  /** Null while the day is not closed. */
  closedAt: z.string().nullable(),
  closedBy: z.string().nullable(),
  sessions: z.array(SessionSummary),
  sums: z.array(MoneySums).describe('Of its sessions, as their reports have them.'),
  adjusted: Adjusted,
  ...agreement,
  asOfSeq: z.int(),
});
export type DayAnswer = z.infer<typeof DayAnswer>;

const DaySummary = z.object({
  businessDate: z.string(),
  isClosed: z.boolean(),
  sessions: z.int(),
  openSessions: z.int(),
  differences: z.int().nullable().describe('As it was last compared; null while that never was.'),
});

/** `next` is the `before` of the next page. */
export const DayPage = z.object({ days: z.array(DaySummary), next: z.string().nullable() });
export type DayPage = z.infer<typeof DayPage>;

/** What a destination says that it holds of the journal of a day, beside what the books have. */
export type DestinationSays =
  | { readonly name: string; readonly kind: 'says'; readonly pairs: readonly z.infer<typeof Pair>[] }
  /** It takes what it is sent, and cannot be asked. */
  | { readonly name: string; readonly kind: 'does_not_say' }
  | { readonly name: string; readonly kind: 'no_answer'; readonly reason: string };

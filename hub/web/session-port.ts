import type { DayAnswer, DayPage, DestinationSays, ReconciliationAnswer } from '../contract/day-views.ts';
import type { SessionAnswer, SessionPage } from '../contract/session-views.ts';

/** Register sessions and the business days that they make. */
export interface SessionReader {
  /** Newest first. */
  sessions(options: { before?: number; limit: number }): SessionPage;
  session(session: number): SessionAnswer | null;
  /** Newest first. */
  days(options: { before?: string; limit: number }): DayPage;
  /** `says`: what destinations were asked and said; those that are not among them were not asked. */
  day(businessDate: string, says: readonly DestinationSays[]): DayAnswer;
  reconciliation(businessDate: string, says: readonly DestinationSays[]): ReconciliationAnswer;
}

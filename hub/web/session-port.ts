import type { DayAnswer, DayPage, SessionAnswer, SessionPage } from '../contract/session-views.ts';

/** Register sessions and the business days that they make. */
export interface SessionReader {
  /** Newest first. */
  sessions(options: { before?: number; limit: number }): SessionPage;
  session(session: number): SessionAnswer | null;
  /** Newest first. */
  days(options: { before?: string; limit: number }): DayPage;
  day(businessDate: string): DayAnswer;
}

import type { DayDifference } from '../../contract/day-views.ts';
import type { Adjustment, SessionState } from '../../contract/session-views.ts';

/** What stands above a difference, by its cause. */
const DIFFERENCE_TITLES: Readonly<Record<string, string>> = {
  'session.open': 'A session is not closed',
  'session.incomplete': 'A closed session lacks something',
  'session.not_opened': 'A session was never opened',
  'session.not_closed': 'The day was closed before the session',
  'numbers.missing': 'Something never came',
  'till.differs': 'The till adds up to something else',
  'cash.over': 'More cash than expected',
  'cash.short': 'Less cash than expected',
  'ledger.other_day': 'Receipts of another day',
  'journal.differs': 'The journal differs from the Z reports',
  'clearing.differs': 'Clearing differs from what is not settled',
  'suspense.open': 'Money that nothing explains',
  'payout.unexplained': 'A payout of no known payment',
  'destination.behind': 'Still on its way',
  'destination.parked': 'Set aside',
  'destination.differs': 'A destination holds something else',
  'destination.silent': 'A destination does not answer',
};

export function differenceTitle({ cause }: DayDifference): string {
  return DIFFERENCE_TITLES[cause] ?? cause;
}

export const SESSION_STATES: Readonly<Record<SessionState, string>> = {
  awaited: 'Not opened yet',
  open: 'Open',
  closing: 'Closed, something is missing',
  closed: 'Closed',
};

export const ADJUSTMENT_WORDS: Readonly<Record<Adjustment['kind'], string>> = {
  sale: 'Sale',
  refund: 'Refund',
  void: 'Sale voided',
  cash: 'Cash moved',
  opening: 'Register opened',
  closing: 'Register closed',
};

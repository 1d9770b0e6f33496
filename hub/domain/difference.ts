import type { DayDifference } from '../contract/day-views.ts';
import { moneyWords } from './money-words.ts';

/** Every cause for which a business day does not agree, with what a person does about it. */
const ADVICE = {
  'session.open':
    'Count the drawer and close the session at its till. Until then its money is not in the books.',
  'session.incomplete':
    'Connect its till to the hub: it sends what is missing again by itself. If the till is lost, close the day, which posts what is there.',
  'session.not_opened':
    'Its float is not known. Ask for it at the till, and look whether the till tells the hub of its opening.',
  'session.not_closed': 'The day was closed before it. Count the drawer and close the session at its till.',
  'numbers.missing': 'Connect its till to the hub: what it sends becomes an adjustment of this day.',
  'till.differs':
    'Compare the till’s own report with its receipts: the hub’s sums are those of the receipts it has, and they count.',
  'cash.over':
    'Count the drawer again, and look for cash that was put in without a word. The difference is in the books.',
  'cash.short':
    'Count the drawer again, and look for cash that was taken out without a word. The difference is in the books.',
  'ledger.other_day': 'Receipts have another date than their session. Look at the clock of the till.',
  'journal.differs': 'Run `backroom ledger verify`, and rebuild the ledger if it says so.',
  'clearing.differs': 'Run `backroom ledger verify`, and rebuild the ledger if it says so.',
  'suspense.open':
    'Look at the receipts and payouts that do not add up, and post the amount where it belongs.',
  'payout.unexplained': 'Find the payment in the processor’s list, or ask the processor what it is of.',
  'destination.behind': 'It goes by itself when the destination can be reached again.',
  'destination.parked': 'See `backroom outbox parked`: something must be put right, and sent again.',
  'destination.differs':
    'Compare the entry in the other system: somebody may have changed or skipped it, or given the account another name since.',
  'destination.silent': 'Look whether the destination is there and can be read, and ask again.',
} as const;

export type DifferenceCause = keyof typeof ADVICE;

interface Between {
  readonly about: string;
  /** Null where it is a number of things. */
  readonly currency?: string | null;
  /** What the hub says; left out where no amount says it. */
  readonly oursMinor?: number | null;
  /** What the other side says. */
  readonly theirsMinor?: number | null;
}

/** A row in which a day does not agree, with a sentence that says it: `ours` and `theirs` are what the two sides are called. */
export function difference(
  cause: DifferenceCause,
  between: Between,
  [ours = 'here', theirs = 'there']: readonly string[] = [],
): DayDifference {
  const { about, currency = null, oursMinor = null, theirsMinor = null } = between;
  const words = (minor: number): string => (currency === null ? String(minor) : moneyWords(minor, currency));
  const sides = [
    ...(oursMinor === null ? [] : [`${words(oursMinor)} ${ours}`.trimEnd()]),
    ...(theirsMinor === null ? [] : [`${words(theirsMinor)} ${theirs}`]),
  ];
  const detail = sides.length === 0 ? `${about}.` : `${about}: ${sides.join(', ')}.`;
  return { cause, about, session: null, currency, oursMinor, theirsMinor, detail, advice: ADVICE[cause] };
}

import { moneyWords } from './money-words.ts';

/**
 * Whether a business day agrees: till = Z reports = ledger = journal = destinations = payouts, and the clearing accounts
 * with the payments that nobody has settled. Every two that differ are a row, with the cause and what a person does.
 */
export interface DaySums {
  /** Sessions of the day that are not posted. */
  readonly open: readonly {
    readonly about: string;
    readonly isClosed: boolean;
    readonly currency: string;
    readonly minor: number;
  }[];
  /** What a till’s own report says otherwise than the hub. */
  readonly tills: readonly Pair[];
  /** What the drawers have more than expected, or less, below zero. */
  readonly over: readonly Sum[];
  /** Sales and refunds: by the sessions of the day, and by the receipts of its date. */
  readonly sales: readonly Pair[];
  /** By the Z reports of the day with their adjustments, and by the journal. */
  readonly journal: readonly Pair[];
  /** Of all days: by the journal, and by the open payments that are posted. */
  readonly clearing: readonly Pair[];
  /** What the day posted to suspense. */
  readonly suspense: readonly Sum[];
  /** Entries of the day’s payouts that no payment explains. */
  readonly payouts: readonly (Sum & { readonly about: string })[];
  readonly destinations: readonly DestinationWord[];
}

export interface Sum {
  readonly currency: string;
  readonly minor: number;
}

/** Two words about one thing. */
export interface Pair {
  readonly about: string;
  /** Null where it is a number of things. */
  readonly currency: string | null;
  readonly oursMinor: number;
  readonly theirsMinor: number;
}

/** What a destination has of the day. */
export interface DestinationWord {
  readonly name: string;
  readonly waiting: number;
  readonly parked: number;
  /** By account, what it says it holds; null where it cannot be asked. */
  readonly says: readonly Pair[] | null;
}

type DifferenceCause = keyof typeof ADVICE;

export interface Difference {
  readonly cause: DifferenceCause;
  readonly about: string;
  readonly currency: string | null;
  /** What the hub says; null where no amount says it. */
  readonly oursMinor: number | null;
  /** What the other side says. */
  readonly theirsMinor: number | null;
  /** What a person does about it. */
  readonly advice: string;
}

const ADVICE = {
  'session.open': 'Close the session at its till. Until then its money is not in the books.',
  'session.incomplete':
    'Numbers of the session are missing: connect its till, or close the day to post what is there.',
  'till.differs':
    'Compare the till’s own report with its receipts: the hub’s sums are those of the receipts it has.',
  'cash.over_short': 'Count the drawer again, and look for cash that went in or out without a word.',
  'ledger.other_day': 'Receipts have another date than their session. Look at the clock of the till.',
  'journal.differs': 'Run `backroom ledger verify`, and rebuild the ledger if it says so.',
  'clearing.differs': 'Run `backroom ledger verify`, and rebuild the ledger if it says so.',
  'suspense.open':
    'Look at the receipts and payouts that do not add up, and post the amount where it belongs.',
  'payout.unexplained': 'Find the payment in the processor’s list, or ask the processor what it is of.',
  'destination.behind': 'It goes by itself when the destination can be reached again.',
  'destination.parked': 'See `backroom outbox parked`: something must be put right, and sent again.',
  'destination.differs': 'Compare the entry in the other system: somebody may have changed it there.',
} as const;

/** The rows in which a day does not agree; none where it does. */
export function reconcile(day: DaySums): Difference[] {
  return [
    ...day.open.map(({ about, isClosed, currency, minor }) =>
      difference(isClosed ? 'session.incomplete' : 'session.open', {
        about,
        currency,
        oursMinor: minor,
        theirsMinor: null,
      }),
    ),
    ...unequal('till.differs', day.tills),
    ...open('cash.over_short', day.over, 'cash'),
    ...unequal('ledger.other_day', day.sales),
    ...unequal('journal.differs', day.journal),
    ...unequal('clearing.differs', day.clearing),
    ...open('suspense.open', day.suspense, 'suspense'),
    ...day.payouts.map(({ about, currency, minor }) =>
      difference('payout.unexplained', { about, currency, oursMinor: 0, theirsMinor: minor }),
    ),
    ...day.destinations.flatMap(behind),
  ];
}

/** A difference as a sentence. */
export function differenceWords({ about, currency, oursMinor, theirsMinor }: Difference): string {
  const words = (minor: number): string => (currency === null ? String(minor) : moneyWords(minor, currency));
  if (oursMinor === null) return `${about}.`;
  if (theirsMinor === null) return `${about}: ${words(oursMinor)}.`;
  return `${about}: ${words(oursMinor)} here, ${words(theirsMinor)} there.`;
}

function unequal(cause: DifferenceCause, pairs: readonly Pair[]): Difference[] {
  return pairs
    .filter(({ oursMinor, theirsMinor }) => oursMinor !== theirsMinor)
    .map((pair) => difference(cause, pair));
}

/** Sums that are zero on a day that agrees. */
function open(cause: DifferenceCause, sums: readonly Sum[], about: string): Difference[] {
  return sums
    .filter(({ minor }) => minor !== 0)
    .map(({ currency, minor }) => difference(cause, { about, currency, oursMinor: 0, theirsMinor: minor }));
}

function behind({ name, waiting, parked, says }: DestinationWord): Difference[] {
  const count = (cause: DifferenceCause, rows: number): Difference[] =>
    rows === 0
      ? []
      : [difference(cause, { about: name, currency: null, oursMinor: rows, theirsMinor: null })];
  return [
    ...count('destination.behind', waiting),
    ...count('destination.parked', parked),
    ...unequal(
      'destination.differs',
      (says ?? []).map((pair) => ({ ...pair, about: `${name}: ${pair.about}` })),
    ),
  ];
}

function difference(
  cause: DifferenceCause,
  between: Pick<Difference, 'about' | 'currency' | 'oursMinor' | 'theirsMinor'>,
): Difference {
  const { about, currency, oursMinor, theirsMinor } = between;
  return { cause, about, currency, oursMinor, theirsMinor, advice: ADVICE[cause] };
}

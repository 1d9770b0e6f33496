import type { DayDifference, DestinationSays, ReconciliationAnswer } from '../contract/day-views.ts';
import { sessionDifferences } from './day-differences.ts';
import type { DaySession } from './day-differences.ts';
import { difference } from './difference.ts';
import type { DifferenceCause } from './difference.ts';

/**
 * Whether a business day agrees: till = Z reports = ledger = journal = destinations = payouts, and the clearing accounts
 * with the payments that nobody has settled. Every two that differ are a row, with the cause and what a person does.
 */
export interface DaySums {
  readonly sessions: readonly DaySession[];
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
  readonly destinations: readonly DestinationOfDay[];
}

export interface Sum {
  readonly currency: string;
  readonly minor: number;
}

/** Two words about one thing. */
export interface Pair {
  readonly about: string;
  readonly currency: string;
  readonly oursMinor: number;
  readonly theirsMinor: number;
}

/** So many events on the way, or more: of a destination that has been away for a while nobody needs to know. */
export const ON_THE_WAY_MAX = 500;

/** What a destination has of the day. */
export interface DestinationOfDay {
  readonly name: string;
  readonly waiting: number;
  readonly parked: number;
  /** What it says that it holds; null where nobody asked it. */
  readonly says: DestinationSays | null;
}

/** The rows in which a day does not agree; none where it does. */
export function reconcile(day: DaySums): DayDifference[] {
  return [
    ...day.sessions.flatMap(sessionDifferences),
    ...unequal('ledger.other_day', day.sales, ['by the receipts of the date', 'by the sessions of the day']),
    ...unequal('journal.differs', day.journal, ['in the journal', 'by the Z reports']),
    ...unequal('clearing.differs', day.clearing, ['in the journal', 'not settled']),
    ...day.suspense
      .filter(({ minor }) => minor !== 0)
      .map(({ currency, minor }) =>
        difference('suspense.open', { about: 'Suspense', currency, oursMinor: minor }, [
          'that is not explained',
        ]),
      ),
    ...day.payouts.map(({ about, currency, minor }) =>
      difference('payout.unexplained', { about, currency, theirsMinor: minor }, [
        '',
        'that no payment explains',
      ]),
    ),
    ...day.destinations.flatMap(ofDestination),
  ];
}

function unequal(
  cause: DifferenceCause,
  pairs: readonly Pair[],
  sides: readonly string[] = [],
): DayDifference[] {
  return pairs
    .filter(({ oursMinor, theirsMinor }) => oursMinor !== theirsMinor)
    .map((pair) => difference(cause, pair, sides));
}

function ofDestination(destination: DestinationOfDay): DayDifference[] {
  const { name, waiting, parked, says } = destination;
  const holds = holdsOf(destination);
  const pairs = holds === 'differs' && says?.kind === 'says' ? says.pairs : [];
  return [
    ...(waiting === 0
      ? []
      : [difference('destination.behind', { about: name, oursMinor: waiting }, [onTheWay(waiting)])]),
    ...(parked === 0
      ? []
      : [difference('destination.parked', { about: name, oursMinor: parked }, ['set aside'])]),
    ...unequal(
      'destination.differs',
      pairs.map((pair) => ({ ...pair, about: `${name}: ${pair.about}` })),
    ),
    ...(holds === 'no_answer' ? [difference('destination.silent', { about: wordsOf(destination) })] : []),
  ];
}

function onTheWay(waiting: number): string {
  return waiting < ON_THE_WAY_MAX ? 'on the way' : 'or more on the way';
}

/** How a destination stands with the day, and the same in words. */
export function destinationAnswer(
  destination: DestinationOfDay,
): ReconciliationAnswer['destinations'][number] {
  const { name, waiting, parked } = destination;
  return { name, waiting, parked, holds: holdsOf(destination), detail: `${wordsOf(destination)}.` };
}

type Holds = ReconciliationAnswer['destinations'][number]['holds'];

/** What it holds is compared only when it was given everything. */
function holdsOf({ waiting, parked, says }: DestinationOfDay): Holds {
  if (says === null) return 'not_asked';
  if (says.kind !== 'says') return says.kind;
  if (waiting > 0 || parked > 0) return 'behind';
  return says.pairs.every(({ oursMinor, theirsMinor }) => oursMinor === theirsMinor) ? 'agrees' : 'differs';
}

const HOLDS_WORDS: Readonly<Record<Holds, string>> = {
  agrees: 'holds what the books have',
  differs: 'holds something else than the books have',
  behind: 'was not given everything yet, and is compared when it was',
  does_not_say: 'takes what it is sent, and does not say what it holds',
  no_answer: 'could not be asked what it holds',
  not_asked: 'was not asked what it holds: no hub is running',
};

function wordsOf(destination: DestinationOfDay): string {
  const { name, says } = destination;
  const reason = says?.kind === 'no_answer' ? ` (${says.reason})` : '';
  return `${name} ${HOLDS_WORDS[holdsOf(destination)]}${reason}`;
}

import type { DayDifference } from '../contract/day-views.ts';
import type { SessionSummary, TillDifference } from '../contract/session-views.ts';
import { difference } from './difference.ts';
import { namedNumbers } from './session.ts';

/** A session as far as its day compares it. */
export interface DaySession extends SessionSummary {
  readonly isOpened: boolean;
  readonly isClosed: boolean;
  readonly tillSays: readonly TillDifference[];
}

/** What of a session does not agree: each with why, and what a person does about it. */
export function sessionDifferences(session: DaySession): DayDifference[] {
  const found = [...money(session), ...drawer(session), ...ends(session), ...tillReport(session)];
  return found.map((one) => ({ ...one, session: session.session }));
}

/** How people call a session: the name that its till gave it, and the till. */
function named({ registerSession, till }: DaySession): string {
  return `Session ${registerSession} of ${till}`;
}

/** Money that is not in the books yet, or not all of it. */
function money(session: DaySession): DayDifference[] {
  const { state, isClosed, missing, sales, refunds, currency } = session;
  const sums = { currency, oursMinor: sales.minor + refunds.minor };
  const missed = `${named(session)} lacks what its till sent under ${namedNumbers(missing)}`;
  if (state !== 'closed' && isClosed)
    return [difference('session.incomplete', { about: missed, ...sums }, ['so far'])];
  if (state !== 'closed')
    return [difference('session.open', { about: `${named(session)} is not closed`, ...sums }, ['so far'])];
  return missing.length === 0 ? [] : [difference('numbers.missing', { about: missed })];
}

/** Compared once every number is here: before that, what is missing would be told as cash. */
function drawer(session: DaySession): DayDifference[] {
  const { state, currency } = session;
  const { overMinor, expectedMinor, countedMinor } = session.drawer;
  if (state !== 'closed' || overMinor === null || overMinor === 0) return [];
  const sums = { currency, oursMinor: expectedMinor, theirsMinor: countedMinor };
  const about = `${named(session)}, cash in the drawer`;
  return [
    difference(overMinor > 0 ? 'cash.over' : 'cash.short', { about, ...sums }, ['expected', 'counted']),
  ];
}

/** Before it is posted, what is missing may still come. */
function ends(session: DaySession): DayDifference[] {
  const { isOpened, isClosed, state } = session;
  const about = named(session);
  if (state !== 'closed') return [];
  return [
    ...(isOpened ? [] : [difference('session.not_opened', { about })]),
    ...(isClosed ? [] : [difference('session.not_closed', { about })]),
  ];
}

const ASPECTS: Readonly<Record<string, string>> = {
  'sale-count': 'number of sales',
  'refund-count': 'number of refunds',
  'expected-cash': 'expected cash',
  denominations: 'coins and notes',
};

function tillReport(session: DaySession): DayDifference[] {
  return session.tillSays.map(({ aspect, key, tillMinor, hubMinor }) => {
    const about = `${named(session)}, ${`${ASPECTS[aspect] ?? aspect} ${key}`.trimEnd()}`;
    const currency = aspect.endsWith('-count') ? null : session.currency;
    const sums = { currency, oursMinor: hubMinor, theirsMinor: tillMinor };
    return difference('till.differs', { about, ...sums }, ['by the receipts', 'by the till']);
  });
}

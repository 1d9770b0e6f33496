import type { DayDifference, SessionSummary, TillDifference } from '../contract/session-views.ts';
import { namedNumbers } from './session.ts';

/** A session as far as its day compares it. */
export interface DaySession extends SessionSummary {
  readonly isOpened: boolean;
  readonly isClosed: boolean;
  readonly tillSays: readonly TillDifference[];
}

type Found = Omit<DayDifference, 'about' | 'currency'>;

/** What of a session does not agree: each with why, and what a person does about it. */
export function sessionDifferences(session: DaySession): DayDifference[] {
  const about = `${session.registerSession} of ${session.till}`;
  const found = [...drawer(session), ...numbers(session), ...ends(session), ...tillReport(session)];
  return found.map((one) => ({ ...one, about, currency: one.minor === null ? null : session.currency }));
}

function drawer({ drawer: { overMinor } }: DaySession): Found[] {
  if (overMinor === null || overMinor === 0) return [];
  const isOver = overMinor > 0;
  return [
    {
      cause: isOver ? 'cash.over' : 'cash.short',
      minor: overMinor,
      detail: isOver ? 'More cash was counted than expected.' : 'Less cash was counted than expected.',
      advice:
        'Count again, and look for cash that was put in or taken out without being told. The difference is in the books.',
    },
  ];
}

function numbers({ missing }: DaySession): Found[] {
  if (missing.length === 0) return [];
  return [
    {
      cause: 'numbers.missing',
      minor: null,
      detail: `The till has sent more than is here: ${namedNumbers(missing)}.`,
      advice: 'Connect the till to the hub: it sends them again by itself.',
    },
  ];
}

function ends({ isOpened, isClosed, state }: DaySession): Found[] {
  const found: Found[] = [];
  if (!isOpened)
    found.push({
      cause: 'session.not_opened',
      minor: null,
      detail: 'Its till never told of its opening: the float is not known.',
      advice: 'Ask for the float at the till, and look whether it tells the hub of its opening.',
    });
  if (!isClosed)
    found.push({
      cause: state === 'closed' ? 'session.not_closed' : 'session.open',
      minor: null,
      detail: 'Its till has not closed it: the drawer was not counted.',
      advice: 'Count the drawer and close the session at the till.',
    });
  return found;
}

function tillReport({ tillSays }: DaySession): Found[] {
  return tillSays.map(({ aspect, key, tillMinor, hubMinor }) => ({
    cause: 'till.differs',
    minor: hubMinor - tillMinor,
    detail: `${key === '' ? aspect : `${aspect} ${key}`}: the till says ${tillMinor}, the hub ${hubMinor}.`,
    advice: 'Compare the receipts of the till with those of the hub. Those that the hub has are what counts.',
  }));
}

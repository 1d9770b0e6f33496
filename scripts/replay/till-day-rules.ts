import { hashOf } from './random.ts';
import type { Receipt } from './trading-event.ts';

/** What the file does not say of the till's day, decided by names. See the README. */
/** Cash that comes late is in the drawer already: of that there must be enough. */
const LATE = { of: 1_000, are: 20, areOfCash: 150 };
const FLOAT = { fromMinor: 5_000, stepMinor: 1_000, steps: 11 };
const OFF = { one: 4, mostMinor: 200 };
const HASTY_ONE_OF = 5;
const NEVER_SETTLED_ONE_OF = 50;

/** Told right after its session was closed, or when its day is over, or when its payment may have been paid out. */
export type Lateness = 'afterSession' | 'afterDay' | 'afterPayout';
const LATENESS: readonly Lateness[] = ['afterSession', 'afterDay', 'afterPayout'];

/** How late a receipt is told that does not open its session; null: in time. */
export function latenessOf({ key, data }: Receipt): Lateness | null {
  const hash = hashOf(`late/${key}`);
  const are = data.customerId === undefined ? LATE.areOfCash : LATE.are;
  if (hash % LATE.of >= are) return null;
  return LATENESS[Math.floor(hash / LATE.of) % LATENESS.length] ?? null;
}

/** A session by the name of its till and its day, as the oracle names it. */
export function sessionName(till: number, date: string): string {
  return `till-${till + 1} ${date}`;
}

export function floatMinor(session: string): number {
  return FLOAT.fromMinor + FLOAT.stepMinor * (hashOf(`float/${session}`) % FLOAT.steps);
}

export interface CashMove {
  readonly direction: 'in' | 'out';
  readonly amountMinor: number;
  readonly reason: 'bank' | 'change';
}

/** What goes in or out of the drawer after the first receipt of a session. */
export function cashMoveOf(session: string): CashMove | null {
  const moves: readonly (CashMove | null)[] = [
    { direction: 'out', amountMinor: 2_500, reason: 'bank' },
    { direction: 'in', amountMinor: 2_000, reason: 'change' },
    null,
  ];
  return moves[hashOf(`cash/${session}`) % moves.length] ?? null;
}

/** What somebody counts in a drawer that should have so much. */
export function countedMinor(session: string, expectedMinor: number): number {
  const hash = hashOf(`count/${session}`);
  const off = Math.floor(hash / OFF.one) % (2 * OFF.mostMinor + 1);
  const offMinor = hash % OFF.one === 0 ? off - OFF.mostMinor : 0;
  return Math.max(0, expectedMinor + offMinor);
}

/** A day that is closed while its tills may still be telling: what is in its Z reports is left to chance. */
export function isHasty(date: string): boolean {
  return hashOf(`hasty/${date}`) % HASTY_ONE_OF === 0;
}

/** A payment that its processor never pays out. */
export function isNeverSettled(invoice: string): boolean {
  return hashOf(`unsettled/${invoice}`) % NEVER_SETTLED_ONE_OF === 0;
}

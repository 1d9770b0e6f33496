import type { JournalEntryAnswer } from '../../contract/journal-views.ts';
import type { HeldSum } from '../connector.ts';
import { entryOfMarker, nameOf } from './map.ts';
import type { Rendering } from './map.ts';

/** A posting of an entry as the file has it. */
interface Posting {
  readonly account: string;
  readonly currency: string;
  readonly amount: string;
}

/** The entries of a file, as far as they are asked for, by their numbers. */
export type HeldEntries = ReadonlyMap<number, readonly Posting[]>;

const POSTING = /^\s+(\S.*?)\s{2,}(-?\d+(?:\.\d+)?) ([A-Z]{3})\s*(?:;.*)?$/;

/** Reads a file line by line. What stands between a marker and the next empty line is its entry; what people wrote besides is not looked at. */
export async function heldEntries(
  lines: AsyncIterable<string>,
  asked: ReadonlySet<number>,
): Promise<HeldEntries> {
  const found = new Map<number, Posting[]>();
  let postings: Posting[] | null = null;
  for await (const line of lines) {
    const entry = entryOfMarker(line);
    if (entry !== null) {
      postings = asked.has(entry) ? [] : null;
      if (postings !== null) found.set(entry, postings);
    } else if (line === '') postings = null;
    else postings?.push(...postingOf(line));
  }
  return found;
}

function postingOf(line: string): Posting[] {
  const [, account, amount, currency] = POSTING.exec(line) ?? [];
  return account === undefined || amount === undefined || currency === undefined
    ? []
    : [{ account, amount, currency }];
}

/** By account, what the books have of some entries and what the file has of them; and the entries that it does not have. */
export function compareEntries(
  entries: readonly JournalEntryAnswer[],
  held: HeldEntries,
  rendering: Rendering,
): HeldSum[] {
  const sums = new Map<string, HeldSum>();
  const add = (about: string, currency: string, more: { oursMinor: number; theirsMinor: number }): void => {
    const key = `${currency} ${about}`;
    const { oursMinor, theirsMinor } = sums.get(key) ?? { oursMinor: 0, theirsMinor: 0 };
    sums.set(key, {
      about,
      currency,
      oursMinor: oursMinor + more.oursMinor,
      theirsMinor: theirsMinor + more.theirsMinor,
    });
  };
  for (const entry of entries) {
    const postings = held.get(entry.entry);
    if (postings === undefined) {
      const oursMinor = entry.lines.reduce((sum, { debitMinor }) => sum + debitMinor, 0);
      add(`entry ${entry.entry}`, entry.currency, { oursMinor, theirsMinor: 0 });
      continue;
    }
    for (const line of entry.lines)
      add(nameOf(line, rendering), entry.currency, {
        oursMinor: line.debitMinor - line.creditMinor,
        theirsMinor: 0,
      });
    for (const { account, currency, amount } of postings)
      add(account, currency, { oursMinor: 0, theirsMinor: minorOf(amount, rendering.minorDigits(currency)) });
  }
  return [...sums.values()];
}

/** An amount finer than its currency is none that was written here: it is off by as much as it is cut. */
function minorOf(amount: string, digits: number): number {
  const [whole = '', fraction = ''] = amount.split('.');
  return Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
}

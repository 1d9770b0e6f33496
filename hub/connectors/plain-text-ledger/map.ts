import type { JournalEntryAnswer } from '../../contract/journal-views.ts';
import { accountName, isAccountName } from './account-name.ts';
import type { LedgerFormat } from './account-name.ts';

type Entry = JournalEntryAnswer;
type Line = Entry['lines'][number];

export interface Rendering {
  readonly format: LedgerFormat;
  /** What people called our accounts. */
  readonly names: ReadonlyMap<string, string>;
  /** How many digits the minor unit of a currency has. */
  readonly minorDigits: (currency: string) => number;
}

/** What an account is called in the file, in which all of ours have names of their own unless people gave them one. */
export function nameOf({ account, accountKind }: Line, { format, names }: Rendering): string {
  return names.get(account) ?? accountName(format, account, accountKind);
}

/** Why an entry cannot be written as people want it; null when nothing is in its way. */
export function refusalOf(entry: Entry, rendering: Rendering): string | null {
  const { format, names } = rendering;
  const wrong = entry.lines.find(({ account }) => !isAccountName(format, names.get(account) ?? 'Assets:A'));
  if (wrong === undefined) return null;
  const name = names.get(wrong.account) ?? '';
  return `${wrong.account} is to be called ${name}, which ${format} cannot read as an account. Give it another name.`;
}

/** What has to be said once of the accounts and currencies of an entry, a line each. */
export function declarationsOf(entry: Entry, rendering: Rendering): string[] {
  const accounts = entry.lines.map((line) => declare(line, rendering));
  if (rendering.format === 'beancount') return accounts;
  return [`commodity ${pointed(decimal(100_000, entry.currency, rendering))} ${entry.currency}`, ...accounts];
}

const HLEDGER_TYPES = { asset: 'A', liability: 'L', equity: 'E', income: 'R', expense: 'X' } as const;

function declare(line: Line, rendering: Rendering): string {
  const name = nameOf(line, rendering);
  if (rendering.format === 'beancount') return `1970-01-01 open ${name}`;
  return `account ${name}  ; type:${HLEDGER_TYPES[line.accountKind]}`;
}

/** The first line of an entry in the file, by which it is found again. */
export function markerOf(entry: number): string {
  return `; entry ${entry}`;
}

/** The number of the entry that a line begins; null for any other line. */
export function entryOfMarker(line: string): number | null {
  const number = /^; entry (\d{1,15})$/.exec(line)?.[1];
  return number === undefined ? null : Number(number);
}

/** One entry as text: its marker, the transaction, and an empty line that says that it is whole. */
export function renderEntry(entry: Entry, rendering: Rendering): string {
  const postings = entry.lines.map((line) => {
    const amount = decimal(line.debitMinor - line.creditMinor, entry.currency, rendering);
    return `  ${nameOf(line, rendering)}  ${amount} ${entry.currency}`;
  });
  return [markerOf(entry.entry), heading(entry, rendering), ...postings, '', ''].join('\n');
}

function heading(entry: Entry, { format }: Rendering): string {
  const { kind, till, registerSession, reference, businessDate } = entry;
  const about = [till, registerSession, reference].filter((part) => part !== null).join(' ');
  if (format === 'beancount') return `${businessDate} * "${quoted(kind)}" "${quoted(about)}"`;
  // A semicolon would begin a comment, a bar would end the payee.
  return `${businessDate} * ${kind} ${about.replaceAll(/[;|]/g, ',')}`.trimEnd();
}

function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** Declarations want a point even where the currency has no smaller unit. */
function pointed(amount: string): string {
  return amount.includes('.') ? amount : `${amount}.`;
}

/** Such as `-12.05`. */
function decimal(minor: number, currency: string, rendering: Rendering): string {
  const digits = rendering.minorDigits(currency);
  const text = Math.abs(minor)
    .toString()
    .padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const point = digits > 0 ? '.' : '';
  return `${minor < 0 ? '-' : ''}${whole}${point}${text.slice(text.length - digits)}`;
}

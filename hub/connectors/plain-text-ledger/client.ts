import type { JournalEntryAnswer } from '../../contract/journal-views.ts';
import { HubError } from '../../kit/errors.ts';
import type { Connector, HeldSum, OutboundBatch, SendOutcome } from '../connector.ts';
import type { LedgerFormat } from './account-name.ts';
import { compareEntries } from './held-text.ts';
import { LedgerFolder } from './ledger-folder.ts';
import { refusalOf } from './map.ts';
import type { Rendering } from './map.ts';

export interface PlainTextSettings {
  /** The destination, as mappings name it. */
  readonly name: string;
  readonly format: LedgerFormat;
  readonly folder: string;
  /** Whether every account must have been given a name before anything of it is written. */
  readonly mappedOnly: boolean;
  /** Whether it is given what was there before it was set up: then every entry must be there. */
  readonly fromStart: boolean;
}

/** What of the books a connector asks for. */
export interface JournalPort {
  /** The entries that an event made. */
  journalOfEvent(seq: number): JournalEntryAnswer[];
  /** The entries of a business day, some at a time. */
  journalOfDay(businessDate: string): AsyncIterable<readonly JournalEntryAnswer[]>;
  /** What people call our accounts in a system, by our keys. */
  accountNames(system: string): ReadonlyMap<string, string>;
  /** Why an entry waits, for a person; null where every account has a name. */
  holdReason(system: string, entry: JournalEntryAnswer): string | null;
  minorDigits(currency: string): number;
}

/**
 * Writes the journal as text for hledger or beancount. An entry is written once: the file is looked at before anything is
 * added. What cannot be written yet waits, with what comes after it, and goes on by itself when somebody has mapped it.
 */
export function createPlainTextLedgerConnector(settings: PlainTextSettings, journal: JournalPort): Connector {
  const folder = new LedgerFolder(settings.folder);
  return {
    kind: settings.format,
    send: async (batch, signal) => send(batch, { settings, journal, folder, signal }),
    holds: async (businessDate, signal) => holds(businessDate, { settings, journal, folder, signal }),
  };
}

interface Sending {
  readonly settings: PlainTextSettings;
  readonly journal: JournalPort;
  readonly folder: LedgerFolder;
  readonly signal: AbortSignal;
}

async function send(batch: OutboundBatch, sending: Sending): Promise<SendOutcome> {
  const { settings, journal, folder, signal } = sending;
  if (signal.aborted) return { kind: 'retry', reason: 'The hub was stopped.' };
  const rendering = renderingOf(sending);
  const entries = batch.items
    .filter(({ standing }) => standing === 0)
    .flatMap(({ seq }) => journal.journalOfEvent(seq));
  const held = entries.findIndex((entry) => reasonOf(entry, rendering, sending) !== null);
  const free = held === -1 ? entries : entries.slice(0, held);
  if (free.length > 0) await write(folder, { entries: free, rendering, where: settings.folder });
  const first = entries[held];
  if (first === undefined) return { kind: 'done' };
  const reason = reasonOf(first, rendering, sending) ?? '';
  return {
    kind: 'retry',
    reason: `Entry ${first.entry} of ${first.businessDate}: ${reason}`,
    answered: true,
  };
}

function renderingOf({ settings, journal }: Sending): Rendering {
  const { format, name } = settings;
  const minorDigits = (currency: string): number => journal.minorDigits(currency);
  return { format, names: journal.accountNames(name), minorDigits };
}

/** Entries that were made before the folder was are not looked for. */
async function holds(businessDate: string, asking: Sending): Promise<HeldSum[]> {
  const { settings, journal, folder, signal } = asking;
  const entries: JournalEntryAnswer[] = [];
  for await (const some of journal.journalOfDay(businessDate)) {
    signal.throwIfAborted();
    entries.push(...some);
  }
  const asked = new Set(entries.map(({ entry }) => entry));
  const held = await folder.held(asked, { month: businessDate.slice(0, 7), format: settings.format });
  const first = settings.fromStart ? 0 : (held?.first ?? Infinity);
  const ours = entries.filter(({ entry }) => entry >= first);
  return compareEntries(ours, held?.entries ?? new Map(), renderingOf(asking));
}

function reasonOf(
  entry: JournalEntryAnswer,
  rendering: Rendering,
  { settings, journal }: Sending,
): string | null {
  const unnamed = settings.mappedOnly ? journal.holdReason(settings.name, entry) : null;
  return unnamed ?? refusalOf(entry, rendering);
}

async function write(
  folder: LedgerFolder,
  what: { entries: readonly JournalEntryAnswer[]; rendering: Rendering; where: string },
): Promise<void> {
  try {
    await folder.add(what.entries, what.rendering);
  } catch (error) {
    throw new HubError('books.io', {
      cause: error,
      detail: what.where,
      hint: 'Look whether the disk is full, or the folder gone.',
    });
  }
}

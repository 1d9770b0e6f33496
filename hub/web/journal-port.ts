import type {
  AccountBalances,
  HeldPostings,
  JournalEntryAnswer,
  JournalPage,
  MappingAnswer,
} from '../contract/journal-views.ts';

/** The accounting journal, and what other systems call its accounts. */
export interface JournalReader {
  /** By business date, oldest first; `after` is the `next` of the page before. */
  journal(options: { from: string; to: string; after?: number | undefined; limit: number }): JournalPage;
  journalEntry(entry: number): JournalEntryAnswer | null;
  accountBalances(days: { from: string; to: string }): AccountBalances;
  mappings(system: string): MappingAnswer[];
  heldPostings(system: string, limit: number): HeldPostings;
}

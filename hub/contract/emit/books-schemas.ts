import { MappingSet } from '../books-events.ts';
import {
  AccountBalances,
  HeldPostings,
  JournalEntryAnswer,
  JournalPage,
  MappingAnswer,
} from '../journal-views.ts';

/** What is asked and answered about the books. */
export const BOOKS_SCHEMAS = {
  AccountBalances,
  HeldPostings,
  JournalEntryAnswer,
  JournalPage,
  MappingAnswer,
  MappingFields: MappingSet.omit({ system: true }),
};

import type { JournalEntryAnswer } from '../../hub/contract/journal-views.ts';
import type { JournalReader } from '../../hub/web/journal-port.ts';

const ENTRY: JournalEntryAnswer = {
  entry: 1,
  kind: 'session',
  businessDate: '2026-11-23',
  currency: 'EUR',
  seq: 9,
  about: 9,
  till: 'till-1',
  registerSession: 'session-1',
  reference: null,
  lines: [
    { account: 'cash:till', accountKind: 'asset', debitMinor: 1_070, creditMinor: 0 },
    { account: 'revenue:Bakery', accountKind: 'income', debitMinor: 0, creditMinor: 1_000 },
    { account: 'tax:food 7', accountKind: 'liability', debitMinor: 0, creditMinor: 70 },
  ],
};

/** The books of a shop that closed one session. */
export const memoryJournal: JournalReader = {
  journal: ({ from, to, after = 0 }) => {
    const isIn = from <= ENTRY.businessDate && ENTRY.businessDate <= to && after < ENTRY.entry;
    return { entries: isIn ? [ENTRY] : [], next: null };
  },
  journalEntry: (entry) => (entry === ENTRY.entry ? ENTRY : null),
  accountBalances: () => ({
    accounts: ENTRY.lines.map((line) => ({
      ...line,
      currency: 'EUR',
      balanceMinor: line.debitMinor - line.creditMinor,
    })),
  }),
  mappings: (system) => [{ system, kind: 'account', ours: 'cash:till', theirs: '1000' }],
  heldPostings: (system) => ({
    unmapped: ['revenue:Bakery'],
    held: [
      {
        entry: 1,
        businessDate: '2026-11-23',
        reason: `Nobody has said which account of ${system} is meant.`,
      },
    ],
  }),
};

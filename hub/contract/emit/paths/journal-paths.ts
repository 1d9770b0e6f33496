import { API, body, change, limit, list, parameter, question, schema } from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const from = parameter('query', 'from', { type: 'string', format: 'date', description: 'The first day.' });
const to = parameter('query', 'to', { type: 'string', format: 'date', description: 'The last day.' });
const after = parameter('query', 'after', {
  type: 'integer',
  minimum: 0,
  description: 'The `next` of the page before.',
});
const entry = parameter('path', 'entry', { type: 'integer', minimum: 1 });
const system = parameter('path', 'system', {
  type: 'string',
  description: 'A destination, as the configuration names it.',
});

/** The accounting journal, and what other systems call its accounts. */
export const JOURNAL_PATHS: JsonObject = {
  [`${API}/journal`]: {
    get: question('journal', 'Entries of the accounting journal by business date, oldest first.', {
      parameters: [from, to, after, limit],
      schema: schema('JournalPage'),
    }),
  },
  [`${API}/journal/balances`]: {
    get: question('journalBalances', 'What every account comes to over some days.', {
      parameters: [from, to],
      schema: schema('AccountBalances'),
    }),
  },
  [`${API}/journal/{entry}`]: {
    get: question('journalEntry', 'One entry with its lines.', {
      parameters: [entry],
      schema: schema('JournalEntryAnswer'),
    }),
  },
  [`${API}/mappings/{system}`]: {
    get: list('mappings', 'What a system calls accounts, taxes, tenders and departments.', {
      parameters: [system],
      item: 'MappingAnswer',
    }),
    put: change(
      'setMapping',
      'Says what a system calls something of ours; without `theirs`, nothing any more.',
      {
        parameters: [system],
        body: body('MappingFields'),
      },
    ),
  },
  [`${API}/mappings/{system}/held`]: {
    get: question(
      'heldPostings',
      'What is not posted to a system, since it has no name for something in it.',
      {
        parameters: [system, limit],
        schema: schema('HeldPostings'),
      },
    ),
  },
};

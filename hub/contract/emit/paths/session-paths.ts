import { API, before, body, change, limit, parameter, question, schema } from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const session = parameter('path', 'session', {
  type: 'integer',
  minimum: 1,
  description: 'The entry of the ledger that first named it.',
});
const date = parameter('path', 'date', { type: 'string', format: 'date' });
const beforeDay = parameter('query', 'before', {
  type: 'string',
  format: 'date',
  description: 'The `next` of the page before.',
});

/** Register sessions, and the business days that they make. */
export const SESSION_PATHS: JsonObject = {
  [`${API}/sessions`]: {
    get: question('sessions', 'Register sessions, newest first.', {
      parameters: [before('The `next` of the page before.'), limit],
      schema: schema('SessionPage'),
    }),
  },
  [`${API}/sessions/{session}`]: {
    get: question(
      'session',
      'One session: its X report, or its Z report with the seal, what came late, and where the till’s own report differs.',
      { parameters: [session], schema: schema('SessionAnswer') },
    ),
  },
  [`${API}/days`]: {
    get: question('days', 'Business days that have sessions, newest first.', {
      parameters: [beforeDay, limit],
      schema: schema('DayPage'),
    }),
  },
  [`${API}/days/{date}`]: {
    get: question(
      'day',
      'A business day: its sessions, its sums, what came late, and whether it agrees. Destinations that can say what they hold are asked.',
      {
        parameters: [date],
        schema: schema('DayAnswer'),
      },
    ),
  },
  [`${API}/days/{date}/reconciliation`]: {
    get: question(
      'reconciliation',
      'Whether a business day agrees: tills, ledger, journal, destinations and payouts, and the clearing accounts with the ' +
        'payments that nobody has settled. Every difference is a row with its cause and what to do.',
      { parameters: [date], schema: schema('ReconciliationAnswer') },
    ),
  },
  [`${API}/days/{date}/close`]: {
    post: change(
      'closeDay',
      'The day is over: its sessions are posted as they are, and what comes later is an adjustment.',
      { parameters: [date], body: { ...body('DayClosing'), required: false } },
    ),
  },
};

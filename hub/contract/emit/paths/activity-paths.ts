import { API, before, body, change, limit, list, parameter, response } from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

/** What happened, and what needs a person. */
export const ACTIVITY_PATHS: JsonObject = {
  [`${API}/activity`]: {
    get: list('activity', 'What happened, newest first.', {
      parameters: [before('The `next` of the page before.'), limit],
      item: 'ActivityAnswer',
      paged: true,
    }),
  },
  [`${API}/exceptions`]: {
    get: list('exceptions', 'What needs a person, newest first.', {
      parameters: [before('The `next` of the page before.'), limit],
      item: 'ExceptionAnswer',
      paged: true,
    }),
  },
  [`${API}/exceptions/{exception}/close`]: {
    post: change(
      'closeException',
      'Says that a person has dealt with an exception, with who it was and what was done.',
      {
        parameters: [parameter('path', 'exception', { type: 'integer', minimum: 1 })],
        body: { ...body('ExceptionClosing'), required: false },
        more: { '404': response('NotFound'), '409': response('ClosedBefore') },
      },
    ),
  },
  [`${API}/rejected`]: {
    get: list('rejected', 'Payloads that could not be read.', {
      parameters: [limit],
      item: 'RejectedAnswer',
    }),
  },
  [`${API}/day-totals`]: {
    get: list('dayTotals', 'Sales and refunds by business day.', {
      parameters: [limit],
      item: 'DayTotalAnswer',
    }),
  },
};

import {
  API,
  before,
  body,
  change,
  limit,
  list,
  parameter,
  question,
  response,
  schema,
} from '../path-parts.ts';
import type { JsonObject } from '../schemas.ts';

const reservationId = parameter('path', 'reservationId', { type: 'string', description: 'Percent-encoded.' });
const state = parameter('query', 'state', {
  type: 'string',
  enum: ['open', 'posted', 'voided', 'expired', 'refused', 'awaited'],
  default: 'open',
});

/** What is promised to customers. */
export const RESERVATION_PATHS: JsonObject = {
  [`${API}/reservations`]: {
    get: list('reservations', 'Reservations of one state, newest first.', {
      parameters: [state, before('The `next` of the page before.'), limit],
      item: 'ReservationSummary',
      paged: true,
    }),
    post: change(
      'makeReservation',
      'Promises goods to somebody. With `ifAvailable` it is all of it or nothing: of two that race for the last piece ' +
        'one gets it, and the other is answered with 409. Without a `reservationId` the key is its id.',
      { body: body('ReservationFields'), more: { '409': response('ReservationRefused') } },
    ),
  },
  [`${API}/reservations/{reservationId}`]: {
    get: question('reservation', 'One reservation with its products.', {
      parameters: [reservationId],
      schema: schema('ReservationAnswer'),
    }),
  },
  [`${API}/reservations/{reservationId}/post`]: {
    post: change(
      'postReservation',
      'Reserved goods were handed over: the lines of the body, or all that is left. Without `soldBy` they leave the stock.',
      {
        parameters: [reservationId],
        body: { ...body('ReservationPosting'), required: false },
        more: { '404': response('NotFound') },
      },
    ),
  },
  [`${API}/reservations/{reservationId}/void`]: {
    post: change(
      'voidReservation',
      'Reserved goods are free again: the lines of the body, or all that is left.',
      {
        parameters: [reservationId],
        body: { ...body('ReservationVoiding'), required: false },
        more: { '404': response('NotFound') },
      },
    ),
  },
};

import { Hono } from 'hono';
import { ReservationState } from '../../contract/reservation-views.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { ApiPorts } from '../ports.ts';
import type { WebContext, WebEnv } from '../web-env.ts';
import { errorAnswer, notFound } from './error-answer.ts';
import { limitOf, wholeNumber } from './query.ts';
import { writeRoute } from './write-route.ts';

/** What is promised to customers: questions, and what a web shop or a person does about it. */
export function reservationRoutes(ports: ApiPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/reservations', (context) => list(context, ports));
  routes.get('/reservations/:reservationId', (context) => {
    const answer = ports.reader.reservation(context.req.param('reservationId'));
    return answer === null ? unknown(context) : context.json(answer);
  });
  routes.post('/reservations', async (context) => make(context, ports));
  routes.post('/reservations/:reservationId/post', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.reservation.posted.v1',
      ...ofReservation(context, ports, context.req.param('reservationId')),
    }),
  );
  routes.post('/reservations/:reservationId/void', async (context) =>
    writeRoute(context, ports, {
      type: 'backroom.reservation.voided.v1',
      ...ofReservation(context, ports, context.req.param('reservationId')),
    }),
  );
  return routes;
}

function list(context: WebContext, ports: ApiPorts): Response {
  const state = ReservationState.safeParse(context.req.query('state') ?? 'open');
  if (!state.success) {
    const detail = `The state is one of ${ReservationState.options.join(', ')}.`;
    return errorAnswer(context, 400, { code: 'invalid', detail });
  }
  const limit = limitOf(context, WEB_LIMITS.activityRows);
  const before = wholeNumber(context.req.query('before'));
  const reservations = ports.reader.reservations({ state: state.data, before, limit });
  const last = reservations.at(-1);
  return context.json({
    reservations,
    next: last === undefined || reservations.length < limit ? null : last.reservation,
  });
}

/** A reservation that was refused is on disk like any other, and is asked about: a resend gets the same answer. */
async function make(context: WebContext, ports: ApiPorts): Promise<Response> {
  return writeRoute(context, ports, {
    type: 'backroom.reservation.made.v1',
    data: (body, { key }) => ({ reservationId: key, ...body }),
    answer: ({ reservationId }) => {
      const refusal = ports.reader.reservation(reservationId)?.refusal ?? null;
      if (refusal === null) return null;
      return errorAnswer(context, 409, {
        code: 'reservation-refused',
        detail: refusal,
        hint: 'Nothing of it is reserved. Make another reservation, with an id of its own, when there is enough.',
      });
    },
  });
}

/** The body of a posting or a voiding is what there is to say besides; without lines it is all that is left. */
function ofReservation(context: WebContext, ports: ApiPorts, reservationId: string) {
  return {
    data: (body: object) => ({ ...body, reservationId }),
    refuse: () => (ports.reader.reservation(reservationId) === null ? unknown(context) : null),
  };
}

function unknown(context: WebContext): Response {
  return notFound(context, 'There is no reservation of this id.');
}

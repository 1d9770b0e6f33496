import type { EventInput } from './till-events.ts';

/** What happens to reservations, as a till or a web shop tells it. */
export type ReservationEvent = Pick<EventInput, 'type' | 'data'>;

export interface ReservedLine {
  readonly sku: string;
  readonly quantity: string;
}

export type SaidLine = ReservedLine | { readonly barcode: string; readonly quantity: string };

export function reservationMade(
  reservationId: string,
  lines: readonly SaidLine[],
  more: object = {},
): ReservationEvent {
  return { type: 'backroom.reservation.made.v1', data: { reservationId, lines, ...more } };
}

/** Without lines it is all that is left. */
export function reservationPosted(reservationId: string, more: object = {}): ReservationEvent {
  return { type: 'backroom.reservation.posted.v1', data: { reservationId, ...more } };
}

export function reservationVoided(reservationId: string, more: object = {}): ReservationEvent {
  return { type: 'backroom.reservation.voided.v1', data: { reservationId, ...more } };
}

export function reservationExpired(reservationId: string): ReservationEvent {
  return { type: 'backroom.reservation.expired.v1', data: { reservationId } };
}

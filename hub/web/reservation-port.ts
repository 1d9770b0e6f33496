import type {
  ReservationAnswer,
  ReservationState,
  ReservationSummary,
} from '../contract/reservation-views.ts';

/** What is promised to whom. */
export interface ReservationReader {
  /** Newest first. */
  reservations(options: {
    state: ReservationState;
    before?: number | undefined;
    limit: number;
  }): ReservationSummary[];
  reservation(reservationId: string): ReservationAnswer | null;
}

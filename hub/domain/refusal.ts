/** Said at once to whoever asked for all or nothing. It is nothing that a person has to look into. */
export interface Refusal {
  readonly cause: 'reservation.refused' | 'hold.refused';
  readonly subject: string;
  readonly detail: string;
}

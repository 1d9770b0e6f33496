import { other, type Step, till } from '../steps.ts';
import { puback, publish, pubrec, suback, subscribe } from '../wire.ts';

type Steps = readonly (Step | readonly Step[])[];

export const kept = { clean: false } as const;

/** The till has a session with this subscription, and the other till is there. */
export function session(qos: number, filter = 'open/a'): Steps {
  return [
    till.signsIn(kept),
    till.sends(subscribe(1, [filter, qos])),
    till.hears(suback(1, qos)),
    other.signsIn(),
  ];
}

/** The other till publishes, and the broker has dealt with it. */
export function says(message: string, qos: number, id: number): Steps {
  const sent = other.sends(publish({ topic: 'open/a', message, qos, id }));
  if (qos === 0) return [sent, other.hearsNothing()];
  return [sent, other.hears(qos === 1 ? puback(id) : pubrec(id)), other.hearsNothing()];
}

export const comesBack = till.signsIn(kept, true);

export function hears(message: string, qos: number, more: { id?: string; dup?: boolean } = {}): Step {
  return till.hearsMessage({ topic: 'open/a', message, qos, ...more });
}

import type { EventData } from '../contract/events.ts';
import { type ChangeOutcome, makeChange } from './make-change.ts';
import type { ApiPorts, EventName } from './ports.ts';

export type CloseOutcome = ChangeOutcome | { readonly kind: 'unknown' } | { readonly kind: 'closed-before' };

/** Takes an exception that a person has dealt with off the list. It stays in the ledger, with who closed it and why. */
export async function closeException(
  ports: ApiPorts,
  closing: EventData<'backroom.exception.closed.v1'>,
  name: EventName,
): Promise<CloseOutcome> {
  const state = ports.reader.exceptionState(closing.exception);
  if (state === null) return { kind: 'unknown' };
  // Looked up after the question: it may have been this very form that closed it.
  const isAgain = name.id !== undefined && ports.hubEvent(name.id) !== null;
  if (state === 'closed' && !isAgain) return { kind: 'closed-before' };
  return makeChange(ports, (hub) => hub.submitHub('backroom.exception.closed.v1', closing, name));
}

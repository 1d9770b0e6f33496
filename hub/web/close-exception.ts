import type { EventData } from '../contract/events.ts';
import { type ChangeOutcome, makeChange } from './make-change.ts';
import type { WebPorts } from './ports.ts';

export type CloseOutcome = ChangeOutcome | { readonly kind: 'unknown' } | { readonly kind: 'closed-before' };

/** Takes an exception that a person has dealt with off the list. It stays in the ledger, with who closed it and why. */
export async function closeException(
  ports: WebPorts,
  closing: EventData<'backroom.exception.closed.v1'>,
): Promise<CloseOutcome> {
  const state = ports.reader.exceptionState(closing.exception);
  if (state === null) return { kind: 'unknown' };
  if (state === 'closed') return { kind: 'closed-before' };
  return makeChange(ports, (hub) => hub.submitHub('backroom.exception.closed.v1', closing));
}

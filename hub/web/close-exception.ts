import { ExceptionClosed } from '../contract/exception-closed.ts';
import type { EventData } from '../contract/events.ts';
import { type ChangeOutcome, makeChange } from './make-change.ts';
import type { ApiPorts, EventName, KnownException } from './ports.ts';

export type CloseOutcome = ChangeOutcome | { readonly kind: 'unknown' } | { readonly kind: 'closed-before' };

type Closing = EventData<'backroom.exception.closed.v1'>;
type Raised = Pick<Closing, 'entry' | 'cause' | 'subject'>;

/** Takes an exception that a person has dealt with off the list. It stays in the ledger, with who closed it and why. */
export async function closeException(
  ports: ApiPorts,
  closing: Closing,
  name: EventName,
): Promise<CloseOutcome> {
  const known = ports.reader.exception(closing.exception);
  if (known === null) return { kind: 'unknown' };
  // Looked up after the question: it may have been this very form that closed it.
  const first = name.id === undefined ? null : ports.hubEvent(name.id);
  if (known.state === 'closed' && first === null) return { kind: 'closed-before' };
  const data = { ...closing, ...raisedBy(known, first?.data) };
  return makeChange(ports, (hub) => hub.submitHub('backroom.exception.closed.v1', data, name));
}

/**
 * What tells an exception from every other, however they are numbered. A closing that is sent again says what it said
 * `first`: its number may be another exception’s since.
 */
export function raisedBy(known: KnownException | null, first: unknown): Raised {
  const before = ExceptionClosed.safeParse(first);
  const { entry, cause, subject } = (before.success ? before.data : known) ?? {};
  return { entry, cause, subject };
}

import type { EventData } from '../../hub/contract/events.ts';
import type { ExceptionAnswer } from '../../hub/contract/views.ts';
import type { KnownException } from '../../hub/web/ports.ts';

interface Exceptions {
  readonly open: readonly ExceptionAnswer[];
  readonly closed: readonly EventData<'backroom.exception.closed.v1'>[];
}

/** What became of the exception of that number, as a ledger knows it. */
export function knownException(number: number, { open, closed }: Exceptions): KnownException | null {
  const row = open.find(({ exception }) => exception === number);
  if (row !== undefined) return { state: 'open', entry: row.seq, cause: row.cause, subject: row.subject };
  const closing = closed.find(({ exception }) => exception === number);
  if (closing === undefined) return null;
  const { entry = 0, cause = '', subject = '' } = closing;
  return { state: 'closed', entry, cause, subject };
}

import type { EventReply } from '../contract/reply.ts';
import { within } from './within.ts';
import { WEB_LIMITS } from './limits.ts';
import type { ApiPorts } from './ports.ts';

export type ChangeOutcome =
  /** It is on disk: now, or since the same was sent before. */
  | { readonly kind: 'done'; readonly reply: EventReply }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Its id stands for another change. */
  | { readonly kind: 'reused' }
  | { readonly kind: 'pending' };

/** Makes a change and waits until it is on disk, or until a person has waited long enough. */
export async function makeChange(
  ports: Pick<ApiPorts, 'submitHub' | 'clock'>,
  change: (hub: Pick<ApiPorts, 'submitHub'>) => Promise<EventReply>,
): Promise<ChangeOutcome> {
  const result = await within(change(ports), WEB_LIMITS.submitWaitMs, ports.clock);
  if (result.kind === 'pending') return result;
  const { value: reply } = result;
  switch (reply.outcome) {
    case 'rejected':
      return { kind: 'refused', reason: reply.reason?.message ?? 'The ledger could not read the change.' };
    case 'conflict':
      return { kind: 'reused' };
    default:
      return { kind: 'done', reply };
  }
}

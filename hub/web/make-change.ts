import type { EventReply } from '../contract/reply.ts';
import { within } from './within.ts';
import { WEB_LIMITS } from './limits.ts';
import type { WebPorts } from './ports.ts';

export type ChangeOutcome =
  | { readonly kind: 'done'; readonly reply: EventReply }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'pending' };

/** Makes a change and waits until it is on disk, or until a person has waited long enough. */
export async function makeChange(
  ports: WebPorts,
  change: (hub: Pick<WebPorts, 'submitHub'>) => Promise<EventReply>,
): Promise<ChangeOutcome> {
  const result = await within(change(ports), WEB_LIMITS.submitWaitMs, ports.clock);
  if (result.kind === 'pending') return result;
  const { value: reply } = result;
  if (reply.outcome !== 'rejected') return { kind: 'done', reply };
  return { kind: 'refused', reason: reply.reason?.message ?? 'The ledger could not read the change.' };
}

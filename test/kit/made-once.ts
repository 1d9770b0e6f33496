import { isDeepStrictEqual } from 'node:util';
import type { EventReply } from '../../hub/contract/reply.ts';
import type { HubEvent } from '../../hub/web/ports.ts';

/** What the ledger knows of the hub's own events by their ids: the same id again is a duplicate or a conflict. */
export class MadeOnce {
  readonly #made = new Map<string, HubEvent>();

  find(id: string | undefined): HubEvent | null {
    return id === undefined ? null : (this.#made.get(id) ?? null);
  }

  /** The reply to an event whose id is known, or null for a new one. */
  again(id: string | undefined, content: Omit<HubEvent, 'seq'>): EventReply | null {
    const before = this.find(id);
    if (before === null) return null;
    const { seq, ...known } = before;
    return { outcome: isDeepStrictEqual(known, content) ? 'duplicate' : 'conflict', seq };
  }

  add(id: string | undefined, event: HubEvent): void {
    if (id !== undefined) this.#made.set(id, event);
  }
}

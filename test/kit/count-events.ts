import { readEvent } from '../../hub/contract/read-event.ts';
import type { LedgerEvent } from '../../hub/domain/ledger-event.ts';
import { toLedgerEvent } from '../../hub/domain/ledger-event.ts';
import { assert } from '../../hub/kit/assert.ts';
import { bytesOf, tillEvent } from './till-events.ts';
import type { EventInput } from './till-events.ts';

/** What happens to counts, as whoever counts tells it. */
type CountEvent = Pick<EventInput, 'type' | 'data'>;

export interface ScannedLine {
  readonly sku: string;
  readonly quantity: string;
  readonly atSeq?: number;
  readonly again?: boolean;
}

export function countStarted(countId: string, more: object = {}): CountEvent {
  return { type: 'backroom.count.started.v1', data: { countId, kind: 'full', ...more } };
}

export function countScanned(countId: string, ...lines: readonly ScannedLine[]): CountEvent {
  return { type: 'backroom.count.scanned.v1', data: { countId, lines } };
}

export function countReviewed(countId: string, verdict: object = { approve: 'all' }): CountEvent {
  return { type: 'backroom.count.reviewed.v1', data: { countId, ...verdict } };
}

export function countPosted(countId: string, more: object = {}): CountEvent {
  return { type: 'backroom.count.posted.v1', data: { countId, ...more } };
}

export function countCancelled(countId: string): CountEvent {
  return { type: 'backroom.count.cancelled.v1', data: { countId } };
}

/** An event that was made at an instant of its own. */
export function eventAt(
  input: EventInput,
  at: { readonly time: string; readonly clock?: 'synced' | 'unsynced' },
): LedgerEvent {
  const event = { ...tillEvent(input), clock: 'synced', ...at };
  const result = readEvent(bytesOf(event), { from: 'hub', store: null });
  assert(result.kind === 'read', `unreadable: ${JSON.stringify(result)}`);
  return toLedgerEvent(result.event);
}

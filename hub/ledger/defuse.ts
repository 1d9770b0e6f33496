import { parseSource } from '../contract/envelope.ts';
import type { CommitNotice } from '../contract/notice.ts';
import type { EventReply } from '../contract/reply.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { maskCardNumbers } from '../kit/card-number.ts';
import { messageOf } from '../kit/errors.ts';
import type { CommitResult } from './ledger.ts';
import type { RejectedPayload } from './side-tables.ts';

/**
 * One event that meets a bug must not stop the shop: its till would send it again after every restart, for ever. When
 * a batch throws anything but a fault of the disk, its events are committed one by one. The one that throws by itself
 * is kept with the unreadable payloads, for a person, and its till is told; the error goes into the log.
 *
 * Whatever was committed stays committed if a later event of the batch meets a fault of the disk: its till gets no
 * acknowledgement, sends it again, and it is a duplicate.
 */
export interface Defuse {
  readonly commit: (events: readonly LedgerEvent[]) => CommitResult;
  readonly setAside: (row: RejectedPayload) => void;
  /** True for what the disk or SQLite did: that is no bug, and is thrown on. */
  readonly isFault: (thrown: unknown) => boolean;
  readonly tell: (event: LedgerEvent, thrown: unknown) => void;
  readonly nowMs: () => number;
}

export function commitDefused(events: readonly LedgerEvent[], defuse: Defuse): CommitResult {
  try {
    return defuse.commit(events);
  } catch (error) {
    if (defuse.isFault(error)) throw error;
    return mergeResults(events.map((event) => commitAlone(event, defuse)));
  }
}

function commitAlone(event: LedgerEvent, defuse: Defuse): EventReply | CommitResult {
  try {
    return defuse.commit([event]);
  } catch (error) {
    if (defuse.isFault(error)) throw error;
    defuse.tell(event, error);
    defuse.setAside(asRejected(event, messageOf(error), defuse.nowMs()));
    const message = 'met a mistake of the hub. It is kept for a person; do not send it again.';
    const sha256 = Buffer.from(event.payloadSha256).toString('hex');
    return {
      outcome: 'rejected',
      id: event.id,
      source: event.source,
      sha256,
      reason: { code: 'internal', message },
    };
  }
}

function asRejected(event: LedgerEvent, reason: string, receivedMs: number): RejectedPayload {
  const source = parseSource(event.source);
  const kind = source?.kind === 'devices' ? 'device' : 'till';
  return {
    sender: `${kind}/${source?.name ?? ''}`,
    receivedMs,
    payloadSha256: event.payloadSha256,
    code: 'internal',
    reason: `a mistake of the hub: ${reason}`,
    payload: maskCardNumbers(event.extra === null ? event.body : `${event.body}\n${event.extra}`),
  };
}

function mergeResults(parts: readonly (EventReply | CommitResult)[]): CommitResult {
  const results = parts.filter((part) => 'notice' in part);
  const replies = parts.map((part) => ('notice' in part ? part.replies : [part])).flat();
  return { replies, notice: mergeNotices(results.map(({ notice }) => notice)) };
}

const NO_NEWS: CommitNotice = {
  firstSeq: 1,
  lastSeq: 0,
  stock: [],
  acks: [],
  exceptions: 0,
  productsChanged: false,
};

function mergeNotices(notices: readonly CommitNotice[]): CommitNotice {
  return {
    firstSeq: notices[0]?.firstSeq ?? NO_NEWS.firstSeq,
    lastSeq: notices.at(-1)?.lastSeq ?? NO_NEWS.lastSeq,
    stock: notices.flatMap(({ stock }) => stock),
    acks: notices.flatMap(({ acks }) => acks),
    exceptions: notices.reduce((sum, notice) => sum + notice.exceptions, 0),
    productsChanged: notices.some(({ productsChanged }) => productsChanged),
  };
}

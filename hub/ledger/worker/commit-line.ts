import type { EventReply } from '../../contract/reply.ts';
import type { LedgerEvent } from '../../domain/ledger-event.ts';
import { BoundedQueue } from '../../kit/bounded-queue.ts';
import type { HubError } from '../../kit/errors.ts';

/** An event on its way to the disk. */
export interface Waiting {
  readonly event: LedgerEvent;
  readonly resolve: (reply: EventReply) => void;
  readonly reject: (error: HubError) => void;
}

/** A batch for the writer. `isAhead`: the answer to the one before it is still to come. */
export interface Posting {
  readonly batch: readonly Waiting[];
  readonly isAhead: boolean;
}

/** Events that wait for a transaction. Full means that the next one waits before it: never that one is dropped. */
const QUEUE_MAX = 8_192;
const BATCH_MAX = 512;

/** Text of one transaction, in characters: a handful of the largest events, thousands of usual ones. */
const BATCH_TEXT_MAX = 16_777_216;

/**
 * With so many waiting, the writer gets the next batch before it has answered, and is not idle until this thread hears of
 * the answer. Fewer of them would rather share a later fsync.
 */
const AHEAD_MIN = 96;

/**
 * What waits for the writer, in order, and the two batches that it may have: the one that it is at, and the one behind it.
 * A batch that is held back is posted again until it is through, and then the one behind it, which the writer refused.
 */
export class CommitLine {
  readonly #queue = new BoundedQueue<Waiting>(QUEUE_MAX);
  #current: readonly Waiting[] = [];
  #ahead: readonly Waiting[] = [];
  #isAheadPosted = false;

  /** How many wait that no batch has yet. */
  get queued(): number {
    return this.#queue.size;
  }

  get isEmpty(): boolean {
    return this.#current.length === 0 && this.#queue.size === 0;
  }

  /** False when there is no room. */
  offer(waiting: Waiting): boolean {
    return this.#queue.offer(waiting);
  }

  /** What is to be posted now; null while the writer has enough. `mayGoAhead`: nothing is held back. */
  next({ mayGoAhead }: { mayGoAhead: boolean }): Posting | null {
    if (this.#current.length === 0) {
      this.#current = this.#take();
      return this.#current.length === 0 ? null : this.current();
    }
    if (!mayGoAhead || this.#ahead.length > 0 || this.#queue.size < AHEAD_MIN) return null;
    this.#ahead = this.#take();
    this.#isAheadPosted = true;
    return { batch: this.#ahead, isAhead: true };
  }

  /** The batch that the writer is at, to be posted again. */
  current(): Posting {
    return { batch: this.#current, isAhead: false };
  }

  /** The batch that the writer was at is on disk. `again`: what it refused meanwhile. */
  committed(): { readonly done: readonly Waiting[]; readonly again: Posting | null } {
    const done = this.#current;
    this.#current = this.#ahead;
    this.#ahead = [];
    const again = this.#current.length > 0 && !this.#isAheadPosted ? this.current() : null;
    this.#isAheadPosted = false;
    return { done, again };
  }

  /** The writer did not take the batch. True where it is at that one, and not behind one that is held back. */
  notTaken(batch: readonly Waiting[]): boolean {
    if (batch === this.#current) return true;
    this.#isAheadPosted = false;
    return false;
  }

  /** All that is not on disk, in order. The line is empty then. */
  takeAll(): Waiting[] {
    const all = [...this.#current, ...this.#ahead, ...this.#queue.take(QUEUE_MAX)];
    this.#current = [];
    this.#ahead = [];
    return all;
  }

  #take(): Waiting[] {
    return this.#queue.takeLight(BATCH_MAX, { of: textLength, max: BATCH_TEXT_MAX });
  }
}

function textLength({ event }: Waiting): number {
  return event.body.length + (event.extra?.length ?? 0);
}

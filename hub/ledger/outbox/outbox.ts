import type { Database } from 'better-sqlite3';
import { assert, must } from '../../kit/assert.ts';
import { HubError } from '../../kit/errors.ts';
import { newId } from '../../kit/ids.ts';
import { chooseRows, isDue } from './outbox-choice.ts';
import {
  type DestinationRow,
  type ItemRow,
  type OutboxStatements,
  prepareOutbox,
} from './outbox-statements.ts';

/**
 * The writer's side of the outbox: what is still to be carried to each destination.
 *
 * Why nothing is lost and a destination can tell a repetition: a row is made in the sale's transaction and is
 * deleted only when its delivery is settled. A batch gets its key on disk before the first byte is sent, and
 * until it is settled the same claim gives the same rows under the same key. Claimed batches are handed out
 * from the lowest seq on, so only the first of them can ever have been sent; the second half of a split batch
 * may therefore still lose rows without its key becoming a lie.
 *
 * Why order is kept within a partition: a claim takes rows by seq and passes over a partition from its first
 * refused row that is not yet due; and when a row is put back, the rows of its partition that are claimed
 * behind it are put back too. Only what a destination takes in spite of having refused an earlier row of the
 * same batch, and what a person retries after it was parked, arrives out of order.
 */
export interface DestinationSetting {
  readonly name: string;
  readonly kind: string;
  /** A new destination gets every counted event of the log; otherwise those from now on. */
  readonly fromStart?: boolean;
}

export interface ClaimRequest {
  readonly itemsMax: number;
  readonly bytesMax: number;
  /** A batch that is not full goes when its oldest event was received at or before this. */
  readonly oldestBeforeMs: number;
  readonly nowMs: number;
}

export interface ClaimedItem {
  readonly seq: number;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The event as JSON text, byte for byte as in the log. */
  readonly body: string;
  readonly hash: string;
  readonly payloadSha256: string;
  readonly receivedMs: number;
  readonly standing: number;
  readonly refusals: number;
}

export interface ClaimedBatch {
  readonly key: string;
  readonly items: readonly ClaimedItem[];
  /** How many attempts failed since the destination last answered. */
  readonly failures: number;
}

/** `untilMs` is null when nothing waits: only a new event changes that. */
export type Claim =
  | { readonly kind: 'batch'; readonly batch: ClaimedBatch }
  | { readonly kind: 'wait'; readonly untilMs: number | null };

export interface Refusal {
  readonly seq: number;
  readonly reason: string;
  /** When it may go again, unless it is parked for a person. */
  readonly notBeforeMs: number;
  readonly park: boolean;
}

/** answered: every item was either taken or refused. retry: nobody knows. split: refused, try it in halves. */
export type Settlement = { readonly batch: string; readonly nowMs: number } & (
  | { readonly kind: 'answered'; readonly delivered: readonly number[]; readonly refused: readonly Refusal[] }
  | {
      readonly kind: 'retry';
      readonly reason: string;
      /** The destination itself answered; else nothing of it came back. */
      readonly answered: boolean;
      readonly notBeforeMs: number;
    }
  | { readonly kind: 'split' }
);

/** How many waiting rows a claim looks at while a partition is held up by a refused row. */
const HELD_UP_ROWS_MAX = 5_000;

interface KnownDestination {
  readonly destination: number;
  readonly takesConflicts: boolean;
}

/** An archive proves the chain by itself only if it has every link, conflicts included. */
function keepsWholeLog(kind: string): boolean {
  return kind === 'archive-file';
}

export class OutboxTable {
  readonly #db: Database;
  readonly #statements: OutboxStatements;
  /**
   * Below this seq a destination has no row that waits, so that parked rows are not read again and again. Rows that
   * are put back lie above it: it rises only while nothing is claimed.
   */
  readonly #floors = new Map<number, number>();
  #destinations: readonly KnownDestination[];

  constructor(db: Database) {
    this.#db = db;
    this.#statements = prepareOutbox(db);
    this.#destinations = this.#known();
  }

  /** Makes the destinations known that are not, and returns the number of each, in the order given. */
  ensureDestinations(settings: readonly DestinationSetting[]): number[] {
    const ensure = this.#db.transaction(() => settings.map((setting) => this.#ensure(setting)));
    const ids = ensure.immediate();
    this.#destinations = this.#known();
    return ids;
  }

  /**
   * One row for every known destination and each of these entries; what does not count goes only to those that keep
   * the whole log. Runs inside the transaction that appends them.
   */
  enqueue(firstSeq: number, lastSeq: number): void {
    for (const { destination, takesConflicts } of this.#destinations)
      this.#statements.enqueue.run(destination, firstSeq, lastSeq, takesConflicts ? 1 : 0);
  }

  /** Gives the batch to send next, or until when there is none. What it gives is claimed on disk. */
  claim(name: string, request: ClaimRequest): Claim {
    const destination = this.#destination(name);
    const { next_attempt_ms: notBeforeMs, retry_delay_ms: delayMs } = destination;
    if (!isDue({ notBeforeMs, delayMs }, request.nowMs)) {
      return { kind: 'wait', untilMs: notBeforeMs };
    }
    const claimed = this.#statements.firstClaimed.get(destination.destination);
    if (claimed !== undefined) return this.#batch(destination, claimed.batch);
    const choice = this.#choose(destination.destination, request);
    if (choice.kind === 'wait') return choice;
    const key = newId();
    const mark = this.#db.transaction(() => {
      for (const seq of choice.seqs)
        this.#statements.mark.run(key, request.nowMs, destination.destination, seq);
    });
    mark.immediate();
    return this.#batch(destination, key);
  }

  /** Writes down how a claimed batch ended. */
  settle(name: string, settlement: Settlement): void {
    const { destination } = this.#destination(name);
    const settle = this.#db.transaction(() => {
      switch (settlement.kind) {
        case 'answered':
          return this.#answered(destination, settlement);
        case 'retry':
          return this.#failed(destination, settlement);
        case 'split':
          return this.#split(destination, settlement);
      }
    });
    settle.immediate();
  }

  /** Lets parked items wait again, their refusals forgotten. Returns how many there were. */
  retryParked(name: string, seq: number | 'all', nowMs: number): number {
    const { destination } = this.#destination(name);
    this.#floors.delete(destination);
    if (seq === 'all') return this.#statements.retryAllParked.run(nowMs, destination).changes;
    return this.#statements.retryParked.run(nowMs, destination, seq).changes;
  }

  /** A person decides that a parked item will not be delivered. The row stays. Returns how many there were. */
  skipParked(name: string, seq: number, by: { readonly who: string; readonly nowMs: number }): number {
    const { destination } = this.#destination(name);
    return this.#statements.skipParked.run(`Skipped by ${by.who}. `, by.nowMs, destination, seq).changes;
  }

  /** Forgets a destination and what waits for it. Returns how many events were never delivered. */
  removeDestination(name: string): number {
    const { destination } = this.#destination(name);
    const remove = this.#db.transaction(() => {
      const { changes } = this.#statements.dropRows.run(destination);
      this.#statements.dropDestination.run(destination);
      return changes;
    });
    const dropped = remove.immediate();
    // The next destination may get the same number.
    this.#floors.delete(destination);
    this.#destinations = this.#known();
    return dropped;
  }

  #known(): KnownDestination[] {
    const rows = this.#statements.destinations.all();
    return rows.map(({ destination, kind }) => ({ destination, takesConflicts: keepsWholeLog(kind) }));
  }

  #ensure(setting: DestinationSetting): number {
    const known = this.#statements.destination.get(setting.name);
    if (known !== undefined) {
      this.#statements.setKind.run(setting.kind, known.destination, setting.kind);
      return known.destination;
    }
    const id = Number(this.#statements.addDestination.run(setting.name, setting.kind).lastInsertRowid);
    if (setting.fromStart === true) this.#statements.backfill.run(id, keepsWholeLog(setting.kind) ? 1 : 0);
    return id;
  }

  #destination(name: string): DestinationRow {
    const row = this.#statements.destination.get(name);
    if (row !== undefined) return row;
    throw new HubError('destination.unknown', {
      detail: name,
      hint: '`backroom outbox list` lists them, and so does the activity page.',
    });
  }

  #choose(destination: number, request: ClaimRequest) {
    const refused = this.#statements.refused.all(destination);
    const rowsMax = refused.length === 0 ? request.itemsMax : Math.max(request.itemsMax, HELD_UP_ROWS_MAX);
    const candidates = this.#statements.candidates.all(
      destination,
      this.#floors.get(destination) ?? 0,
      rowsMax,
    );
    const floor = candidates[0]?.seq ?? (this.#statements.lastRow.get(destination)?.last ?? 0) + 1;
    this.#floors.set(destination, floor);
    const measure = (seq: number) => must(this.#statements.measure.get(seq), `event ${seq}`);
    return chooseRows({ candidates, refused, measure }, request);
  }

  #batch(destination: DestinationRow, key: string): Claim {
    const rows = this.#statements.items.all(destination.destination, key);
    assert(rows.length > 0, 'a claimed batch has items');
    return { kind: 'batch', batch: { key, items: rows.map(itemOf), failures: destination.failures } };
  }

  #answered(destination: number, settlement: Settlement & { kind: 'answered' }): void {
    const { batch, nowMs, delivered, refused } = settlement;
    for (const seq of delivered) mustChange(this.#statements.remove.run(destination, seq, batch).changes);
    for (const refusal of refused) this.#refused(destination, settlement, refusal);
    for (const refusal of refused.filter(({ park }) => !park)) {
      this.#statements.releaseBehind.run({ destination, seq: refusal.seq });
    }
    const left = this.#statements.items.all(destination, batch).length;
    assert(left === 0, 'every item of an answered batch was taken or refused');
    this.#statements.succeeded.run(delivered.length, delivered.length > 0 ? nowMs : null, destination);
  }

  #refused(destination: number, { batch, nowMs }: Settlement, refusal: Refusal): void {
    const state = refusal.park ? 'parked' : 'waiting';
    const { seq, reason, notBeforeMs } = refusal;
    mustChange(
      this.#statements.putBack.run(state, reason, notBeforeMs, nowMs, destination, seq, batch).changes,
    );
  }

  #failed(destination: number, settlement: Settlement & { kind: 'retry' }): void {
    const { notBeforeMs, reason, answered, nowMs } = settlement;
    const delayMs = Math.max(0, notBeforeMs - nowMs);
    this.#statements.failed.run(notBeforeMs, delayMs, reason, answered ? 1 : 0, nowMs, destination);
  }

  /** Two new keys: what a key once named is never sent under it with fewer items. */
  #split(destination: number, { batch, nowMs }: Settlement): void {
    const seqs = this.#statements.items.all(destination, batch).map((row) => row.seq);
    assert(seqs.length > 1, 'only a batch of several items is split');
    const keys = [newId(), newId()];
    const middle = Math.ceil(seqs.length / 2);
    for (const [index, seq] of seqs.entries()) {
      this.#statements.mark.run(must(keys[index < middle ? 0 : 1], 'key'), nowMs, destination, seq);
    }
    this.#statements.succeeded.run(0, null, destination);
  }
}

function itemOf(row: ItemRow): ClaimedItem {
  const body = row.body.toString('utf8');
  const { id, source, type } = JSON.parse(body) as { id: string; source: string; type: string };
  const { seq, refusals, standing, received_ms: receivedMs } = row;
  const hash = row.hash.toString('hex');
  const payloadSha256 = row.payload_sha256.toString('hex');
  return { seq, id, source, type, body, hash, payloadSha256, receivedMs, standing, refusals };
}

function mustChange(changes: number): void {
  assert(changes === 1, 'a settled item was claimed in that batch');
}

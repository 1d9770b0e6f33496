import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { formatSequence, parseSource } from '../../hub/contract/envelope.ts';
import type { EventReply } from '../../hub/contract/reply.ts';
import type { LedgerEvent } from '../../hub/domain/ledger-event.ts';
import type { CommitResult } from '../../hub/ledger/ledger.ts';
import { ShopModel } from '../kit/shop-model.ts';
import type { WireEvent } from '../kit/wire-event.ts';
import { ExceptionModel } from './exception-model.ts';
import { MoneyModel } from './money-model.ts';
import { holds } from './trace.ts';

/** It is never said in other words: see Trading. */
const OF_PEOPLE = 'backroom.customer.captured.v1';

export interface RejectedName {
  readonly sender: string;
  readonly payloadSha256: Uint8Array;
}

/**
 * Sees everything that is sent, stored and acknowledged, and knows what must follow from it. It outlives every
 * process. What the process was about to store when it ended is looked up in the file that is left: all of it or
 * nothing.
 */
export class Witness {
  readonly model = new ShopModel();
  readonly money = new MoneyModel();
  readonly exceptions = new ExceptionModel(this.model);
  /** What was sent, by the SHA-256 of its bytes. */
  readonly #sent = new Map<string, WireEvent>();
  /** What is said of people does not stand in the log, nor in the hash of what came: by source and id. */
  readonly #sentOfPeople = new Map<string, WireEvent>();
  readonly #staffActions = new Map<string, number>();
  readonly #rejected = new Map<string, number>();
  readonly #ackedUpTo = new Map<string, string>();
  readonly #acknowledged = {
    keys: new Set<string>(),
    conflicts: new Set<string>(),
    rejected: new Set<string>(),
  };
  #unsureEvents: readonly LedgerEvent[] = [];
  #unsureRejected: RejectedName | null = null;
  readonly #sources = new Map<string, string>();
  #head = 0;
  /** Commits in which the process ended: the whole batch was on the disk already, or nothing of it. */
  readonly cutOff = { kept: 0, gone: 0 };

  /** A till or a person said this. Null where it was made to be unreadable. */
  sends(bytes: Uint8Array, wire: WireEvent | null): void {
    if (wire === null) return;
    if (wire.type === OF_PEOPLE) this.#sentOfPeople.set(`${wire.source} ${wire.id}`, wire);
    else this.#sent.set(hexSha256(bytes), wire);
  }

  staffSays(type: string, data: object): void {
    const action = actionOf(type, data);
    this.#staffActions.set(action, (this.#staffActions.get(action) ?? 0) + 1);
  }

  /** How many events stand in the log. */
  get head(): number {
    return this.#head;
  }

  get acknowledgedCount(): number {
    const { keys, conflicts, rejected } = this.#acknowledged;
    return keys.size + conflicts.size + rejected.size;
  }

  get rejected(): ReadonlyMap<string, number> {
    return this.#rejected;
  }

  /** The commit returned. Its replies and news must be what the model says. */
  committed(events: readonly LedgerEvent[], { replies, notice }: CommitResult): void {
    holds(
      notice.firstSeq === this.#head + 1,
      () => `the batch begins at ${notice.firstSeq}, not ${this.#head + 1}`,
    );
    events.forEach((event, index) => this.#takes(event, replies[index]));
    holds(notice.lastSeq === this.#head, () => `the head is ${notice.lastSeq} and should be ${this.#head}`);
    for (const { ack, till } of notice.acks) this.#acks(till, ack);
  }

  /** The source of an installation that was heard of. */
  sourceOf(till: string, installation: string): string {
    return this.#sources.get(`${till}/${installation}`) ?? '';
  }

  rejectedStored(row: RejectedName): void {
    const key = rejectedKey(row);
    this.#rejected.set(key, (this.#rejected.get(key) ?? 0) + 1);
  }

  /** The process ended in the middle of it. */
  unsure(events: readonly LedgerEvent[]): void {
    this.#unsureEvents = events;
  }

  unsureOfRejected(row: RejectedName): void {
    this.#unsureRejected = row;
  }

  /** From here on it must never be lost. */
  acknowledged(payload: Uint8Array, reply: EventReply): void {
    const { keys, conflicts, rejected } = this.#acknowledged;
    if (reply.outcome === 'rejected') rejected.add(hexSha256(payload));
    else if (reply.outcome === 'conflict') conflicts.add(hexSha256(payload));
    else keys.add(`${reply.source} ${reply.id}`);
  }

  /** A new process found this file: what the last one left open is decided, and nothing acknowledged is missing. */
  afterStart(db: Database): void {
    const head =
      db.prepare<[], { head: number | null }>('SELECT max(seq) AS head FROM event').get()?.head ?? 0;
    const open = this.#unsureEvents;
    this.#unsureEvents = [];
    const isThere = head !== this.#head;
    if (isThere) for (const event of open) this.#takes(event);
    if (open.length > 0) this.cutOff[isThere ? 'kept' : 'gone'] += 1;
    holds(head === this.#head, () => `the ledger ends at ${head} and should end at ${this.#head}`);
    this.#decideRejected(db);
    this.expectAcknowledged(db);
  }

  expectAcknowledged(db: Database): void {
    const { keys, conflicts, rejected } = this.#acknowledged;
    const lost = [
      ...missing(
        keys,
        db,
        "SELECT source || ' ' || id FROM event_key k JOIN stream s ON s.stream = k.stream",
      ),
      ...missing(conflicts, db, 'SELECT lower(hex(payload_sha256)) FROM conflict_key'),
      ...missing(rejected, db, 'SELECT lower(hex(payload_sha256)) FROM rejected'),
    ];
    holds(lost.length === 0, () => `${lost.length} acknowledged events are lost, the first is ${lost[0]}`);
  }

  #takes(event: LedgerEvent, reply?: EventReply): void {
    const wire = this.#wireOf(event);
    const key = `${event.source} ${event.id}`;
    const before = this.model.conflicts;
    this.#sources.set(event.source.split('/').slice(-2).join('/'), event.source);
    this.exceptions.before(wire);
    const outcome = this.model.take(wire);
    if (outcome === 'accepted') this.money.take(wire);
    const isNew = outcome === 'accepted' || this.model.conflicts > before;
    if (isNew) this.#head += 1;
    this.exceptions.after(wire, { outcome, isNew });
    if (reply === undefined) return;
    holds(reply.outcome === outcome, () => `${key} is ${reply.outcome} and should be ${outcome}`);
    holds(
      !isNew || reply.seq === this.#head,
      () => `${key} has entry ${reply.seq} and should have ${this.#head}`,
    );
  }

  /** Nothing is stored that nobody sent. */
  #wireOf(event: LedgerEvent): WireEvent {
    const sent =
      event.type === OF_PEOPLE
        ? this.#sentOfPeople.get(`${event.source} ${event.id}`)
        : this.#sent.get(Buffer.from(event.payloadSha256).toString('hex'));
    if (sent !== undefined) return sent;
    const said = JSON.parse(event.body) as WireEvent;
    const action = actionOf(said.type, said.data);
    const left = this.#staffActions.get(action) ?? 0;
    const isStaff = parseSource(event.source)?.kind === 'hub' && left > 0;
    holds(isStaff, () => `nobody sent ${event.source} ${event.id}`);
    this.#staffActions.set(action, left - 1);
    this.#sent.set(Buffer.from(event.payloadSha256).toString('hex'), said);
    return said;
  }

  /** Every event up to it is in the ledger; the next is not; and it never goes back. */
  #acks(till: string, ack: { installation: string; sequence: string }): void {
    const source = this.sourceOf(till, ack.installation);
    const expected = formatSequence(this.model.contiguous(source));
    holds(ack.sequence === expected, () => `${till} is told ${ack.sequence} and should be told ${expected}`);
    const before = this.#ackedUpTo.get(source) ?? '';
    holds(ack.sequence >= before, () => `${till} was told ${before} and is told ${ack.sequence}`);
    this.#ackedUpTo.set(source, ack.sequence);
  }

  #decideRejected(db: Database): void {
    const row = this.#unsureRejected;
    this.#unsureRejected = null;
    if (row === null) return;
    const key = rejectedKey(row);
    const before = this.#rejected.get(key) ?? 0;
    const seen = rejectedIn(db).get(key) ?? 0;
    holds(
      seen === before || seen === before + 1,
      () => `a rejected payload was seen ${seen} times, not ${before}`,
    );
    if (seen > 0) this.#rejected.set(key, seen);
  }
}

/** How often each unreadable payload came, by the ledger. */
export function rejectedIn(db: Database): Map<string, number> {
  const rows = db.prepare<[], { key: string; times: number }>(
    "SELECT sender || ' ' || lower(hex(payload_sha256)) AS key, times_seen AS times FROM rejected",
  );
  return new Map(rows.all().map(({ key, times }) => [key, times]));
}

function rejectedKey(row: RejectedName): string {
  return `${row.sender} ${Buffer.from(row.payloadSha256).toString('hex')}`;
}

function missing(wanted: ReadonlySet<string>, db: Database, sql: string): string[] {
  const stored = new Set(db.prepare<[], string>(sql).pluck().all());
  return [...wanted].filter((name) => !stored.has(name));
}

function actionOf(type: string, data: object): string {
  const sorted = Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${type} ${JSON.stringify(sorted)}`;
}

function hexSha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

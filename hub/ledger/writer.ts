import type { Database } from 'better-sqlite3';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import { Checkpoints } from './checkpoint.ts';
import { commitDefused } from './defuse.ts';
import { faultOf } from './fault.ts';
import { forgetInSnapshots, hasErased } from './forget-in-snapshots.ts';
import { Ledger } from './ledger.ts';
import type { CommitResult } from './ledger.ts';
import { openWriter } from './open.ts';
import { OutboxTable } from './outbox/outbox.ts';
import type { DestinationSetting } from './outbox/outbox.ts';
import { ReceiveClockTable } from './receive-clock.ts';
import { CredentialTable, hubIdentity, RejectedTable } from './side-tables.ts';
import type { HubIdentity } from './side-tables.ts';

export interface WriterOptions {
  readonly file: string;
  /** Made known when they are not yet. A destination that is known keeps getting rows until it is removed. */
  readonly destinations: readonly DestinationSetting[];
  readonly nowMs: () => number;
  /** How the file is opened, for a simulator that plays the disk under it. */
  readonly open?: (file: string) => Database;
  /** Told of an event that met a bug and was set aside. Without it a bug is thrown on. */
  readonly tellBug?: (event: LedgerEvent, thrown: unknown) => void;
}

/** Everything that writes to the ledger file, over its one read-write connection. */
export interface LedgerWriter extends Disposable {
  readonly identity: HubIdentity;
  commit(events: readonly LedgerEvent[]): CommitResult;
  readonly calls: WriterCalls;
  /** To be called after any of the calls; a commit does it by itself. */
  checkpointIfLarge(): void;
}

export type WriterCalls = ReturnType<typeof writerCalls>;

export function createLedgerWriter(options: WriterOptions): LedgerWriter {
  const db = (options.open ?? openWriter)(options.file);
  try {
    const identity = hubIdentity(db);
    const outbox = new OutboxTable(db);
    outbox.ensureDestinations(options.destinations);
    const ledger = new Ledger(db, { outbox, nowMs: options.nowMs, incarnation: identity.incarnation });
    const checkpoints = new Checkpoints(db);
    const forget = (): void => {
      forgetInSnapshots(options.file);
      checkpoints.empty();
    };
    // A process that was killed after it forgot somebody left this to do.
    if (hasErased(db)) forget();
    const calls = writerCalls(db, { outbox, checkpoints });
    const tell = options.tellBug;
    const commit = (events: readonly LedgerEvent[]): CommitResult => {
      if (tell === undefined) return ledger.commit(events);
      const isFault = (thrown: unknown): boolean => faultOf(thrown) !== null;
      return commitDefused(events, {
        commit: (batch) => ledger.commit(batch),
        setAside: calls.addRejected,
        isFault,
        tell,
        nowMs: options.nowMs,
      });
    };
    return {
      identity,
      commit: (events) => {
        const result = commit(events);
        if (events.some(mayForget)) forget();
        else checkpoints.ifLarge();
        return result;
      },
      calls,
      checkpointIfLarge: () => checkpoints.ifLarge(),
      [Symbol.dispose]: () => close(db, checkpoints),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** An employee is forgotten by a word in the event; who looks closer is the desk. */
function mayForget({ type, body }: LedgerEvent): boolean {
  if (type === 'backroom.employee.set.v1') return body.includes('"erased":true');
  return type === 'backroom.customer.erased.v1';
}

/** SQLite moves the log when the last connection closes, but says nothing of a disk that did not take it. */
function close(db: Database, checkpoints: Checkpoints): void {
  try {
    if (db.open) checkpoints.now();
  } finally {
    db.close();
  }
}

/** What the main thread may ask of the writer, by name. Each is one transaction. */
function writerCalls(
  db: Database,
  { outbox, checkpoints }: { outbox: OutboxTable; checkpoints: Checkpoints },
) {
  const credentials = new CredentialTable(db);
  const rejected = new RejectedTable(db);
  const receiveClock = new ReceiveClockTable(db);
  return {
    claim: outbox.claim.bind(outbox),
    settle: outbox.settle.bind(outbox),
    retryParked: outbox.retryParked.bind(outbox),
    skipParked: outbox.skipParked.bind(outbox),
    removeDestination: outbox.removeDestination.bind(outbox),
    addCredential: credentials.add.bind(credentials),
    removeCredential: credentials.remove.bind(credentials),
    noteClock: receiveClock.note.bind(receiveClock),
    addRejected: rejected.add.bind(rejected),
    admitRejected: rejected.admit.bind(rejected),
    closeRejected: rejected.close.bind(rejected),
    /** Moves what the WAL holds into the file, as far as no reader is in the way. */
    checkpoint: (): void => checkpoints.now(),
    optimize: (): void => void db.pragma('optimize'),
  };
}

import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { formatSequence, formatSource } from '../../hub/contract/envelope.ts';
import { assert } from '../../hub/kit/assert.ts';
import { sha256 } from '../../hub/kit/digest.ts';
import { HubError } from '../../hub/kit/errors.ts';

/**
 * What a till has told and may have to tell again, in a SQLite file of its own.
 *
 * An event gets its number and its place on the disk in one transaction, before anybody sends it: a number is
 * used once, and no number is left out. What the hub confirmed (PUBACK) is written down later and in groups; a crash in between only means
 * that an event is sent again, which the hub recognises.
 *
 * The hub's retained `ack` alone never stops an event from being sent: a till whose file was restored from an
 * older copy makes numbers that the hub has already, with new sales under them.
 */
export interface QueueOptions {
  readonly file: string;
  readonly store: string;
  /** `tills` or `devices`, as the source has it. */
  readonly kind: 'tills' | 'devices';
  readonly name: string;
  /** `full` survives a power cut; `relaxed` only the end of the process, for simulations. */
  readonly durability: 'full' | 'relaxed';
}

/** Where a new event stands: what its envelope needs. */
export interface EventPlace {
  readonly sequence: number;
  readonly sequenceText: string;
  readonly source: string;
}

export interface QueuedEvent {
  readonly sequence: number;
  readonly id: string;
  readonly body: Buffer;
}

export interface SetAside extends QueuedEvent {
  readonly standing: 'rejected' | 'conflict';
  readonly note: string;
}

/** More than a busy shop makes in ten years; a queue this long means that nobody looks after the till. */
const QUEUED_EVENTS_MAX = 5_000_000;
/** Rows deleted in one transaction, so that a sale never waits for a long one. */
const DELETED_AT_ONCE_MAX = 500;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    store TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, installation TEXT NOT NULL,
    last_sequence INTEGER NOT NULL, acknowledged INTEGER NOT NULL, incarnation TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS event (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    made_ms INTEGER NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0,
    standing TEXT NOT NULL DEFAULT 'good' CHECK (standing IN ('good', 'rejected', 'conflict')),
    note TEXT,
    sha256 BLOB NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS event_waiting ON event (sequence) WHERE confirmed = 0 AND standing <> 'rejected';
  CREATE INDEX IF NOT EXISTS event_set_aside ON event (sequence) WHERE standing <> 'good';
  CREATE INDEX IF NOT EXISTS event_by_sha256 ON event (sha256);
`;

interface Identity {
  readonly store: string;
  readonly kind: 'tills' | 'devices';
  readonly name: string;
  readonly installation: string;
}

/** How far the hub says it is with this installation. */
export interface HubProgress {
  readonly incarnation: string;
  readonly sequence: number;
  /** The answer to a question of just now, not a piece of news that may have been overtaken. */
  readonly isFresh?: boolean;
}

interface Progress {
  readonly lastSequence: number;
  readonly acknowledged: number;
  readonly incarnation: string | null;
}

/** Owns the file. Everything here is synchronous: when a method returns, its change is on the disk. */
export class EventQueue {
  readonly source: string;
  readonly installation: string;
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(options: QueueOptions) {
    this.#database = open(options);
    this.#statements = prepare(this.#database);
    const identity = identityOf(this.#database, options);
    this.installation = identity.installation;
    this.source = formatSource(identity);
  }

  /** Gives the next number to an event and keeps it. When `make` throws, nothing has happened. */
  append(madeMs: number, make: (place: EventPlace) => { id: string; body: Buffer }): QueuedEvent {
    return this.#database
      .transaction(() => {
        const sequence = this.#progress().lastSequence + 1;
        this.#refuseWhenFull(sequence);
        const place = { sequence, sequenceText: formatSequence(sequence), source: this.source };
        const { id, body } = make(place);
        this.#statements.takeNumber.run(sequence);
        this.#statements.insert.run(sequence, id, madeMs, sha256(body), body);
        return { sequence, id, body };
      })
      .immediate();
  }

  /** What still has to be sent, in order, from beyond `sequence` on. */
  waiting(beyond: number, limit: number): QueuedEvent[] {
    return this.#statements.waiting.all(beyond, limit) as QueuedEvent[];
  }

  hasWaiting(): boolean {
    return this.waiting(0, 1).length > 0;
  }

  /** The hub has these on its disk. */
  confirm(sequences: readonly number[]): void {
    this.#database
      .transaction(() => {
        for (const sequence of sequences) this.#statements.confirm.run(sequence);
      })
      .immediate();
  }

  /**
   * Takes in the hub's word on how far it is. `restarted` means that the hub's ledger is another one than
   * before: everything that is still here waits to be sent again. It is that too when a hub that has just been
   * asked (`isFresh`) has less than it had: somebody put an older file back.
   */
  noteAck(ack: HubProgress): 'same' | 'advanced' | 'restarted' {
    return this.#database
      .transaction(() => {
        const { acknowledged, incarnation } = this.#progress();
        const wentBack = ack.isFresh === true && ack.sequence < acknowledged;
        const restarted = incarnation !== null && (incarnation !== ack.incarnation || wentBack);
        if (restarted) this.#statements.forgetConfirmations.run();
        else if (incarnation !== null && ack.sequence <= acknowledged) return 'same';
        this.#statements.setAck.run(ack.sequence, ack.incarnation);
        return restarted ? 'restarted' : 'advanced';
      })
      .immediate();
  }

  /**
   * A hub that lacks the next number although it confirmed it once has lost what came after it too, and no number that
   * it ever acknowledged tells how far: everything from there on waits again. What it has already is a duplicate to it.
   */
  reopenGap(acknowledged: number): void {
    this.#statements.reopen.run({ next: acknowledged + 1 });
  }

  /** Keeps an event that the hub could not read for a person, and closes its number with the event from `make`. */
  setRejected(event: { sha256: Buffer; note: string }, close: (event: QueuedEvent) => void): void {
    this.#database
      .transaction(() => {
        const row = this.#statements.bySha256.get(event.sha256) as QueuedEvent | undefined;
        if (row === undefined) return;
        this.#statements.setAside.run('rejected', event.note, row.sequence);
        close(row);
      })
      .immediate();
  }

  /** Marks that the hub knows this id with other content as well. The event itself goes on as before. */
  setConflict(id: string, note: string): void {
    this.#statements.setConflict.run(note, id);
  }

  setAside(): SetAside[] {
    return this.#statements.allSetAside.all() as SetAside[];
  }

  /** Lets a person's decision end the matter: the event may now be deleted like any other. */
  release(sequence: number): void {
    this.#statements.release.run(sequence);
  }

  /** Deletes what the hub has acknowledged and what was made at or before `madeMs`. Returns how many rows went. */
  deleteOld(madeMs: number): number {
    const { acknowledged } = this.#progress();
    return this.#statements.deleteOld.run(acknowledged, madeMs, DELETED_AT_ONCE_MAX).changes;
  }

  /** `held` events are in the file, `waiting` of them have to be sent. */
  progress(): Progress & { held: number; waiting: number } {
    const { held } = this.#statements.held.get() as { held: number };
    return { ...this.#progress(), held, waiting: this.countWaiting() };
  }

  countWaiting(): number {
    return (this.#statements.countWaiting.get() as { waiting: number }).waiting;
  }

  close(): void {
    this.#database.close();
  }

  #progress(): Progress {
    return this.#statements.progress.get() as Progress;
  }

  #refuseWhenFull(sequence: number): void {
    const { oldest } = this.#statements.oldest.get() as { oldest: number | null };
    if (oldest === null || sequence - oldest < QUEUED_EVENTS_MAX) return;
    throw new HubError('ledger.full', {
      detail: 'The queue of the till is full.',
      hint: 'Connect the till to the hub.',
    });
  }
}

function open(options: QueueOptions): Database.Database {
  const database = new Database(options.file);
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${options.durability === 'full' ? 'FULL' : 'OFF'}`);
  database.exec(SCHEMA);
  return database;
}

/** A file belongs to one till of one store for ever; its installation is made with it. */
function identityOf(database: Database.Database, options: QueueOptions): Identity {
  const insert = database.prepare(
    'INSERT INTO identity VALUES (1, @store, @kind, @name, @installation, 0, 0, NULL) ON CONFLICT DO NOTHING',
  );
  const { store, kind, name } = options;
  insert.run({ store, kind, name, installation: randomUUID() });
  const identity = database.prepare('SELECT store, kind, name, installation FROM identity').get() as Identity;
  assert(identity.store === store && identity.kind === kind, 'the queue file belongs to this store');
  assert(identity.name === name, 'the queue file belongs to this till');
  return identity;
}

function prepare(database: Database.Database) {
  const sql = (text: string): Database.Statement => database.prepare(text);
  return {
    progress: sql('SELECT last_sequence AS lastSequence, acknowledged, incarnation FROM identity'),
    oldest: sql('SELECT min(sequence) AS oldest FROM event'),
    held: sql('SELECT count(*) AS held FROM event'),
    takeNumber: sql('UPDATE identity SET last_sequence = ?'),
    insert: sql('INSERT INTO event (sequence, id, made_ms, sha256, body) VALUES (?, ?, ?, ?, ?)'),
    waiting: sql(
      `SELECT sequence, id, body FROM event INDEXED BY event_waiting
       WHERE sequence > ? AND confirmed = 0 AND standing <> 'rejected' ORDER BY sequence LIMIT ?`,
    ),
    countWaiting: sql(
      `SELECT count(*) AS waiting FROM event INDEXED BY event_waiting
       WHERE confirmed = 0 AND standing <> 'rejected'`,
    ),
    confirm: sql('UPDATE event SET confirmed = 1 WHERE sequence = ?'),
    forgetConfirmations: sql('UPDATE event SET confirmed = 0 WHERE confirmed = 1'),
    reopen: sql(
      `UPDATE event SET confirmed = 0 WHERE sequence >= @next AND confirmed = 1 AND EXISTS (
         SELECT 1 FROM event WHERE sequence = @next AND confirmed = 1 AND standing <> 'rejected')`,
    ),
    setAck: sql('UPDATE identity SET acknowledged = ?, incarnation = ?'),
    bySha256: sql(`SELECT sequence, id, body FROM event WHERE sha256 = ? AND standing <> 'rejected'`),
    setAside: sql('UPDATE event SET standing = ?, note = ? WHERE sequence = ?'),
    setConflict: sql(`UPDATE event SET standing = 'conflict', note = ? WHERE id = ? AND standing = 'good'`),
    allSetAside: sql(
      `SELECT sequence, id, body, standing, note FROM event WHERE standing <> 'good' ORDER BY sequence`,
    ),
    release: sql(`UPDATE event SET standing = 'good', confirmed = 1 WHERE sequence = ?`),
    deleteOld: sql(
      `DELETE FROM event WHERE sequence IN (
         SELECT sequence FROM event
         WHERE sequence <= ? AND made_ms <= ? AND confirmed = 1 AND standing = 'good'
         ORDER BY sequence LIMIT ?)`,
    ),
  };
}

import type { Database, Statement } from 'better-sqlite3';
import { faultOf, healsByItself } from './fault.ts';
import { openReader } from './open.ts';

interface LogState {
  /** Pages in the write-ahead log since it was last begun anew. */
  readonly log: number;
}

interface Emptied {
  /** 1 where a reader was in the way. */
  readonly busy: number;
}

/** A look at the log costs as much as half a sale. Far from its limit, as many commits go by without one. */
const COMMITS_BETWEEN_LOOKS = 16;
/** Longer than any answer takes, and too short for a till to notice. */
const EMPTY_WAIT_MS = 100;
/** More than one commit writes, most times. */
const PAGES_OF_COMMIT = 256;

/**
 * Moves the write-ahead log into the file when it has grown large. SQLite would do that by itself at the end of a
 * commit, but it keeps to itself that a write or an fsync failed then, and tries again at the next commit. A disk that
 * fails there fails at the next sale too, and on some kernels an fsync that is tried again says that all is well
 * (Rebello et al., ATC '20). So SQLite's own checkpoints are switched off, and what these ones throw ends the process.
 * A disk that is full heals: the log is kept, and the next commit tries again.
 *
 * After any other fault the log stays as it is, and the connection is closed. SQLite would move the log once more when
 * the last connection closes, from where it came to, and remove it when that fsync succeeds. But what an
 * earlier checkpoint moved, which a reader stopped half way, was synced by none: it was with the pages that the failed
 * fsync gave up, and the log is the only place that still has it.
 */
export class Checkpoints {
  readonly #db: Database;
  readonly #pagesMax: number;
  readonly #look: Statement<[], LogState>;
  readonly #move: Statement<[], LogState>;
  readonly #empty: Statement<[], Emptied>;
  #commitsToGo = 0;
  #isToEmpty = false;

  /** The size from which on the log is moved is what the connection has as `wal_autocheckpoint`. */
  constructor(db: Database) {
    this.#db = db;
    this.#pagesMax = Number(db.pragma('wal_autocheckpoint', { simple: true }));
    db.pragma('wal_autocheckpoint = 0');
    this.#look = db.prepare('PRAGMA wal_checkpoint(NOOP)');
    this.#move = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
    this.#empty = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** To be called after what was written is committed. */
  ifLarge(): void {
    this.#commitsToGo -= 1;
    if (this.#commitsToGo > 0) return;
    if (this.#isToEmpty) return this.empty();
    const pages = this.#look.get()?.log ?? 0;
    this.#commitsToGo = Math.min(COMMITS_BETWEEN_LOOKS, (this.#pagesMax - pages) / PAGES_OF_COMMIT);
    if (pages >= this.#pagesMax) this.now();
  }

  /**
   * Moves all of the log and cuts the file to nothing: what was erased must not stay in it. Answers take far less than what
   * is waited for them here; where a reader is in the way even so, it is tried again at the next commit.
   */
  empty(): void {
    this.#isToEmpty = true;
    const timeoutMs = Number(this.#db.pragma('busy_timeout', { simple: true }));
    this.#db.pragma(`busy_timeout = ${EMPTY_WAIT_MS}`);
    this.#guarded(() => {
      if (this.#empty.get()?.busy === 0) this.#isToEmpty = false;
    });
    this.#commitsToGo = this.#isToEmpty ? 1 : COMMITS_BETWEEN_LOOKS;
    this.#db.pragma(`busy_timeout = ${timeoutMs}`);
  }

  /** As far as no reader is in the way. */
  now(): void {
    this.#guarded(() => void this.#move.get());
  }

  #guarded(move: () => void): void {
    try {
      move();
    } catch (error) {
      const fault = faultOf(error);
      if (fault !== null && healsByItself(fault.code)) return;
      if (fault !== null) this.#leaveLog();
      throw error;
    }
  }

  /** A connection that is not the last one leaves the log alone, and so does one that cannot write. */
  #leaveLog(): void {
    const last = openReader(this.#db.name);
    last.prepare('SELECT count(*) FROM sqlite_schema').get();
    this.#db.close();
    last.close();
  }
}

import type { Database, Statement } from 'better-sqlite3';
import { faultOf, healsByItself } from './fault.ts';

interface LogState {
  /** Pages in the write-ahead log since it was last begun anew. */
  readonly log: number;
}

/**
 * Moves the write-ahead log into the file when it has grown large. SQLite would do that by itself at the end of a
 * commit, but it keeps to itself that a write or an fsync failed then, and tries again at the next commit. A disk that
 * fails there fails at the next sale too, and on some kernels an fsync that is tried again says that all is well
 * (Rebello et al., ATC '20). So SQLite's own checkpoints are switched off, and what these ones throw ends the process.
 * A disk that is full heals: the log is kept, and the next commit tries again.
 */
export class Checkpoints {
  readonly #pagesMax: number;
  readonly #look: Statement<[], LogState>;
  readonly #move: Statement<[], LogState>;

  /** The size from which on the log is moved is what the connection has as `wal_autocheckpoint`. */
  constructor(db: Database) {
    this.#pagesMax = Number(db.pragma('wal_autocheckpoint', { simple: true }));
    db.pragma('wal_autocheckpoint = 0');
    this.#look = db.prepare('PRAGMA wal_checkpoint(NOOP)');
    this.#move = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** To be called after what was written is committed. */
  ifLarge(): void {
    const pages = this.#look.get()?.log ?? 0;
    if (pages >= this.#pagesMax) this.now();
  }

  /** As far as no reader is in the way. */
  now(): void {
    try {
      this.#move.get();
    } catch (error) {
      const fault = faultOf(error);
      if (fault === null || !healsByItself(fault.code)) throw error;
    }
  }
}

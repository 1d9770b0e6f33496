import { randomFillSync } from 'node:crypto';
import { rmSync, statfsSync, statSync } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../kit/clock.ts';
import { messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';

/** Room for some thousand sales, and for moving the write-ahead log into the ledger file. */
export const BALLAST_BYTES = 4_194_304;

/** With less than this free, the ledger may not even open. */
const START_ROOM_BYTES = 1_048_576;

/** Only with so much free is the room kept back again: what was just freed is for the sales that wait. */
const MAKE_ROOM_BYTES = 3 * BALLAST_BYTES;

const LOOK_EVERY_MS = 5_000;
const OWNER_ONLY = 0o600;

export interface BallastParts {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A file that does nothing but take up room, for the moment at which somebody else has filled the disk. A write-ahead log
 * on a disk without a free block can neither grow nor be moved into the ledger file; with this room given away it can,
 * after which its own space is used again, and people have time to act. It holds random bytes, so that a file system
 * which compresses or leaves holes keeps real blocks for it.
 */
export class Ballast implements AsyncDisposable {
  readonly #parts: BallastParts;
  readonly #file: string;
  readonly #stop = new AbortController();
  #isLow = false;
  #run = Promise.resolve();

  constructor(parts: BallastParts) {
    this.#parts = parts;
    this.#file = join(parts.dataDir, 'ballast');
  }

  /** True from when the room was given away, or could not be kept back, until it is kept back again. */
  get isLow(): boolean {
    return this.#isLow;
  }

  /** Before the ledger is opened: on a disk that is full already, gives the room away at once. */
  makeRoomToStart(): void {
    const free = freeBytes(this.#parts.dataDir);
    if (free !== null && free < START_ROOM_BYTES) this.release();
  }

  /** Gives the room away; false when there was none. */
  release(): boolean {
    this.#isLow = true;
    if (!isWhole(this.#file)) return false;
    rmSync(this.#file, { force: true });
    const words = 'The disk is full. The room that was kept back is given away: free some space.';
    this.#parts.log.warn({ bytes: BALLAST_BYTES }, words);
    return true;
  }

  /** Keeps the room back as soon as there is enough, until it is disposed of. */
  start(): void {
    this.#run = this.#keep();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#run;
  }

  async #keep(): Promise<void> {
    const { clock } = this.#parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#look();
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async #look(): Promise<void> {
    const { dataDir, log } = this.#parts;
    if (isWhole(this.#file)) return;
    try {
      const { bavail, bsize } = await statfs(dataDir);
      this.#isLow ||= bavail * bsize < MAKE_ROOM_BYTES;
      if (bavail * bsize < MAKE_ROOM_BYTES) return;
      await this.#make();
      if (this.#isLow) log.info({ bytes: BALLAST_BYTES }, 'The disk has room again, and some is kept back.');
      this.#isLow = false;
    } catch (error) {
      rmSync(this.#file, { force: true });
      log.warn({ reason: messageOf(error) }, 'No room could be kept back for a full disk.');
    }
  }

  async #make(): Promise<void> {
    await using file = await open(this.#file, 'w', OWNER_ONLY);
    await file.writeFile(randomFillSync(Buffer.allocUnsafe(BALLAST_BYTES)));
    await file.sync();
  }
}

/** A file that a power cut left half made counts as none. */
function isWhole(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.size === BALLAST_BYTES;
}

/** Null where the folder is not there yet. */
function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

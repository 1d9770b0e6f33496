import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { openWriter } from '../../hub/ledger/open.ts';
import type { Random } from '../../scripts/replay/random.ts';
import { tornFiles } from './torn-files.ts';
import type { Files } from './torn-files.ts';

/** The process ends here, or the power does. Looks like a fault of the disk, so that no code takes it for a bug. */
export class ProcessEnd extends Error {
  override name = 'ProcessEnd';
  readonly code = 'SQLITE_IOERR_ENDED';
}

/** What a transaction is for. */
export const PURPOSES = ['commit', 'reject', 'claim', 'settle', 'other'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What the disk does to the next transaction of that purpose that changes anything: after how many rows, or at its end. */
export interface DiskFault {
  readonly kind: 'kill' | 'io-error' | 'power-cut';
  readonly purpose: Purpose;
  readonly rows: number;
}

/** Every table that a transaction of the hub changes, and how. */
const WATCHED = [
  'event INSERT',
  'movement INSERT',
  'stock INSERT',
  'receipt INSERT',
  'exception INSERT',
].concat(
  ['product INSERT', 'product UPDATE', 'progress INSERT', 'rejected INSERT', 'destination UPDATE'],
  ['outbox INSERT', 'outbox UPDATE', 'outbox DELETE', 'day_total INSERT'],
  ['register_session INSERT', 'session_total INSERT', 'day_adjustment INSERT', 'journal_line INSERT'],
  ['payment INSERT', 'settlement INSERT', 'liability_entry INSERT', 'hold INSERT'],
  ['customer_receipt INSERT', 'loyalty_entry INSERT', 'person INSERT'],
);

const FULL_AT_ROW_MAX = 40;

/**
 * The disk under the ledger: the real files, in memory where the computer has such a folder. A fault strikes inside
 * a transaction, counted in rows, or tears apart what was not yet on the disk when the power went. What a commit has
 * returned from is on the disk: that it is, says SQLite with `synchronous=FULL`, and other tests prove it by the
 * kernel's own account.
 */
export class SimDisk implements Disposable {
  readonly #folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'backroom-sim-'));
  readonly #random: Random;
  #life = 0;
  readonly #faults = new Map<Purpose, DiskFault>();
  #rowsLeft = Infinity;
  #isTouched = false;
  #isCaptured = false;
  isFull = false;

  constructor(random: Random) {
    this.#random = random;
    mkdirSync(this.#folderOf(0));
  }

  get file(): string {
    return join(this.#folderOf(this.#life), 'ledger.db');
  }

  /** The writer's connection, with a hand on every row that it changes. */
  readonly open = (file: string): Database => {
    const db = openWriter(file);
    db.function('disk_takes_row', () => this.#onRow());
    for (const [index, what] of WATCHED.entries()) {
      const [table, change] = what.split(' ');
      db.exec(
        `CREATE TEMP TRIGGER watched_${index} AFTER ${change} ON main.${table} BEGIN SELECT disk_takes_row(); END`,
      );
    }
    return db;
  };

  arm(fault: DiskFault): void {
    this.#faults.set(fault.purpose, fault);
  }

  /** How long the disk takes: a good one, and now and then a card that stalls. */
  latencyMs(): number {
    return this.#random.chance(2) ? 200 + this.#random.below(3_000) : 1 + this.#random.below(20);
  }

  /** Runs one transaction on this disk. Throws ProcessEnd when nothing after it will ever run. */
  execute<T>(purpose: Purpose, work: () => T): T {
    const fault = this.#faults.get(purpose);
    this.#strikes = () => void this.#faults.delete(purpose);
    if (fault?.kind === 'power-cut') return this.#cutPower(purpose, work);
    if (this.isFull) return this.#within(1 + this.#random.below(FULL_AT_ROW_MAX), work, diskIsFull);
    if (fault === undefined) return work();
    const thrown = fault.kind === 'kill' ? processEnds : diskFails;
    const value = this.#within(fault.rows, work, thrown);
    if (!this.#isTouched) return value;
    // Fewer rows than that: it strikes when all is done, and nobody is told any more.
    this.#strikes();
    throw thrown();
  }

  /** The files as they are when the process ends. Whoever still has them open writes to files that nobody reads. */
  capture(): void {
    if (this.#isCaptured) return;
    this.#isCaptured = true;
    const next = this.#nextFolder();
    for (const suffix of ['', '-wal']) {
      const from = `${this.file}${suffix}`;
      if (existsSync(from)) copyFileSync(from, join(next, `ledger.db${suffix}`));
    }
  }

  /** The next process finds what was captured. */
  nextLife(): void {
    if (!this.#isCaptured) return;
    this.#isCaptured = false;
    rmSync(this.#folderOf(this.#life), { recursive: true });
    this.#life += 1;
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #onRow(): number {
    if (!this.#isTouched) this.#onFirstRow();
    this.#isTouched = true;
    this.#rowsLeft -= 1;
    if (this.#rowsLeft > 0) return 0;
    this.#strikes();
    throw this.#thrown();
  }

  #thrown: () => Error = processEnds;
  #onFirstRow: () => void = () => undefined;
  /** The fault has struck: the next transaction meets it no more. */
  #strikes: () => void = () => undefined;

  #within<T>(rows: number, work: () => T, thrown: () => Error): T {
    this.#rowsLeft = rows;
    this.#isTouched = false;
    this.#thrown = thrown;
    try {
      return work();
    } finally {
      this.#rowsLeft = Infinity;
    }
  }

  /** What was written while the power went: none, some or all of its sectors are there. */
  #cutPower<T>(purpose: Purpose, work: () => T): T {
    // A checkpoint changes files without changing a row; anything else writes nothing before its first row.
    let before = purpose === 'other' ? this.#read() : null;
    this.#onFirstRow = () => void (before ??= this.#read());
    const value = this.#within(Infinity, work, processEnds);
    this.#onFirstRow = () => undefined;
    if (before === null) return value;
    const after = this.#read();
    if (before.wal.equals(after.wal) && before.ledger.equals(after.ledger)) return value;
    this.#strikes();
    const torn = tornFiles(before, after, this.#random);
    const next = this.#nextFolder();
    writeFileSync(join(next, 'ledger.db'), torn.ledger);
    writeFileSync(join(next, 'ledger.db-wal'), torn.wal);
    this.#isCaptured = true;
    throw processEnds();
  }

  #read(): Files {
    const wal = `${this.file}-wal`;
    return { ledger: readFileSync(this.file), wal: existsSync(wal) ? readFileSync(wal) : Buffer.alloc(0) };
  }

  #nextFolder(): string {
    const folder = this.#folderOf(this.#life + 1);
    mkdirSync(folder);
    return folder;
  }

  #folderOf(life: number): string {
    return join(this.#folder, `life-${life}`);
  }
}

function processEnds(): Error {
  return new ProcessEnd('the process ends');
}

function diskFails(): Error {
  return Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
}

function diskIsFull(): Error {
  return Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
}

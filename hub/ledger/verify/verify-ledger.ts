import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf } from '../../kit/errors.ts';
import { replayedTables } from '../table-classes.ts';
import { brokenInvariants } from './invariants.ts';
import { replay } from './replay.ts';
import type { ReplayProgress } from './replay.ts';
import { schemaProblems } from './schema.ts';
import { ChainWalk, damagedExtras } from './verify-chain.ts';
import type { LogRow } from './verify-chain.ts';
import { walDamage } from './wal-damage.ts';

export interface Verdict {
  readonly events: number;
  readonly conflicts: number;
  /** Hash of the newest entry, hexadecimal. Write it down elsewhere and nobody can change the past unseen. */
  readonly head: string;
  /** What is wrong, in words. Empty: the ledger proves itself. */
  readonly problems: readonly string[];
}

const PROBLEMS_MAX = 50;

/**
 * Proves a ledger: the file is whole, the chain is unbroken, the invariants hold, and a replay of the log
 * comes to exactly the rows that every projection has. Works on a snapshot, so that a hub may go on meanwhile;
 * needs room for two copies of the file beside it.
 */
export function verifyLedger(file: string, progress: ReplayProgress): Verdict {
  const folder = mkdtempSync(join(dirname(file), 'verify-'));
  try {
    const damage = takeSnapshot(file, join(folder, 'snapshot.db'));
    if (damage.length > 0) return { events: 0, conflicts: 0, head: '', problems: damage };
    return verifySnapshot(folder, progress);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Looks at the write-ahead log and at the pages of the file itself before they are copied. */
function takeSnapshot(file: string, snapshot: string): string[] {
  const lost = walDamage(file);
  if (lost.length > 0) return lost;
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const rows = db.pragma('integrity_check') as { integrity_check: string }[];
    const damage = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
    if (damage.length > 0) return damage.slice(0, PROBLEMS_MAX).map((text) => `The file is damaged: ${text}`);
    db.prepare('VACUUM INTO ?').run(snapshot);
    return [];
  } catch (error) {
    return [`The file cannot be read: ${messageOf(error)}`];
  } finally {
    db.close();
  }
}

function verifySnapshot(folder: string, progress: ReplayProgress): Verdict {
  const [snapshot, replayed] = [join(folder, 'snapshot.db'), join(folder, 'replayed.db')];
  copyFileSync(snapshot, replayed);
  const db = new Database(replayed);
  try {
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    const problems = [
      ...attempt(() => schemaProblems(db)),
      ...attempt(() => brokenInvariants(db)),
      ...attempt(() => damagedExtras(db).map(extraProblem)),
    ];
    const walked = walkAndReplay(db, progress, problems);
    db.prepare('ATTACH ? AS snapshot').run(snapshot);
    problems.push(...attempt(() => differences(db)));
    return { ...walked, problems: problems.slice(0, PROBLEMS_MAX) };
  } finally {
    db.close();
  }
}

/** A damaged ledger can break any question about it: that is an answer too. */
function attempt(question: () => string[]): string[] {
  try {
    return question();
  } catch (error) {
    return [`The ledger cannot be read: ${messageOf(error)}.`];
  }
}

function walkAndReplay(
  db: Database.Database,
  progress: ReplayProgress,
  problems: string[],
): Omit<Verdict, 'problems'> {
  const chain = new ChainWalk();
  const walked = { events: 0, conflicts: 0, head: '' };
  const check = (row: LogRow): void => {
    const problem = chain.check(row);
    if (problem !== null) problems.push(`The chain is broken: ${problem}.`);
    walked.events += 1;
    walked.conflicts += row.standing;
    walked.head = row.hash.toString('hex');
  };
  try {
    replay(db, { check, progress });
  } catch (error) {
    problems.push(`The log cannot be replayed beyond entry ${walked.events}: ${messageOf(error)}`);
  }
  return walked;
}

/** Compares every row of every table that the log makes with what the replay made. */
function differences(db: Database.Database): string[] {
  return replayedTables().flatMap(({ table, isVirtual }) => {
    const [ours, theirs] = isVirtual ? vocabulary(db, table) : [`main.${table}`, `snapshot.${table}`];
    const extra = countDifference(db, theirs, ours);
    const missing = countDifference(db, ours, theirs);
    if (extra + missing === 0) return [];
    return [
      `${table} is not what the log makes of it: ${extra} rows too many or wrong, ${missing} missing or wrong.`,
    ];
  });
}

function countDifference(db: Database.Database, left: string, right: string): number {
  const sql = `SELECT count(*) AS count FROM (SELECT * FROM ${left} EXCEPT SELECT * FROM ${right})`;
  return db.prepare<[], { count: number }>(sql).get()?.count ?? 0;
}

/** A full-text index has no rows of its own: its words and where they stand are compared. */
function vocabulary(db: Database.Database, table: string): [string, string] {
  for (const schema of ['main', 'snapshot']) {
    db.exec(`CREATE VIRTUAL TABLE temp.${schema}_${table} USING fts5vocab (${schema}, ${table}, instance)`);
  }
  return [`temp.main_${table}`, `temp.snapshot_${table}`];
}

function extraProblem(seq: number): string {
  return `The unknown fields of entry ${seq} were changed.`;
}

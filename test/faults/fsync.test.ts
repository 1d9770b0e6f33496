import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { proven } from '../kit/proven.ts';
import { traceProblem } from '../kit/strace.ts';
import { tempFolder } from '../kit/temp-folder.ts';

/**
 * What SQLite says of itself is not what it does: better-sqlite3 shows `synchronous = 2` for a connection that does
 * not call fsync. So the calls to the kernel are counted, and where they stand among the acknowledgements.
 */
const PROGRAM = fileURLToPath(new URL('../kit/commit-batches.ts', import.meta.url));
const BATCHES = 20;

interface Call {
  readonly kind: 'fsync' | 'committed';
  readonly file: string;
}

test('every commit is followed by an fsync of the write-ahead log before it is told', (context) => {
  const problem = traceProblem();
  if (problem !== null) return context.skip(problem);
  using folder = tempFolder();
  const calls = traced(join(folder.path, 'ledger.db'), join(folder.path, 'calls.txt'));
  let synced = false;
  let commits = 0;
  for (const { kind, file } of calls) {
    if (kind === 'fsync') synced ||= file.endsWith('-wal');
    if (kind !== 'committed') continue;
    commits += 1;
    expect(synced, `commit ${commits} is on disk before it is told`).toBe(true);
    synced = false;
  }
  expect(commits).toBe(BATCHES);
  proven(context.task, { promise: 'commit-fsync', cases: BATCHES });
});

test('a batch of many events costs as many fsyncs as a batch of one', (context) => {
  const problem = traceProblem();
  if (problem !== null) return context.skip(problem);
  using folder = tempFolder();
  const alone = traced(join(folder.path, 'alone.db'), join(folder.path, 'alone.txt'));
  const many = traced(join(folder.path, 'many.db'), join(folder.path, 'many.txt'), 100);
  expect(fsyncsOf(many)).toBeLessThanOrEqual(fsyncsOf(alone) + 2);
  expect(fsyncsOf(many)).toBeGreaterThanOrEqual(BATCHES);
  const figures = `${BATCHES} batches: ${fsyncsOf(many)} fsyncs with 100 events each, ${fsyncsOf(alone)} with one`;
  proven(context.task, { promise: 'commit-fsync', cases: 2 * BATCHES, figures });
});

function fsyncsOf(calls: readonly Call[]): number {
  return calls.filter(({ kind, file }) => kind === 'fsync' && file.endsWith('-wal')).length;
}

/** Runs the program under strace and gives its calls in order. */
function traced(ledger: string, out: string, eventsPerBatch = 1): Call[] {
  const trace = ['-f', '-y', '-e', 'trace=fsync,fdatasync,write', '-e', 'signal=none', '-o', out];
  const program = [process.execPath, PROGRAM, ledger, String(BATCHES), String(eventsPerBatch)];
  execFileSync('strace', [...trace, ...program], { stdio: 'pipe' });
  return readFileSync(out, 'utf8').split('\n').flatMap(callOf);
}

function callOf(line: string): Call[] {
  const sync = /f(?:data)?sync\(\d+<([^>]*)>/.exec(line);
  if (sync !== null) return [{ kind: 'fsync', file: sync[1] ?? '' }];
  return /write\(1<[^>]*>, "committed \d+\\n"/.test(line) ? [{ kind: 'committed', file: '' }] : [];
}

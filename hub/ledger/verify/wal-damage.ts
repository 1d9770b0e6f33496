import { goesOn, isCommit, readWriteAheadLog, saltOf, saltOfLog } from './write-ahead-log.ts';
import type { WriteAheadLog } from './write-ahead-log.ts';

/**
 * Tells a damaged write-ahead log from one whose end a power cut tore off. SQLite takes both for the end of the log, so
 * that after the next start every commit behind a flipped byte is gone without a word.
 *
 * Each frame's checksum goes on from that of the frame before it, and with `synchronous=FULL` a transaction is written
 * only after the one before it was synced. So a frame that goes on from a commit proves that all frames up to that
 * commit were on disk; when one of them is wrong all the same, the log was damaged afterwards. Leftovers of a torn
 * transaction never go on from a commit. What this cannot tell is damage in the last transaction of the log: that is
 * what a power cut leaves of a sale that was never acknowledged.
 */
export function walDamage(file: string): string[] {
  const [first, generation] = look(file);
  if (first === null) return [];
  // A hub may be writing meanwhile: what is damaged is so at the second look too.
  const [second, generationThen] = look(file);
  return second === first && generationThen === generation ? [first] : [];
}

function look(file: string): [damage: string | null, generation: string] {
  const log = readWriteAheadLog(file);
  return log === null ? [null, ''] : [damageOf(log), log.generation];
}

/** What is damaged in a log that nobody writes to, in words; null when nothing is. */
export function damageOf(log: WriteAheadLog): string | null {
  const { firstBad } = log;
  if (firstBad === null || !commitStandsBehind(log, firstBad)) return null;
  const what = firstBad === 0 ? 'its header' : `frame ${firstBad}`;
  return `The write-ahead log is damaged in ${what}, and commits stand behind it: SQLite drops them at the next start.`;
}

/** True when a frame behind `bad` goes on from a commit: from `bad` itself, or from a frame behind it. */
function commitStandsBehind(log: WriteAheadLog, bad: number): boolean {
  let commits = bad > 0 && isCommit(log, bad);
  for (let frame = bad + 1; frame <= log.frames; frame += 1) {
    const isOfThisLog = bad === 0 || saltOf(log, frame) === saltOfLog(log);
    if (!isOfThisLog || !goesOn(log, frame)) commits = false;
    else if (commits) return true;
    if (isCommit(log, frame)) commits = true;
  }
  return false;
}

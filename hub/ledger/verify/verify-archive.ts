import { openReader } from '../open.ts';
import { linkHash } from '../chain.ts';

/** A line of an archive of the log. */
export interface ArchivedEvent {
  readonly seq: number;
  readonly receivedMs: number;
  readonly standing: number;
  readonly payloadSha256: string;
  readonly hash: string;
  readonly body: string;
}

export interface ArchiveVerdict {
  readonly lines: number;
  readonly problems: readonly string[];
}

const PROBLEMS_MAX = 50;

/**
 * Compares an archive with the ledger it came from, and its lines with each other: each must carry the hash
 * that follows from the line before it. An archive may begin late; from there on it must be complete.
 */
export async function verifyArchive(
  lines: AsyncIterable<ArchivedEvent>,
  file: string,
): Promise<ArchiveVerdict> {
  const db = openReader(file);
  const stored = db.prepare<[number], { hash: Buffer }>('SELECT hash FROM event WHERE seq = ?');
  const problems: string[] = [];
  let previous: ArchivedEvent | null = null;
  let count = 0;
  try {
    for await (const line of lines) {
      count += 1;
      const problem = problemOf(line, previous, stored.get(line.seq)?.hash.toString('hex'));
      if (problem !== null && problems.length < PROBLEMS_MAX) problems.push(problem);
      previous = line;
    }
  } finally {
    db.close();
  }
  return { lines: count, problems };
}

function problemOf(
  line: ArchivedEvent,
  previous: ArchivedEvent | null,
  stored: string | undefined,
): string | null {
  if (stored === undefined) return `Entry ${line.seq} of the archive is not in the ledger.`;
  if (stored !== line.hash) return `Entry ${line.seq} of the archive has another hash than in the ledger.`;
  if (previous === null) return null;
  if (previous.seq + 1 !== line.seq)
    return `The archive lacks the entries between ${previous.seq} and ${line.seq}.`;
  const hash = linkHash({
    previous: Buffer.from(previous.hash, 'hex'),
    seq: line.seq,
    receivedMs: line.receivedMs,
    standing: line.standing,
    payloadSha256: Buffer.from(line.payloadSha256, 'hex'),
    body: line.body,
  });
  return hash.toString('hex') === line.hash ? null : `Entry ${line.seq} of the archive was changed.`;
}

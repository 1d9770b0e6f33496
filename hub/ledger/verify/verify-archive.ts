import { openReader } from '../open.ts';
import { GENESIS, linkHash } from '../chain.ts';

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

interface StoredLink {
  readonly hash: Buffer;
  readonly payload_sha256: Buffer;
  /** The hash of the entry before it; null for the first. */
  readonly previous: Buffer | null;
}

/**
 * Compares an archive with the ledger it came from: each line must carry the hash that follows from the entry before
 * it and from what the line itself says. An archive may begin late; from there on it must be complete.
 */
export async function verifyArchive(
  lines: AsyncIterable<ArchivedEvent>,
  file: string,
): Promise<ArchiveVerdict> {
  const db = openReader(file);
  const stored = db.prepare<[number], StoredLink>(
    `SELECT e.hash, e.payload_sha256, p.hash AS previous FROM event e LEFT JOIN event p ON p.seq = e.seq - 1 WHERE e.seq = ?`,
  );
  const problems: string[] = [];
  let previous: ArchivedEvent | null = null;
  let count = 0;
  try {
    for await (const line of lines) {
      count += 1;
      const problem = problemOf(line, previous, stored.get(line.seq));
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
  stored: StoredLink | undefined,
): string | null {
  if (stored === undefined) return `Entry ${line.seq} of the archive is not in the ledger.`;
  if (previous !== null && previous.seq + 1 !== line.seq) {
    return `The archive lacks the entries between ${previous.seq} and ${line.seq}.`;
  }
  if (stored.hash.toString('hex') !== line.hash) {
    return `Entry ${line.seq} of the archive has another hash than in the ledger.`;
  }
  const { seq, receivedMs, standing, body } = line;
  const payloadSha256 = stored.payload_sha256;
  const hash = linkHash({
    previous: stored.previous ?? GENESIS,
    seq,
    receivedMs,
    standing,
    payloadSha256,
    body,
  });
  const isSame = hash.equals(stored.hash) && payloadSha256.toString('hex') === line.payloadSha256;
  return isSame ? null : `Entry ${line.seq} of the archive was changed.`;
}

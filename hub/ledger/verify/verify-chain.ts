import type { Database } from 'better-sqlite3';
import { HubError } from '../../kit/errors.ts';
import { extraHash, GENESIS, linkHash } from '../chain.ts';

export interface LogRow {
  readonly seq: number;
  readonly stream: number;
  readonly received_ms: number;
  readonly standing: number;
  readonly payload_sha256: Buffer;
  readonly hash: Buffer;
  readonly body: Buffer;
}

/** Events may be a megabyte each: a chunk must fit into the memory of a small box. */
const CHUNK_ROWS = 64;

/** The log in order, from after `seq`, in chunks: no iterator stays open between them. */
export function* logRows(db: Database, afterSeq: number): Generator<LogRow> {
  const chunk = db.prepare<[number, number], LogRow>(
    `SELECT seq, stream, received_ms, standing, payload_sha256, hash, body FROM event
     WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  let after = afterSeq;
  for (;;) {
    const rows = chunk.all(after, CHUNK_ROWS);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** Walks the chain link by link; `check` gives what is wrong with the next one, or null. */
export class ChainWalk {
  #previous: Uint8Array;
  #seq: number;

  constructor(from: { seq: number; hash: Uint8Array } = { seq: 0, hash: GENESIS }) {
    this.#seq = from.seq;
    this.#previous = from.hash;
  }

  check(row: LogRow): string | null {
    const expectedSeq = this.#seq + 1;
    const hash = linkHash({
      previous: this.#previous,
      seq: row.seq,
      receivedMs: row.received_ms,
      standing: row.standing,
      payloadSha256: row.payload_sha256,
      body: row.body,
    });
    this.#seq = row.seq;
    this.#previous = row.hash;
    if (row.seq !== expectedSeq) return `entry ${expectedSeq} is missing: the next one is ${row.seq}`;
    return hash.equals(row.hash)
      ? null
      : `entry ${row.seq} does not match its hash, or the one before it was changed`;
  }
}

/** Checks the newest links: a start must not take longer as the years go by. Throws HubError('ledger.damaged'). */
export function verifyTail(db: Database, links: number): void {
  const head = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM event').get()?.seq ?? 0;
  const before = Math.max(0, head - links);
  const from = db
    .prepare<[number], { seq: number; hash: Buffer }>('SELECT seq, hash FROM event WHERE seq = ?')
    .get(before);
  const walk = new ChainWalk(from ?? { seq: before, hash: GENESIS });
  for (const row of logRows(db, before)) {
    const problem = walk.check(row);
    if (problem !== null)
      throw new HubError('ledger.damaged', { detail: problem, hint: 'Run `backroom ledger verify`.' });
  }
}

/** The erasable fields carry their own digest: gives the entries whose extra fields were changed. */
export function damagedExtras(db: Database): number[] {
  const rows = db.prepare<[], { seq: number; extra: string; sha256: Buffer }>(
    'SELECT seq, extra, sha256 FROM event_extra',
  );
  const damaged: number[] = [];
  for (const row of rows.iterate())
    if (!extraHash(row.seq, row.extra).equals(row.sha256)) damaged.push(row.seq);
  return damaged;
}

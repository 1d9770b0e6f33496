import type { Random } from '../../scripts/replay/random.ts';

export interface Files {
  readonly ledger: Buffer;
  readonly wal: Buffer;
}

const SECTOR_BYTES = 512;
const WAL_HEADER_BYTES = 32;

/**
 * The files as a power cut may leave them in the middle of a write: of what changed, any sectors in any order, and as
 * SQLite syncs. A checkpoint syncs the log before it touches the ledger. A log that begins anew gets its header synced
 * before its first frame (sqlite.org/wal.html; wal.c, `walRestartLog`).
 */
export function tornFiles(before: Files, after: Files, random: Random): Files {
  if (!before.ledger.equals(after.ledger)) {
    return { ledger: torn(before.ledger, after.ledger, random), wal: after.wal };
  }
  return { ledger: after.ledger, wal: tornWal(before.wal, after.wal, random) };
}

function tornWal(before: Buffer, after: Buffer, random: Random): Buffer {
  const header = after.subarray(0, WAL_HEADER_BYTES);
  if (header.equals(before.subarray(0, WAL_HEADER_BYTES))) return torn(before, after, random);
  if (random.chance(25)) return before;
  const begun = Buffer.concat([header, before.subarray(WAL_HEADER_BYTES)]);
  return torn(begun, after, random);
}

function torn(before: Buffer, after: Buffer, random: Random): Buffer {
  if (random.chance(10)) return before;
  if (random.chance(10)) return after;
  const arrives = random.below(101);
  const result = Buffer.alloc(Math.max(before.length, after.length));
  before.copy(result);
  for (let at = 0; at < after.length; at += SECTOR_BYTES) {
    const sector = after.subarray(at, at + SECTOR_BYTES);
    if (!sector.equals(result.subarray(at, at + sector.length)) && random.chance(arrives))
      sector.copy(result, at);
  }
  return result;
}

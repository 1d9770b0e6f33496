import { createHash } from 'node:crypto';

/** The hash before the first event. */
export const GENESIS = Buffer.alloc(32);

export interface Link {
  readonly previous: Uint8Array;
  readonly seq: number;
  readonly receivedMs: number;
  readonly standing: number;
  readonly payloadSha256: Uint8Array;
  readonly body: Uint8Array | string;
}

const HEADER_BYTES = 17;

/**
 * The hash of an event: SHA-256 over the hash before it, `seq` and `received_ms` as 64-bit big-endian,
 * `standing` as one byte, the payload's SHA-256 and the body. Changing, removing or swapping any row breaks
 * every hash after it.
 */
export function linkHash(link: Link): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeBigInt64BE(BigInt(link.seq), 0);
  header.writeBigInt64BE(BigInt(link.receivedMs), 8);
  header.writeUInt8(link.standing, 16);
  return createHash('sha256')
    .update(link.previous)
    .update(header)
    .update(link.payloadSha256)
    .update(link.body)
    .digest();
}

/** The digest of an entry's unknown fields. They can be erased, so the chain leaves them out and they carry their own. */
export function extraHash(seq: number, extra: string): Buffer {
  return createHash('sha256').update(`${seq}\n`).update(extra).digest();
}

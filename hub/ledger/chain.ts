import { sha256 } from '../kit/digest.ts';

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

const HASH_BYTES = 32;
const NUMBER_BYTES = 8;
const HEADER_BYTES = HASH_BYTES + 2 * NUMBER_BYTES + 1 + HASH_BYTES;
const HALF = 2 ** 32;

/**
 * The hash of an event: SHA-256 over the hash before it, `seq` and `received_ms` as 64-bit big-endian,
 * `standing` as one byte, the payload's SHA-256 and the body. Changing, removing or swapping any row breaks
 * every hash after it.
 */
export function linkHash({ previous, seq, receivedMs, standing, payloadSha256, ...link }: Link): Buffer {
  const body = typeof link.body === 'string' ? Buffer.from(link.body) : link.body;
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  bytes.set(previous, 0);
  let at = writeNumber(bytes, seq, HASH_BYTES);
  at = writeNumber(bytes, receivedMs, at);
  at = bytes.writeUInt8(standing, at);
  bytes.set(payloadSha256, at);
  bytes.set(body, HEADER_BYTES);
  return sha256(bytes);
}

/** A number as 64 bits, two's complement. */
function writeNumber(bytes: Buffer, value: number, at: number): number {
  bytes.writeInt32BE(Math.floor(value / HALF), at);
  return bytes.writeUInt32BE(value >>> 0, at + NUMBER_BYTES / 2);
}

/** The digest of an entry's unknown fields. They can be erased, so the chain leaves them out and they carry their own. */
export function extraHash(seq: number, extra: string): Buffer {
  return sha256(`${seq}\n${extra}`);
}

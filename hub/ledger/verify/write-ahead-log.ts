import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f_0682;
const DATABASE_PAGE_BYTES_AT = 16;

/** A write-ahead log as it was read at one moment. Frames are counted from one. */
export interface WriteAheadLog {
  readonly bytes: Buffer;
  readonly frameBytes: number;
  readonly frames: number;
  /** Number of the first frame that is not as it was written; 0 is the header of the log, null when all are whole. */
  readonly firstBad: number | null;
  /** Changes when the log is begun anew. */
  readonly generation: string;
}

type Sums = readonly [number, number];
type Frames = Pick<WriteAheadLog, 'bytes' | 'frameBytes' | 'frames'>;

/**
 * Reads the log of a database file; null when there is none. SQLite reads it up to its last commit before `firstBad`.
 *
 * The file format is https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
 */
export function readWriteAheadLog(file: string): WriteAheadLog | null {
  const pageBytes = pageBytesOf(readPart(file, HEADER_BYTES));
  const bytes = readPart(`${file}-wal`, Infinity);
  if (pageBytes === 0 || bytes.length < HEADER_BYTES) return null;
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  const log = { bytes, frameBytes, frames: Math.floor((bytes.length - HEADER_BYTES) / frameBytes) };
  return { ...log, firstBad: firstBad(log), generation: bytes.toString('hex', 0, HEADER_BYTES) };
}

/** Where the last transaction that SQLite reads stands in the log, of which `from` is the first byte and `to` the first after it. */
export function lastTransaction(log: WriteAheadLog): { from: number; to: number } | null {
  const whole = log.firstBad === null ? log.frames : log.firstBad - 1;
  const last = lastCommit(log, whole);
  if (last === 0) return null;
  const before = lastCommit(log, last - 1);
  // The header belongs to the first one: the log was begun anew for it.
  return {
    from: before === 0 ? 0 : startOf(log.frameBytes, before + 1),
    to: startOf(log.frameBytes, last + 1),
  };
}

/** The last frame up to this one that ends a transaction; 0 when none does. */
function lastCommit(log: WriteAheadLog, frameMax: number): number {
  let frame = Math.max(frameMax, 0);
  while (frame > 0 && !isCommit(log, frame)) frame -= 1;
  return frame;
}

function startOf(frameBytes: number, frame: number): number {
  return HEADER_BYTES + (frame - 1) * frameBytes;
}

function firstBad(log: Frames): number | null {
  const { bytes } = log;
  const sums = sumOver([0, 0], bytes.subarray(0, HEADER_BYTES - 8));
  if (bytes.readUInt32BE(0) !== MAGIC || !isSame(sums, sumsAt(bytes, HEADER_BYTES - 8))) return 0;
  const salt = saltOfLog(log);
  for (let frame = 1; frame <= log.frames; frame += 1) {
    if (saltOf(log, frame) !== salt || !goesOn(log, frame)) return frame;
  }
  return null;
}

/** The frame's checksum is what follows from the stored checksum of the frame before it. */
export function goesOn({ bytes, frameBytes }: Frames, frame: number): boolean {
  const at = startOf(frameBytes, frame);
  const before = sumsAt(bytes, frame === 1 ? HEADER_BYTES - 8 : at - frameBytes + 16);
  const head = sumOver(before, bytes.subarray(at, at + 8));
  const sums = sumOver(head, bytes.subarray(at + FRAME_HEADER_BYTES, at + frameBytes));
  return isSame(sums, sumsAt(bytes, at + 16));
}

/** The frame ends a transaction. */
export function isCommit({ bytes, frameBytes }: Frames, frame: number): boolean {
  return bytes.readUInt32BE(startOf(frameBytes, frame) + 4) !== 0;
}

/** Frames with another salt than the header's are left over from an older log. */
export function saltOf({ bytes, frameBytes }: Frames, frame: number): string {
  const at = startOf(frameBytes, frame) + 8;
  return bytes.toString('hex', at, at + 8);
}

/** Each time the log is begun anew it gets another. */
export function saltOfLog({ bytes }: Pick<WriteAheadLog, 'bytes'>): string {
  return bytes.toString('hex', 16, 24);
}

/** The checksum of section 4.2, over little-endian words: what SQLite writes on every processor that the hub runs on. */
function sumOver([first, second]: Sums, part: Buffer): Sums {
  let [one, two] = [first | 0, second | 0];
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  for (let at = 0; at < part.byteLength; at += 8) {
    one = (one + view.getInt32(at, true) + two) | 0;
    two = (two + view.getInt32(at + 4, true) + one) | 0;
  }
  return [one, two];
}

function sumsAt(bytes: Buffer, at: number): Sums {
  return [bytes.readInt32BE(at), bytes.readInt32BE(at + 4)];
}

function isSame(left: Sums, right: Sums): boolean {
  return left[0] === right[0] && left[1] === right[1];
}

/** 0 for a file that is none of SQLite's. */
function pageBytesOf(header: Buffer): number {
  if (header.length < HEADER_BYTES) return 0;
  const stored = header.readUInt16BE(DATABASE_PAGE_BYTES_AT);
  return stored === 1 ? 65_536 : stored;
}

/** As much of the file as there is; nothing when there is no file. */
function readPart(file: string, bytesMax: number): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const bytes = Buffer.alloc(Math.min(fstatSync(descriptor).size, bytesMax));
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

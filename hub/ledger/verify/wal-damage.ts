import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Tells a damaged write-ahead log from one whose end a power cut tore off. SQLite takes both for the end of the log, so
 * that after the next start every commit behind a flipped byte is gone without a word.
 *
 * Each frame's checksum goes on from that of the frame before it, and with `synchronous=FULL` a transaction is written
 * only after the one before it was synced. So a frame that goes on from a commit proves that all frames up to that
 * commit were on disk; when one of them is wrong all the same, the log was damaged afterwards. Leftovers of a torn
 * transaction never go on from a commit. What this cannot tell is damage in the last transaction of the log: that is
 * what a power cut leaves of a sale that was never acknowledged.
 *
 * The file format is https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
 */
export function walDamage(file: string): string[] {
  const first = look(file);
  if (first === null) return [];
  // A hub may be writing meanwhile: what is damaged is so at the second look too.
  const second = look(file);
  if (second === null || second.frame !== first.frame || second.generation !== first.generation) return [];
  const what = first.frame === 0 ? 'its header' : `frame ${first.frame}`;
  return [
    `The write-ahead log is damaged in ${what}, and commits stand behind it: SQLite drops them at the next start.`,
  ];
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f_0682;
const DATABASE_PAGE_BYTES_AT = 16;

interface Damage {
  /** Counted from one; 0 is the header of the log. */
  readonly frame: number;
  /** Changes when the log is begun anew. */
  readonly generation: string;
}

interface Log {
  readonly bytes: Buffer;
  readonly frameBytes: number;
  readonly frames: number;
}

type Sums = readonly [number, number];

function look(file: string): Damage | null {
  const pageBytes = pageBytesOf(readPart(file, HEADER_BYTES));
  const bytes = readPart(`${file}-wal`, Infinity);
  if (pageBytes === 0 || bytes.length < HEADER_BYTES) return null;
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  const log = { bytes, frameBytes, frames: Math.floor((bytes.length - HEADER_BYTES) / frameBytes) };
  const bad = firstBad(log);
  if (bad === null || !commitStandsBehind(log, bad)) return null;
  return { frame: bad, generation: bytes.toString('hex', 0, HEADER_BYTES) };
}

/** Number of the first frame that is not as it was written; null when all are. */
function firstBad(log: Log): number | null {
  const { bytes } = log;
  const sums = sumOver([0, 0], bytes.subarray(0, HEADER_BYTES - 8));
  if (bytes.readUInt32BE(0) !== MAGIC || !isSame(sums, sumsAt(bytes, HEADER_BYTES - 8))) return 0;
  const salt = bytes.toString('hex', 16, 24);
  for (let frame = 1; frame <= log.frames; frame += 1) {
    if (saltOf(log, frame) !== salt || !goesOn(log, frame)) return frame;
  }
  return null;
}

/** True when a frame behind `bad` goes on from a commit: from `bad` itself, or from a frame behind it. */
function commitStandsBehind(log: Log, bad: number): boolean {
  let commits = bad > 0 && isCommit(log, bad);
  for (let frame = bad + 1; frame <= log.frames; frame += 1) {
    const isOfThisLog = bad === 0 || saltOf(log, frame) === log.bytes.toString('hex', 16, 24);
    if (!isOfThisLog || !goesOn(log, frame)) commits = false;
    else if (commits) return true;
    if (isCommit(log, frame)) commits = true;
  }
  return false;
}

/** The frame's checksum is what follows from the stored checksum of the frame before it. */
function goesOn({ bytes, frameBytes }: Log, frame: number): boolean {
  const at = HEADER_BYTES + (frame - 1) * frameBytes;
  const before = sumsAt(bytes, frame === 1 ? HEADER_BYTES - 8 : at - frameBytes + 16);
  const head = sumOver(before, bytes.subarray(at, at + 8));
  const sums = sumOver(head, bytes.subarray(at + FRAME_HEADER_BYTES, at + frameBytes));
  return isSame(sums, sumsAt(bytes, at + 16));
}

function isCommit({ bytes, frameBytes }: Log, frame: number): boolean {
  return bytes.readUInt32BE(HEADER_BYTES + (frame - 1) * frameBytes + 4) !== 0;
}

function saltOf({ bytes, frameBytes }: Log, frame: number): string {
  const at = HEADER_BYTES + (frame - 1) * frameBytes + 8;
  return bytes.toString('hex', at, at + 8);
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

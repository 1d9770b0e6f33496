import type { OutboundItem } from '../connector.ts';

/** Pure: items to lines, lines to the parts of a day, names of parts. */
export interface ArchiveLine {
  readonly seq: number;
  readonly receivedMs: number;
  /** 0: counts. 1: an id that was known with other content. */
  readonly standing: number;
  readonly payloadSha256: string;
  readonly hash: string;
  /** The event as JSON text, byte for byte as in the ledger. */
  readonly body: string;
}

/** A file of the archive. A day begins with part 1 and gets another when that is full. */
export interface PartName {
  readonly day: string;
  readonly part: number;
}

/** `seq` comes first, so that it can be read without parsing the line. */
export function lineOf(item: OutboundItem): string {
  const { seq, receivedMs, standing, payloadSha256, hash, body } = item;
  return JSON.stringify({ seq, receivedMs, standing, payloadSha256, hash, body });
}

export function seqOfLine(line: string): number {
  const seq = /^\{"seq":(\d{1,16})\b/.exec(line)?.[1];
  return seq === undefined ? Number.NaN : Number(seq);
}

/** Reads a line back, or gives null when it is none. */
export function parseLine(text: string): ArchiveLine | null {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return null;
  const line = value as Record<keyof ArchiveLine, unknown>;
  const numbers = [line.seq, line.receivedMs, line.standing];
  const texts = [line.payloadSha256, line.hash, line.body];
  const isLine = numbers.every(Number.isSafeInteger) && texts.every((each) => typeof each === 'string');
  return isLine ? (value as ArchiveLine) : null;
}

/** The day of an event is the UTC day on which the hub received it: it never changes, wherever the shop is. */
export function dayOf(receivedMs: number): string {
  return new Date(receivedMs).toISOString().slice(0, 10);
}

export function formatPartName({ day, part }: PartName): string {
  return part === 1 ? `${day}.jsonl` : `${day}.${part.toString().padStart(3, '0')}.jsonl`;
}

/** Null for everything that is not a file of the archive, such as one that is still being written. */
export function parsePartName(name: string): PartName | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:\.(\d{3,6}))?\.jsonl$/.exec(name);
  if (match === null) return null;
  const [, day = '', part = '1'] = match;
  return { day, part: Number(part) };
}

/**
 * Adds lines to a part: by seq, and none twice. Returns the part as it will be and the new parts behind it, or null
 * when every line is there already. A line that was in the part stays in it, so that writing the result from the
 * first part to the last leaves no line twice wherever it is cut off. `bytesMax` null: no part may follow.
 */
export function addLines(
  present: readonly string[],
  added: readonly string[],
  bytesMax: number | null,
): string[][] | null {
  const known = new Set(present.map(seqOfLine));
  const fresh = added.filter((line) => !known.has(seqOfLine(line))).toSorted(bySeq);
  if (fresh.length === 0) return null;
  const last = present.length === 0 ? -Infinity : seqOfLine(present.at(-1) ?? '');
  const kept = [...present, ...fresh.filter((line) => seqOfLine(line) < last)].toSorted(bySeq);
  return fill(
    kept,
    fresh.filter((line) => seqOfLine(line) > last),
    bytesMax ?? Infinity,
  );
}

/** Parts of at most `bytesMax`, beginning with the lines that are kept together; a longer line stands by itself. */
function fill(kept: readonly string[], lines: readonly string[], bytesMax: number): string[][] {
  let part = [...kept];
  let bytes = part.reduce((sum, line) => sum + bytesOf(line), 0);
  const parts = [part];
  for (const line of lines) {
    if (bytes > 0 && bytes + bytesOf(line) > bytesMax) {
      part = [];
      parts.push(part);
      bytes = 0;
    }
    part.push(line);
    bytes += bytesOf(line);
  }
  return parts;
}

function bytesOf(line: string): number {
  return Buffer.byteLength(line) + 1;
}

function bySeq(a: string, b: string): number {
  return seqOfLine(a) - seqOfLine(b);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

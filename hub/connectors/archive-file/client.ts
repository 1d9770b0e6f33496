import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError } from '../../kit/errors.ts';
import type { Connector, OutboundBatch, OutboundItem, SendOutcome } from '../connector.ts';
import { addLines, dayOf, formatPartName, lineOf, parsePartName, type PartName, seqOfLine } from './map.ts';

export interface ArchiveFileSettings {
  readonly folder: string;
  readonly partBytesMax?: number;
}

/**
 * A part is written anew for every batch that touches it, so this bounds what one batch costs an SD card.
 */
const PART_BYTES_MAX = 1_048_576;
const FIRST_LINE_BYTES_MAX = 64;

/**
 * Writes the log into daily files. Within a day the parts, and within a part the lines, stand by seq, so that an
 * event that comes again meets itself in the one part where it can be. A file is replaced as a whole: whoever
 * copies the folder at any moment gets complete lines, and `done` is said after the last fsync.
 */
export function createArchiveFileConnector(settings: ArchiveFileSettings): Connector {
  return {
    kind: 'archive-file',
    send: async (batch, signal) => archive(batch, settings, signal),
  };
}

async function archive(
  batch: OutboundBatch,
  { folder, partBytesMax = PART_BYTES_MAX }: ArchiveFileSettings,
  signal: AbortSignal,
): Promise<SendOutcome> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [day, items] of Map.groupBy(batch.items, ({ receivedMs }) => dayOf(receivedMs))) {
      if (signal.aborted) return { kind: 'retry', reason: 'The hub was stopped.' };
      await archiveDay({ folder, partBytesMax, day }, items);
    }
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof HubError) throw error;
    throw new HubError('archive.io', {
      cause: error,
      detail: folder,
      hint: 'Look whether the disk is full, or the stick pulled out.',
    });
  }
}

interface Day {
  readonly folder: string;
  readonly partBytesMax: number;
  readonly day: string;
}

interface Part extends PartName {
  readonly firstSeq: number;
}

async function archiveDay(day: Day, items: readonly OutboundItem[]): Promise<void> {
  const known = await partsOf(day);
  const last = known.at(-1);
  const byPart = Map.groupBy(
    items,
    ({ seq }) => known.findLast(({ firstSeq }) => firstSeq <= seq) ?? known[0],
  );
  for (const [part, itemsOfPart] of byPart) {
    const present = part === undefined ? [] : await readLines(join(day.folder, formatPartName(part)));
    // Only behind the day's last part is there room for another; an earlier one takes its latecomers as they are.
    const bytesMax = part === last ? day.partBytesMax : null;
    const parts = addLines(present, itemsOfPart.map(lineOf), bytesMax) ?? [];
    for (const [index, lines] of parts.entries()) {
      const name = formatPartName({ day: day.day, part: (part?.part ?? 1) + index });
      await replaceFile(join(day.folder, name), lines);
    }
  }
  await syncFolder(day.folder);
}

async function partsOf({ folder, day }: Day): Promise<Part[]> {
  const names = (await readdir(folder)).map(parsePartName).filter((name) => name?.day === day);
  const parts = await Promise.all(names.flatMap((name) => (name === null ? [] : [firstSeqOf(folder, name)])));
  return parts.toSorted((a, b) => a.part - b.part);
}

async function firstSeqOf(folder: string, name: PartName): Promise<Part> {
  await using file = await open(join(folder, formatPartName(name)));
  const { buffer, bytesRead } = await file.read(
    Buffer.alloc(FIRST_LINE_BYTES_MAX),
    0,
    FIRST_LINE_BYTES_MAX,
    0,
  );
  const firstSeq = seqOfLine(buffer.toString('utf8', 0, bytesRead));
  if (Number.isNaN(firstSeq)) throw damaged(formatPartName(name));
  return { ...name, firstSeq };
}

async function readLines(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  if (lines.some((line) => Number.isNaN(seqOfLine(line)))) throw damaged(file);
  return lines;
}

function damaged(file: string): HubError {
  return new HubError('archive.io', {
    detail: `${file} holds a line that is none of ours.`,
    hint: 'Move the file out of the archive folder and keep it for whoever looks after the shop.',
  });
}

async function replaceFile(file: string, lines: readonly string[]): Promise<void> {
  const unfinished = `${file}.unfinished`;
  {
    await using handle = await open(unfinished, 'w');
    await handle.writeFile(`${lines.join('\n')}\n`);
    await handle.sync();
  }
  await rename(unfinished, file);
}

/** A rename is on disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder);
  await handle.sync();
}

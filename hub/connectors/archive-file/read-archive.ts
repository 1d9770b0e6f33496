import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HubError } from '../../kit/errors.ts';
import { type ArchiveLine, formatPartName, parseLine, parsePartName, type PartName } from './map.ts';

/**
 * Every line of an archive by seq, each once. A day is opened when its turn comes, so that years of days do not
 * stand open at once; days overlap only where the clock was set back. Throws HubError('input.invalid') at a line
 * that cannot be read, with file and line number.
 */
export async function* readArchive(folder: string): AsyncGenerator<ArchiveLine> {
  const waiting = await openDays(folder);
  const active: Cursor[] = [];
  let lastSeq = -Infinity;
  try {
    for (;;) {
      const [current] = active.toSorted(bySeq);
      const [opening] = waiting;
      if (opening !== undefined && (current === undefined || opening.line.seq < current.line.seq)) {
        waiting.shift();
        active.push(await startDay(folder, opening));
        continue;
      }
      if (current === undefined) return;
      if (current.line.seq > lastSeq) yield current.line;
      lastSeq = Math.max(lastSeq, current.line.seq);
      await advance(current, active);
    }
  } finally {
    for (const { lines } of active) await lines.return(undefined);
  }
}

interface WaitingDay {
  readonly parts: readonly PartName[];
  readonly line: ArchiveLine;
}

interface Cursor {
  readonly lines: AsyncGenerator<ArchiveLine>;
  line: ArchiveLine;
}

function bySeq(a: { line: ArchiveLine }, b: { line: ArchiveLine }): number {
  return a.line.seq - b.line.seq;
}

/** The days by their first seq; each is closed again after its first line. */
async function openDays(folder: string): Promise<WaitingDay[]> {
  const names = (await readdir(folder)).map(parsePartName).filter((name) => name !== null);
  const days: WaitingDay[] = [];
  for (const parts of Map.groupBy(names, ({ day }) => day).values()) {
    const inOrder = parts.toSorted((a, b) => a.part - b.part);
    const line = await firstLine(readParts(folder, inOrder));
    if (line !== null) days.push({ parts: inOrder, line });
  }
  return days.toSorted(bySeq);
}

async function startDay(folder: string, day: WaitingDay): Promise<Cursor> {
  const lines = readParts(folder, day.parts);
  await lines.next();
  return { lines, line: day.line };
}

async function advance(cursor: Cursor, active: Cursor[]): Promise<void> {
  const next = await cursor.lines.next();
  if (next.done === true) active.splice(active.indexOf(cursor), 1);
  else cursor.line = next.value;
}

async function firstLine(lines: AsyncGenerator<ArchiveLine>): Promise<ArchiveLine | null> {
  const first = await lines.next();
  await lines.return(undefined);
  return first.done === true ? null : first.value;
}

async function* readParts(folder: string, parts: readonly PartName[]): AsyncGenerator<ArchiveLine> {
  let lastSeq = -Infinity;
  for (const part of parts) {
    const file = join(folder, formatPartName(part));
    const input = createReadStream(file);
    let number = 0;
    try {
      for await (const text of createInterface({ input, crlfDelay: Infinity })) {
        number += 1;
        const line = parseLine(text);
        if (line === null || line.seq <= lastSeq)
          throw new HubError('input.invalid', {
            detail: `${file}, line ${number} is ${line === null ? 'no line of an archive' : 'out of its order'}.`,
          });
        lastSeq = line.seq;
        yield line;
      }
    } finally {
      input.destroy();
    }
  }
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import {
  connectorContract,
  outboundBatch,
  outboundItem,
} from '../../../test/contracts/connector-contract.ts';
import { createArchiveFileConnector } from './client.ts';
import { type ArchiveLine, lineOf } from './map.ts';
import { readArchive } from './read-archive.ts';

const running = new AbortController().signal;
const NOON_MS = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;

connectorContract('archive-file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backroom-archive-'));
  const archive = join(folder, 'archive');
  return {
    connector: createArchiveFileConnector({ folder: archive }),
    received: async () => (await lines(archive)).map(({ body }) => body),
    // A file where the folder should be: nobody can write there, root included.
    damage: async () => writeFileSync(archive, ''),
    repair: async () => rmSync(archive),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }),
  };
});

async function lines(folder: string): Promise<ArchiveLine[]> {
  const read: ArchiveLine[] = [];
  for await (const line of readArchive(folder)) read.push(line);
  return read;
}

describe('the archive', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'backroom-archive-'));
    folders.push(folder);
    return folder;
  };

  test('has a file for each UTC day, one line an event', async () => {
    const folder = newFolder();
    const items = [outboundItem(1, NOON_MS), outboundItem(2, NOON_MS), outboundItem(3, NOON_MS + DAY_MS)];
    await createArchiveFileConnector({ folder }).send({ key: 'k', items }, running);
    expect(readdirSync(folder).toSorted()).toEqual(['2026-11-23.jsonl', '2026-11-24.jsonl']);
    const text = readFileSync(join(folder, '2026-11-23.jsonl'), 'utf8');
    expect(text).toBe(
      items
        .slice(0, 2)
        .map((item) => `${lineOf(item)}\n`)
        .join(''),
    );
  });

  test('rolls a full file and keeps its lines in order', async () => {
    const folder = newFolder();
    const connector = createArchiveFileConnector({ folder, partBytesMax: 2_000 });
    await connector.send(outboundBatch('k1', [1, 2, 3, 4, 5]), running);
    await connector.send(outboundBatch('k2', [6, 7]), running);
    expect(readdirSync(folder).toSorted()).toEqual([
      '2026-11-23.002.jsonl',
      '2026-11-23.003.jsonl',
      '2026-11-23.jsonl',
    ]);
    expect((await lines(folder)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('passes over what a power cut left unfinished', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, '2026-11-23.jsonl.unfinished'), '{"seq":1,"recei');
    await createArchiveFileConnector({ folder }).send(outboundBatch('k', [1]), running);
    expect(await lines(folder)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['2026-11-23.jsonl']);
  });

  test('names the file and the line that cannot be read, and is not written over', async () => {
    const folder = newFolder();
    await createArchiveFileConnector({ folder }).send(outboundBatch('k', [1]), running);
    writeFileSync(join(folder, '2026-11-23.jsonl'), 'scribbled\n', { flag: 'a' });
    await expect(lines(folder)).rejects.toThrow(/2026-11-23\.jsonl, line 2/);
    const again = createArchiveFileConnector({ folder }).send(outboundBatch('k2', [2]), running);
    await expect(again).rejects.toMatchObject({ code: 'archive.io' });
  });

  test('holds every event once and by seq, whatever comes twice, late, or on a day before', async () => {
    const item = fc.record({ seq: fc.integer({ min: 1, max: 30 }), day: fc.integer({ min: 0, max: 2 }) });
    const batches = fc.array(fc.array(item, { minLength: 1, maxLength: 8 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(batches, async (drawn) => {
        const folder = newFolder();
        const connector = createArchiveFileConnector({ folder, partBytesMax: 2_000 });
        const dayOfSeq = new Map<number, number>();
        for (const each of drawn.flat()) dayOfSeq.set(each.seq, dayOfSeq.get(each.seq) ?? each.day);
        for (const [index, batch] of drawn.entries()) {
          const seqs = [...new Set(batch.map(({ seq }) => seq))].toSorted((a, b) => a - b);
          const items = seqs.map((seq) => outboundItem(seq, NOON_MS + DAY_MS * (dayOfSeq.get(seq) ?? 0)));
          await connector.send({ key: `k${index}`, items }, running);
        }
        expect((await lines(folder)).map(({ seq }) => seq)).toEqual(
          [...dayOfSeq.keys()].toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 60 },
    );
  });
});

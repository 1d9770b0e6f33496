import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, must } from '../../../hub/kit/assert.ts';
import { randomFrom } from '../../../scripts/replay/random.ts';
import type { Random } from '../../../scripts/replay/random.ts';
import type { DiskEntry } from '../../kit/disk-shim/disk-log.ts';

type FileChange = Extract<DiskEntry, { kind: 'write' | 'truncate' }>;
type FolderChange = Extract<DiskEntry, { kind: 'create' | 'unlink' | 'rename' }>;

/** What the power cut leaves of the changes that no fsync covers. */
export const CUTS = ['nothing', 'prefix', 'subset', 'torn', 'everything'] as const;
export type Cut = (typeof CUTS)[number];

/** The unit that a disk writes whole or not at all. */
const SECTOR_BYTES = 512;

interface OpenFile {
  readonly durable: Bytes;
  unsynced: FileChange[];
}

/**
 * The ledger's files as a disk sees them: what is safe, and what has been written since.
 *
 * What a power cut may do here is what SQLite allows it to do, which is more than ext4 does. Of the writes and truncates
 * of a file since its last fsync any may be missing and any write may be torn at a sector, in any order and whatever
 * became of the other files. A file's name is another matter: it is there only after an fsync of the folder (ext4 would
 * also keep it after an fsync of the file), and names are kept in the order in which they changed, as a journal of a file
 * system keeps them.
 *
 * An fsync of a file that failed is what it is on Linux (Rebello et al., ATC '20): the kernel forgets what it could not
 * write, while everybody goes on reading it. What is written again later is on its way to the disk again; all else is
 * not, whatever an fsync says. A truncate and a name are with the file system, which keeps them in its journal. Not
 * modelled: a disk that says that it synced and did not, a sector that is neither old nor new,
 * bytes of other files. SQLite's -shm file is left out, since every start makes it anew.
 */
export class DiskModel {
  readonly #names = new Map<string, OpenFile>();
  readonly #files = new Map<number, OpenFile>();
  #unsyncedNames: { readonly change: FolderChange; readonly file: OpenFile | undefined }[] = [];

  readonly #left: (write: FileChange) => readonly FileChange[];

  /**
   * Everything in the folder is safe. `inodeOf` gives the number under which the recording knows a file. Of what an
   * fsync was to write that failed, nothing gets to the disk, or with `failedSync` as much as that leaves.
   */
  constructor(folder: string, inodeOf: (name: string) => number, failedSync?: { cut: Cut; random: Random }) {
    const { cut, random } = failedSync ?? { cut: 'nothing', random: randomFrom(0) };
    this.#left = (write) => changesLeft(cut, [write], random);
    for (const name of filesOf(folder)) {
      const file: OpenFile = { durable: new Bytes(readFileSync(join(folder, name))), unsynced: [] };
      this.#names.set(name, file);
      this.#files.set(inodeOf(name), file);
    }
  }

  apply(entry: DiskEntry): void {
    if ('name' in entry && isRebuilt(entry.name)) return;
    switch (entry.kind) {
      case 'write':
      case 'truncate':
        this.#file(entry.inode).unsynced.push(entry);
        return;
      case 'sync': {
        const file = this.#file(entry.inode);
        for (const change of file.unsynced) file.durable.apply(change);
        file.unsynced = [];
        return;
      }
      case 'create': {
        const file: OpenFile = { durable: new Bytes(Buffer.alloc(0)), unsynced: [] };
        this.#files.set(entry.inode, file);
        this.#unsyncedNames.push({ change: entry, file });
        return;
      }
      case 'unlink':
      case 'rename':
        this.#unsyncedNames.push({ change: entry, file: undefined });
        return;
      case 'sync-folder':
        applyNames(this.#names, this.#unsyncedNames);
        this.#unsyncedNames = [];
        return;
      case 'failed':
        if (entry.call === 'sync' && entry.name !== '') this.#forget(this.#file(entry.inode));
        return;
      case 'sent':
    }
  }

  /** Writes into `folder` what the disk may hold after a power cut now. */
  cutPower(folder: string, cut: Cut, random: Random): void {
    const names = new Map(this.#names);
    applyNames(names, this.#unsyncedNames.slice(0, countLeft(cut, this.#unsyncedNames.length, random)));
    for (const [name, file] of names) {
      const bytes = file.durable.copy();
      for (const change of changesLeft(cut, file.unsynced, random)) bytes.apply(change);
      writeFileSync(join(folder, name), bytes.content);
    }
  }

  #forget(file: OpenFile): void {
    file.unsynced = file.unsynced.flatMap((change) =>
      change.kind === 'truncate' ? [change] : this.#left(change),
    );
  }

  #file(inode: number): OpenFile {
    return must(this.#files.get(inode), `a file with the inode ${inode}`);
  }
}

/** How the names of the ledger's files begin. The other files in its folder hold nothing of the shop. */
export const LEDGER_FILES = 'ledger.db';

/** The names of the ledger's files in a folder, without the one that no restart relies on. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(LEDGER_FILES) && !isRebuilt(name))
    .toSorted();
}

function isRebuilt(name: string): boolean {
  return name.endsWith('-shm');
}

function countLeft(cut: Cut, count: number, random: Random): number {
  if (cut === 'nothing') return 0;
  return cut === 'everything' ? count : random.below(count + 1);
}

function changesLeft(cut: Cut, changes: readonly FileChange[], random: Random): readonly FileChange[] {
  switch (cut) {
    case 'nothing':
      return [];
    case 'prefix':
    case 'everything':
      return changes.slice(0, countLeft(cut, changes.length, random));
    case 'subset':
      return changes.filter(() => random.chance(50));
    case 'torn':
      return changes.flatMap((change) => sectorsOf(change)).filter(() => random.chance(50));
  }
}

function sectorsOf(change: FileChange): FileChange[] {
  if (change.kind === 'truncate') return [change];
  const sectors: FileChange[] = [];
  for (let from = 0; from < change.data.length;) {
    const offset = change.offset + from;
    const to = Math.min(change.data.length, from + SECTOR_BYTES - (offset % SECTOR_BYTES));
    sectors.push({ ...change, offset, data: change.data.subarray(from, to) });
    from = to;
  }
  return sectors;
}

function applyNames(
  names: Map<string, OpenFile>,
  changes: readonly { readonly change: FolderChange; readonly file: OpenFile | undefined }[],
): void {
  for (const { change, file } of changes) {
    const moved = file ?? must(names.get(change.name), `the file ${change.name}`);
    if (change.kind !== 'create') names.delete(change.name);
    if (change.kind !== 'unlink') names.set(change.kind === 'rename' ? change.to : change.name, moved);
  }
}

/** A file's bytes, which grow without being copied each time. */
class Bytes {
  #buffer: Buffer;
  #length: number;

  constructor(content: Buffer) {
    this.#buffer = content;
    this.#length = content.length;
  }

  get content(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  copy(): Bytes {
    return new Bytes(Buffer.from(this.content));
  }

  apply(change: FileChange): void {
    if (change.kind === 'truncate') return this.#resize(change.size);
    const end = change.offset + change.data.length;
    assert(Number.isSafeInteger(end), 'an offset within a file');
    if (end > this.#length) this.#resize(end);
    change.data.copy(this.#buffer, change.offset);
  }

  #resize(length: number): void {
    if (length > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(length, this.#buffer.length * 2));
      this.content.copy(larger);
      this.#buffer = larger;
    }
    this.#buffer.fill(0, Math.min(length, this.#length), Math.max(length, this.#length));
    this.#length = length;
  }
}

import { readFileSync } from 'node:fs';
import { must } from '../../../hub/kit/assert.ts';

/** What the shim saw, in the order in which it happened. `name` is relative to the watched folder. */
export type DiskEntry =
  | {
      readonly kind: 'write';
      readonly name: string;
      readonly inode: number;
      readonly offset: number;
      readonly data: Buffer;
    }
  | { readonly kind: 'truncate'; readonly name: string; readonly inode: number; readonly size: number }
  | { readonly kind: 'sync'; readonly name: string; readonly inode: number }
  | { readonly kind: 'create'; readonly name: string; readonly inode: number }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  | { readonly kind: 'sync-folder' }
  /** Bytes left through a TCP connection to that port. */
  | { readonly kind: 'sent'; readonly port: number; readonly data: Buffer }
  /** This call failed because it was told to. */
  | {
      readonly kind: 'failed';
      readonly name: string;
      readonly inode: number;
      readonly call: 'write' | 'truncate' | 'sync';
    };

/** In the order of `enum kind` in disk-shim.c. */
const KINDS = [
  'write',
  'truncate',
  'sync',
  'create',
  'unlink',
  'rename',
  'sync-folder',
  'sent',
  'failed',
] as const;

/** What can fail, numbered as above. */
const CALLS = ['write', 'truncate', 'sync'] as const;

const HEAD_BYTES = 24;

export function readDiskLog(file: string): DiskEntry[] {
  const bytes = readFileSync(file);
  const entries: DiskEntry[] = [];
  for (let at = 0; at < bytes.length;) {
    const nameEnd = at + HEAD_BYTES + bytes.readUInt16LE(at + 2);
    const end = nameEnd + bytes.readUInt32LE(at + 4);
    const name = bytes.toString('utf8', at + HEAD_BYTES, nameEnd);
    entries.push(entryOf(bytes.subarray(at, at + HEAD_BYTES), name, bytes.subarray(nameEnd, end)));
    at = end;
  }
  return entries;
}

function entryOf(head: Buffer, name: string, data: Buffer): DiskEntry {
  const kind = must(KINDS[head.readUInt8(0) - 1], 'a kind of entry');
  const offset = Number(head.readBigUInt64LE(8));
  const inode = Number(head.readBigUInt64LE(16));
  switch (kind) {
    case 'write':
      return { kind, name, inode, offset, data };
    case 'truncate':
      return { kind, name, inode, size: offset };
    case 'sync':
    case 'create':
      return { kind, name, inode };
    case 'rename':
      return { kind, name, to: data.toString() };
    case 'unlink':
      return { kind, name };
    case 'failed':
      return { kind, name, inode, call: must(CALLS[offset - 1], 'a call that can fail') };
    case 'sync-folder':
      return { kind };
    case 'sent':
      return { kind, port: offset, data };
  }
}
